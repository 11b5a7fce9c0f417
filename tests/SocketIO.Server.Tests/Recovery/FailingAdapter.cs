using SocketIO.Adapters;
using SocketIO.Protocol;

namespace SocketIO.Server.Tests;

/// <summary>An adapter whose broker is down.</summary>
internal sealed class FailingAdapter(ILocalSockets sockets) : Adapter(sockets)
{
    public override void PersistSession(ILocalSocket socket, RecoverableSession session) => throw new InvalidOperationException("persist");

    public override ValueTask<SessionRestoration> RestoreSessionAsync(string pid, string? offset, CancellationToken cancellationToken)
        => throw new InvalidOperationException("restore");

    public override ValueTask<int> CountServersAsync(CancellationToken cancellationToken) => new(1);

    public override ValueTask BroadcastAsync(EncodedPacket packet, Target target) => default;

    public override ValueTask<IDisposable> BroadcastWithAckAsync(EncodedPacket packet, Target target, TimeSpan timeout, IBroadcastAckSink sink)
        => throw new NotSupportedException();

    public override ValueTask<IReadOnlyList<SocketDetails>> FetchSocketsAsync(Target target, TimeSpan? timeout, CancellationToken cancellationToken) => new([]);

    public override ValueTask SocketsJoinAsync(Target target, IReadOnlyList<string> rooms) => default;

    public override ValueTask SocketsLeaveAsync(Target target, IReadOnlyList<string> rooms) => default;

    public override ValueTask DisconnectSocketsAsync(Target target, bool close) => default;

    public override ValueTask<bool> ServerSideEmitAsync(EncodedPacket packet) => new(false);

    public override ValueTask<IReadOnlyList<EventArguments>?> ServerSideEmitWithAckAsync(EncodedPacket packet, CancellationToken cancellationToken)
        => new((IReadOnlyList<EventArguments>?)null);
}
