using SocketIO.Protocol;

namespace SocketIO.Adapters;

/// <summary>
/// The adapter of a server that stands alone: its clients are all there are.
/// </summary>
/// <param name="sockets">The namespace.</param>
public sealed class InMemoryAdapter(ILocalSockets sockets) : Adapter(sockets)
{
    /// <inheritdoc/>
    public override ValueTask<int> CountServersAsync(CancellationToken cancellationToken) => new(1);

    /// <inheritdoc/>
    public override ValueTask BroadcastAsync(EncodedPacket packet, Target target)
    {
        BroadcastLocal(packet, target);
        return default;
    }

    /// <inheritdoc/>
    public override ValueTask<IDisposable> BroadcastWithAckAsync(EncodedPacket packet, Target target, TimeSpan timeout, IBroadcastAckSink sink)
        => new(BroadcastWithAckLocal(packet, target, sink));

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<SocketDetails>> FetchSocketsAsync(Target target, CancellationToken cancellationToken)
    {
        var selected = SelectLocal(target);
        var details = new SocketDetails[selected.Count];

        for (var i = 0; i < details.Length; i++)
        {
            details[i] = selected[i].Describe();
        }

        return new(details);
    }

    /// <inheritdoc/>
    public override ValueTask SocketsJoinAsync(Target target, IReadOnlyList<string> rooms)
    {
        string[] names = [.. rooms];

        foreach (var socket in SelectLocal(target))
        {
            Rooms.Join(socket, names);
        }

        return default;
    }

    /// <inheritdoc/>
    public override ValueTask SocketsLeaveAsync(Target target, IReadOnlyList<string> rooms)
    {
        string[] names = [.. rooms];

        foreach (var socket in SelectLocal(target))
        {
            Rooms.Leave(socket, names);
        }

        return default;
    }

    /// <inheritdoc/>
    public override ValueTask DisconnectSocketsAsync(Target target, bool close)
    {
        foreach (var socket in SelectLocal(target))
        {
            socket.Disconnect(close);
        }

        return default;
    }

    /// <inheritdoc/>
    public override ValueTask<bool> ServerSideEmitAsync(EncodedPacket packet) => new(false);

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<EventArguments>?> ServerSideEmitWithAckAsync(EncodedPacket packet, CancellationToken cancellationToken)
        => new((IReadOnlyList<EventArguments>?)null);
}
