using SocketIO.Engine;
using SocketIO.Protocol;

namespace SocketIO.Server;

/// <content>What the client sends.</content>
public sealed partial class ClientConnection
{
    ValueTask IEngineConnection.OnMessageAsync(EngineMessage message)
    {
        PacketError error;
        ReceivedPacket packet;
        bool complete;

        try
        {
            error = _decoder.Add(message.Data.Span, message.IsBinary, out packet, out complete);
        }
        catch (Exception exception) when (_parser is not null)
        {
            // A parser of the application's that throws, as those of the reference do, refuses what it was given.
            OnRefused($"the parser threw {exception.GetType().Name}", exception);
            return default;
        }

        if (error is not PacketError.None)
        {
            OnRefused(error.ToDescription(), new MalformedPacketException(error, _decoder.GetErrorText(error, message.Data.Span, message.IsBinary)));
            return default;
        }

        NoteCompleteness(complete);
        return complete ? Receive(packet) : default;
    }

    private ValueTask Receive(scoped in ReceivedPacket packet)
    {
        if (packet.Type is PacketType.Connect)
        {
            Connect(packet);
            return default;
        }

        var slot = _slots.Find(packet.Namespace) ?? FindSlotVersion2(packet.Namespace);

        if (slot is null || packet.Type is PacketType.ConnectError)
        {
            if (IsVersion2 && NamespaceName.IsInvalid(packet.Namespace))
            {
                RefuseName(PacketError.InvalidNamespace, packet.Namespace);
                return default;
            }

            OnViolation(packet.Type);
            return default;
        }

        if (slot.IsKicked)
        {
            // Sent before the client could know; or its own farewell, which crosses ours.
            return default;
        }

        return packet.Type is PacketType.Event ? ReceiveEvent(slot, packet) : ReceiveOther(slot, packet);
    }

    private ValueTask ReceiveEvent(NamespaceSlot slot, scoped in ReceivedPacket packet)
        => slot.Socket is { } socket ? socket.Inbox.Receive(new IncomingEvent(packet)) : QueueEarly(slot, new IncomingEvent(packet).ToQueued(_server.Serializer));

    private ValueTask ReceiveOther(NamespaceSlot slot, scoped in ReceivedPacket packet)
    {
        if (packet.Type is PacketType.Ack)
        {
            slot.Socket?.ReceiveAck(packet);
            return default;
        }

        if (slot.Socket is { } socket)
        {
            socket.OnClientLeaves();
            return default;
        }

        return QueueEarly(slot, QueuedEvent.Departure);
    }

    private ValueTask QueueEarly(NamespaceSlot slot, QueuedEvent queued)
    {
        InboundQueue early;

        lock (_gate)
        {
            // Found in between by the thread that looks the namespace up.
            if (slot.Socket is null)
            {
                early = slot.Early ??= new InboundQueue(_server.Options.InboundQueueEvents, _server.Options.InboundQueueBytes);
                early.Enqueue(queued);
                return early.IsFull ? new ValueTask(early.WhenRoom()) : default;
            }
        }

        if (queued.IsDeparture)
        {
            slot.Socket.OnClientLeaves();
            return default;
        }

        return slot.Socket.Inbox.Receive(queued);
    }

    private void NoteCompleteness(bool complete)
    {
        if (!complete)
        {
            _packetDeadline ??= _server.PacketDeadlines.Add(this);
        }
        else if (_packetDeadline is not null && Interlocked.Exchange(ref _packetDeadline, null) is { } deadline)
        {
            _server.PacketDeadlines.Remove(deadline);
        }
    }

    /// <summary>Something that is no packet: the sockets are told, and the connection ends.</summary>
    private void OnRefused(string description, Exception exception)
    {
        _server.Metrics.PacketMalformed();
        Log.Malformed(_logger, Session.LogId, description);

        foreach (var slot in _slots.All)
        {
            slot.Socket?.RaiseError(exception);
        }

        Session.Close();
    }

    /// <summary>A packet that is valid but must not come now: nobody is told why, and the connection ends.</summary>
    private void OnViolation(PacketType type)
    {
        Log.Violation(_logger, Session.LogId, type);
        CloseForViolation();
    }

    private void CloseForViolation()
    {
        _server.Metrics.ProtocolViolated();
        Session.Close();

        // Polling has to wait for the client to fetch the close. Its sockets do not, and that is another reason.
        if (Session.Transport is TransportKind.Polling)
        {
            CloseSockets(DisconnectReasons.ForcedServerClose, description: null);
        }
    }
}
