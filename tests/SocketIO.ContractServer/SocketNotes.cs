using SocketIO.Server;

namespace SocketIO.ContractServer;

/// <summary>What is remembered of a socket while it lives: its transports, and the events that its catch-all listeners saw.</summary>
internal sealed class SocketNotes
{
    private const int MaxEvents = 100;

    private readonly Lock _gate = new();
    private readonly List<object[]> _seen = [];
    private readonly List<object[]> _sent = [];

    public SocketNotes(ServerSocket socket)
    {
        TransportAtStart = socket.Connection.Transport;
        socket.Connection.Upgraded += transport => UpgradeSeen = transport;
        socket.OnAny((name, arguments) => Note(_seen, name, arguments.Count));
        socket.OnAnyOutgoing((name, arguments) => Note(_sent, name, arguments.Count));
    }

    public string TransportAtStart { get; }

    public string? UpgradeSeen { get; private set; }

    public object[][] Seen => Copy(_seen);

    public object[][] Sent => Copy(_sent);

    private void Note(List<object[]> list, string name, int arguments)
    {
        lock (_gate)
        {
            list.Add([name, arguments]);

            if (list.Count > MaxEvents)
            {
                list.RemoveAt(0);
            }
        }
    }

    private object[][] Copy(List<object[]> list)
    {
        lock (_gate)
        {
            return [.. list];
        }
    }
}
