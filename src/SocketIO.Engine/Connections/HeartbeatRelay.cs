using Microsoft.AspNetCore.Connections.Features;

namespace SocketIO.Engine;

/// <summary>
/// Passes the ticks of a connection's clock on to HTTP, which checks its timeouts by it, until HTTP is done with the connection.
/// </summary>
/// <remarks>Nobody can be taken off the clock itself: whoever is on it is kept alive by the connection.</remarks>
internal sealed class HeartbeatRelay(IConnectionHeartbeatFeature? clock) : IConnectionHeartbeatFeature
{
    private Action? _tick;

    /// <inheritdoc/>
    public void OnHeartbeat(Action<object> action, object state)
    {
        if (_tick is null)
        {
            clock?.OnHeartbeat(static relay => Volatile.Read(ref ((HeartbeatRelay)relay)._tick)?.Invoke(), this);
        }

        Volatile.Write(ref _tick, _tick + (() => action(state)));
    }

    /// <summary>Passes on nothing any more.</summary>
    public void Stop() => Volatile.Write(ref _tick, null);
}
