using SocketIO.Protocol;

namespace SocketIO.Adapters;

/// <summary>
/// The adapter of a server that stands alone: its clients are all there are.
/// </summary>
public sealed class InMemoryAdapter : Adapter
{
    private readonly RecoveryJournal? _journal;

    /// <summary>
    /// Initializes the adapter of one namespace.
    /// </summary>
    /// <param name="sockets">The namespace.</param>
    public InMemoryAdapter(ILocalSockets sockets)
        : base(sockets)
        => _journal = sockets.Recovery is { } recovery ? new RecoveryJournal(recovery, sockets, Rooms) : null;

    /// <inheritdoc/>
    public override Task CloseAsync()
    {
        _journal?.Dispose();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override ValueTask<bool> ConnectAsync(ILocalSocket socket, RecoverableSession? restored)
        => _journal?.Connect(socket, restored) ?? base.ConnectAsync(socket, restored);

    /// <inheritdoc/>
    public override ValueTask SendAsync(ILocalSocket socket, EncodedPacket packet, BroadcastFlags flags)
        => _journal?.Send(socket, packet, flags) ?? base.SendAsync(socket, packet, flags);

    /// <inheritdoc/>
    public override ValueTask<bool> CanRestoreAsync(ILocalSocket socket, string? offset) => _journal?.CanRestore(socket, offset) ?? base.CanRestoreAsync(socket, offset);

    /// <inheritdoc/>
    public override void PersistSession(ILocalSocket socket, RecoverableSession session) => _journal?.Persist(socket, session);

    /// <inheritdoc/>
    public override ValueTask<SessionRestoration> RestoreSessionAsync(string pid, string? offset, CancellationToken cancellationToken)
        => _journal?.Restore(pid, offset) ?? base.RestoreSessionAsync(pid, offset, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<int> CountServersAsync(CancellationToken cancellationToken) => new(1);

    /// <inheritdoc/>
    public override ValueTask BroadcastAsync(EncodedPacket packet, Target target)
    {
        if (_journal is not null)
        {
            return _journal.Broadcast(packet, target);
        }

        BroadcastLocal(packet, target);
        return default;
    }

    /// <inheritdoc/>
    public override ValueTask<IDisposable> BroadcastWithAckAsync(EncodedPacket packet, Target target, TimeSpan timeout, IBroadcastAckSink sink)
        => _journal?.Run(() => BroadcastWithAckLocal(packet, target, sink)) ?? new(BroadcastWithAckLocal(packet, target, sink));

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<SocketDetails>> FetchSocketsAsync(Target target, TimeSpan? timeout, CancellationToken cancellationToken)
        => new(FetchLocal(target));

    /// <inheritdoc/>
    public override ValueTask SocketsJoinAsync(Target target, IReadOnlyList<string> rooms)
    {
        JoinLocal(target, rooms);
        return default;
    }

    /// <inheritdoc/>
    public override ValueTask SocketsLeaveAsync(Target target, IReadOnlyList<string> rooms)
    {
        LeaveLocal(target, rooms);
        return default;
    }

    /// <inheritdoc/>
    public override ValueTask DisconnectSocketsAsync(Target target, bool close)
    {
        DisconnectLocal(target, close);
        return default;
    }

    /// <inheritdoc/>
    public override ValueTask<bool> ServerSideEmitAsync(EncodedPacket packet) => new(false);

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<EventArguments>?> ServerSideEmitWithAckAsync(EncodedPacket packet, CancellationToken cancellationToken)
        => new((IReadOnlyList<EventArguments>?)null);
}
