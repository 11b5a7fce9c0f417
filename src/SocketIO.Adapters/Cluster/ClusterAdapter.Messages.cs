using SocketIO.Protocol;

namespace SocketIO.Adapters;

/// <content>What other servers have sent.</content>
public abstract partial class ClusterAdapter
{
    /// <summary>
    /// Does what another server wants. Never throws.
    /// </summary>
    /// <param name="message">What the broker handed over, from whomever.</param>
    /// <param name="position">Where it stands in the store, if it was taken from there; else zero.</param>
    protected virtual void OnMessage(ClusterMessage message, long position = 0)
    {
        ArgumentNullException.ThrowIfNull(message);

        if (message.Namespace != Sockets.Name)
        {
            return;
        }

        try
        {
            if (_recovery is not null && message is { Type: ClusterMessageType.Broadcast, RequestId: null })
            {
                _recovery.OnMessage(message, position);
            }
            else if (message.Uid != Uid)
            {
                Metrics.MessageReceived();

                // What is done to sockets comes after what was sent to them before.
                if (_recovery is not null
                    && message.Type is ClusterMessageType.SocketsJoin or ClusterMessageType.SocketsLeave or ClusterMessageType.DisconnectSockets)
                {
                    _recovery.Run(message, Handle);
                }
                else
                {
                    Handle(message);
                }
            }
        }
        catch (Exception exception)
        {
            NoteMessageFailed(message, exception);
        }
    }

    internal void NoteMessageFailed(ClusterMessage message, Exception exception)
    {
        Metrics.MessageDropped();
        Log.MessageFailed(_logger, Sockets.Name, message.Type, exception);
    }

    /// <summary>
    /// Counts what the broker handed over and is no message.
    /// </summary>
    /// <param name="size">How many bytes it has.</param>
    protected void OnGarbage(int size)
    {
        Metrics.MessageDropped();
        Log.Garbage(_logger, Sockets.Name, size);
    }

    /// <summary>
    /// Takes note that a server has gone: nobody waits for its answers any more.
    /// </summary>
    /// <param name="uid">The server.</param>
    protected void OnServerLeft(string uid)
    {
        foreach (var request in _requests.Values)
        {
            request.Forget(uid);
        }
    }

    private void Handle(ClusterMessage message)
    {
        switch (message.Type)
        {
            case ClusterMessageType.Broadcast when message.RequestId is { } requestId:
                AskLocal(message, requestId);
                break;

            case ClusterMessageType.Broadcast:
                // A room that nobody here is in costs no packet.
                if (HasReceivers(message.Target!))
                {
                    BroadcastLocal(message.Payload!.ToPacket(Sockets.Name), message.Target!);
                }

                break;

            case ClusterMessageType.SocketsJoin:
                JoinLocal(message.Target!, message.Rooms);
                break;

            case ClusterMessageType.SocketsLeave:
                LeaveLocal(message.Target!, message.Rooms);
                break;

            case ClusterMessageType.DisconnectSockets:
                DisconnectLocal(message.Target!, message.Close);
                break;

            case ClusterMessageType.FetchSockets:
                Respond(message, new ClusterMessage { Type = ClusterMessageType.FetchSocketsResponse, Sockets = FetchLocal(message.Target!) });
                break;

            case ClusterMessageType.ServerSideEmit:
                Func<EventArguments, ValueTask>? answer = message.RequestId is null ? null : arguments => Answer(message, arguments);
                var received = message.Payload!.ToArguments(Sockets.Serializer, out var eventName);
                Sockets.OnServerSideEvent(eventName, received, answer);
                break;

            case ClusterMessageType.ServerData when message.RequestId == Uid:
                Sockets.OnServerData(message.Uid, message.Payload!.Attachments[0]);
                break;

            case ClusterMessageType.FetchSocketsResponse:
            case ClusterMessageType.ServerSideEmitResponse:
                OnResponse(message);
                break;

            case ClusterMessageType.BroadcastClientCount:
                if (_ackSinks.TryGetValue(message.RequestId!, out var asking))
                {
                    asking.OnClientCount(message.ClientCount);
                }

                break;

            case ClusterMessageType.BroadcastAck:
                if (_ackSinks.TryGetValue(message.RequestId!, out var asked))
                {
                    asked.OnAck(message.Payload?.ToArgument(Sockets.Serializer) ?? EventArguments.Empty);
                }

                break;
        }
    }

    internal bool HasReceivers(Target target)
    {
        if (target.Rooms.IsEmpty)
        {
            return true;
        }

        foreach (var room in target.Rooms)
        {
            if (Rooms.Members(room).Length > 0)
            {
                return true;
            }
        }

        return false;
    }

    private void AskLocal(ClusterMessage message, string requestId)
    {
        var sink = new ClusterAckSink(
            count => Respond(message, new ClusterMessage { Type = ClusterMessageType.BroadcastClientCount, ClientCount = count }),
            arguments => Respond(message, new ClusterMessage { Type = ClusterMessageType.BroadcastAck, Payload = ClusterPayload.OfFirst(arguments) }));

        var packet = message.Payload!.ToPacket(Sockets.Name);
        var pending = BroadcastWithAckLocal(packet, message.Target!, sink);
        sink.ForgetAfter(message.Timeout ?? s_longestAck, Sockets.Time, pending);
    }

    private ValueTask Answer(ClusterMessage question, EventArguments arguments)
    {
        Respond(question, new ClusterMessage { Type = ClusterMessageType.ServerSideEmitResponse, Payload = ClusterPayload.OfFirst(arguments) });
        return default;
    }

    private void Respond(ClusterMessage question, ClusterMessage response) => Post(question.Uid, response with { RequestId = question.RequestId });

    // To one server, and waits for nothing.
    private void Post(string uid, ClusterMessage message)
    {
        try
        {
            var publishing = PublishResponseAsync(uid, message with { Uid = Uid, Namespace = Sockets.Name });
            Metrics.MessagePublished();
            _ = ObserveAsync(publishing);
        }
        catch (Exception exception)
        {
            NoteFailure(exception);
        }
    }
}
