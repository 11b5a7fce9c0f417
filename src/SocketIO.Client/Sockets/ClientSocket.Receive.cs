using SocketIO.Protocol;

namespace SocketIO.Client;

/// <content>Packets of the server.</content>
public partial class ClientSocket
{
    // Events that arrive before the answer to CONNECT: those that a recovered session had missed.
    private readonly List<IncomingEvent> _received = [];

    internal void OnPacketLocked(scoped in ReceivedPacket packet, NameCache names)
    {
        switch (packet.Type)
        {
            case PacketType.Connect:
                OnConnectPacketLocked(packet);
                break;

            case PacketType.ConnectError:
                OnConnectErrorPacketLocked(packet);
                break;

            case PacketType.Disconnect:
                UnsubscribeLocked(new SocketDisconnectedException(ClientDisconnectReasons.ServerDisconnect));
                OnConnectionClosedLocked(ClientDisconnectReasons.ServerDisconnect, null);
                break;

            case PacketType.Event:
                OnEventLocked(new IncomingEvent(this, names.Get(packet.EventName), packet.ToArguments(Serializer), packet.AckId, _connectRound));
                break;

            case PacketType.Ack:
                // Without an id it answers nobody.
                if (packet.AckId is { } id)
                {
                    TakeAckLocked(id)?.OnAnswerLocked(packet.ToArguments(Serializer));
                }

                break;
        }
    }

    private void OnEventLocked(IncomingEvent received)
    {
        ClientMetrics.EventReceived();

        if (_connected)
        {
            NoteOffsetLocked(received);
            Callbacks.Enqueue(received);
        }
        else
        {
            _received.Add(received);
        }
    }

    private void DeliverReceivedLocked()
    {
        foreach (var received in _received)
        {
            NoteOffsetLocked(received);
            Callbacks.Enqueue(received);
        }

        _received.Clear();
    }
}
