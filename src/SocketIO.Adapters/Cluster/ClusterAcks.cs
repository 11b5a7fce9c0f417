using System.Collections.Concurrent;

namespace SocketIO.Adapters;

/// <summary>
/// A broadcast that is being acknowledged, here and on other servers. Disposing forgets it.
/// </summary>
internal sealed class ClusterAcks(IDisposable local, ConcurrentDictionary<string, IBroadcastAckSink> sinks, string requestId) : IDisposable
{
    public void Dispose()
    {
        sinks.TryRemove(requestId, out _);
        local.Dispose();
    }
}
