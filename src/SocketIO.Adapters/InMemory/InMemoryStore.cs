using System.Globalization;
using System.Runtime.CompilerServices;

namespace SocketIO.Adapters;

/// <summary>
/// The log of an <see cref="InMemoryCluster"/>, as one namespace of one server sees it.
/// </summary>
internal sealed class InMemoryStore(InMemoryCluster cluster, ILocalSockets sockets) : ClusterStore
{
    private long _last = cluster.Log.Last;

    public override bool IsAvailable => cluster.IsConnected;

    public override long LastPosition => Volatile.Read(ref _last);

    public void Note(long position)
    {
        if (position > 0)
        {
            Volatile.Write(ref _last, position);
        }
    }

    public override ValueTask AppendAsync(ClusterMessage message)
    {
        if (!cluster.IsConnected)
        {
            throw new IOException("The servers of the cluster cannot reach each other.");
        }

        cluster.Append(ClusterMessageCodec.Write(message, sockets.Serializer), message.Namespace);
        return default;
    }

    public override string FormatOffset(long position) => position.ToString(CultureInfo.InvariantCulture);

    public override bool TryParseOffset(string offset, out long position)
        => long.TryParse(offset, NumberStyles.None, CultureInfo.InvariantCulture, out position);

    public override Task<bool> ReachesBackToAsync(long position, CancellationToken cancellationToken) => Task.FromResult(cluster.Log.ReachesBackTo(position));

    public override async IAsyncEnumerable<StoredMessage> ReadAfterAsync(long position, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();

        foreach (var entry in cluster.Log.After(position))
        {
            ClusterMessage? message = null;
            var isOurs = entry.Namespace == sockets.Name && ClusterMessageCodec.TryRead(entry.Text, sockets.Serializer, out message);
            yield return new StoredMessage(entry.Position, isOurs ? message : null);
        }
    }

    public override async Task PersistAsync(ClusterSession session, TimeSpan lifetime)
    {
        await Task.Yield();
        cluster.Log.Persist(session);
    }

    public override async Task<ClusterSession?> TakeAsync(string pid, CancellationToken cancellationToken)
    {
        await Task.Yield();
        return cluster.Log.Take(pid);
    }
}
