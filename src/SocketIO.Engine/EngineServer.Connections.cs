using System.Collections.Concurrent;

namespace SocketIO.Engine;

public sealed partial class EngineServer
{
    private static readonly TimeSpan ConnectionSweep = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<IWebSocketConnection, bool> _connections = new();
    private ITimer? _connectionTimer;

    /// <summary>Looks after a connection's own deadlines: unfinished messages and unanswered close frames.</summary>
    internal void Track(IWebSocketConnection connection) => _connections.TryAdd(connection, true);

    internal void Untrack(IWebSocketConnection connection) => _connections.TryRemove(connection, out _);

    private void StartConnectionSweep()
        => _connectionTimer = Time.CreateTimer(static state => ((EngineServer)state!).SweepConnections(), this, ConnectionSweep, ConnectionSweep);

    private void SweepConnections()
    {
        var now = Time.GetTimestamp();

        foreach (var (connection, _) in _connections)
        {
            connection.CheckTimeout(now);
        }
    }
}
