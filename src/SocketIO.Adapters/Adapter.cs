using SocketIO.Protocol;

namespace SocketIO.Adapters;

/// <summary>
/// Brings packets to the sockets of one namespace, on this server and on the others of its cluster.
/// </summary>
/// <remarks>
/// One adapter exists per namespace. The base class keeps the rooms of the local sockets and delivers to them; a cluster adapter
/// overrides what has to reach other servers and calls the base for its own. Implementations are thread-safe, and
/// their <c>Broadcast</c> has handed over the packet when it returns, so that the order of calls is the order of delivery.
/// </remarks>
public abstract class Adapter
{
    /// <summary>
    /// Initializes the adapter of one namespace.
    /// </summary>
    /// <param name="sockets">The namespace.</param>
    protected Adapter(ILocalSockets sockets)
    {
        ArgumentNullException.ThrowIfNull(sockets);
        Sockets = sockets;
    }

    /// <summary>
    /// Gets the rooms of this server's sockets.
    /// </summary>
    public RoomIndex Rooms { get; } = new();

    /// <summary>
    /// Gets the namespace as this server knows it.
    /// </summary>
    protected ILocalSockets Sockets { get; }

    /// <summary>
    /// Gets ready, for example by subscribing to a broker. A failure is logged; the server goes on with its own clients.
    /// </summary>
    /// <param name="cancellationToken">Stops the attempt.</param>
    /// <returns>A task that completes when the adapter takes part in its cluster.</returns>
    public virtual Task InitializeAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// Leaves the cluster and frees what the adapter holds.
    /// </summary>
    /// <returns>A task that completes when that is done.</returns>
    public virtual Task CloseAsync() => Task.CompletedTask;

    /// <summary>
    /// Counts the servers of the cluster, this one included.
    /// </summary>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>The number of servers.</returns>
    public abstract ValueTask<int> CountServersAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Puts a socket of this server into rooms.
    /// </summary>
    /// <param name="socket">The socket.</param>
    /// <param name="rooms">The rooms.</param>
    /// <returns>A task that is complete already unless other servers must know first.</returns>
    public virtual ValueTask JoinAsync(ILocalSocket socket, ReadOnlySpan<string> rooms)
    {
        Rooms.Join(socket, rooms);
        return default;
    }

    /// <summary>
    /// Takes a socket of this server out of rooms.
    /// </summary>
    /// <param name="socket">The socket.</param>
    /// <param name="rooms">The rooms.</param>
    /// <returns>A task that is complete already unless other servers must know first.</returns>
    public virtual ValueTask LeaveAsync(ILocalSocket socket, ReadOnlySpan<string> rooms)
    {
        Rooms.Leave(socket, rooms);
        return default;
    }

    /// <summary>
    /// Takes a socket of this server out of all its rooms because it goes.
    /// </summary>
    /// <param name="socket">The socket.</param>
    public virtual void Remove(ILocalSocket socket) => Rooms.RemoveSocket(socket);

    /// <summary>
    /// Lets a socket of this server into its namespace, by <see cref="ILocalSocket.Connect"/>.
    /// </summary>
    /// <param name="socket">The socket, which its middlewares have let pass.</param>
    /// <param name="restored">Its session, if <see cref="RestoreSessionAsync"/> has found one: what was missed is sent before the socket connects.</param>
    /// <returns>A task that is complete already unless it must wait for what is being sent; <see langword="false"/> when the socket is not in.</returns>
    public virtual ValueTask<bool> ConnectAsync(ILocalSocket socket, RecoverableSession? restored)
    {
        ArgumentNullException.ThrowIfNull(socket);
        return new(socket.Connect());
    }

    /// <summary>
    /// Sends a packet to one socket of this server, in order with what is broadcast.
    /// </summary>
    /// <param name="socket">The socket.</param>
    /// <param name="packet">The packet. An event that asks for no acknowledgement and is not volatile may be kept, and sent again later.</param>
    /// <param name="flags">How it travels.</param>
    /// <returns>A task that completes when the packet is on its way.</returns>
    /// <remarks>Only called when <see cref="ILocalSockets.Recovery"/> is set.</remarks>
    public virtual ValueTask SendAsync(ILocalSocket socket, EncodedPacket packet, BroadcastFlags flags)
    {
        ArgumentNullException.ThrowIfNull(socket);
        ArgumentNullException.ThrowIfNull(packet);

        if (packet.IsEvent)
        {
            socket.Send(packet, flags);
        }
        else
        {
            socket.Write(packet, flags);
        }

        return default;
    }

    /// <summary>
    /// Finds out whether the session of a socket that is still connected could be restored, if its connection were found to be lost now.
    /// </summary>
    /// <param name="socket">The socket.</param>
    /// <param name="offset">The offset of the last event that the client says it has received; <see langword="null"/> if it has received none.</param>
    /// <returns>Whether <see cref="RestoreSessionAsync"/> would find it.</returns>
    public virtual ValueTask<bool> CanRestoreAsync(ILocalSocket socket, string? offset) => new(false);

    /// <summary>
    /// Keeps the state of a socket whose connection was lost, for as long as <see cref="ILocalSockets.Recovery"/> says.
    /// </summary>
    /// <param name="socket">The socket, which is still in its rooms.</param>
    /// <param name="session">Its state. One that was restored and whose client was not let in is put back.</param>
    public virtual void PersistSession(ILocalSocket socket, RecoverableSession session)
    {
    }

    /// <summary>
    /// Finds the state that was kept for a client that has come back, and keeps it no longer.
    /// </summary>
    /// <param name="pid">The secret that the client was given.</param>
    /// <param name="offset">The offset of the last event that the client has received; <see langword="null"/> if it has received none.</param>
    /// <param name="cancellationToken">Stops the attempt.</param>
    /// <returns>The session, or why there is none.</returns>
    public virtual ValueTask<SessionRestoration> RestoreSessionAsync(string pid, string? offset, CancellationToken cancellationToken)
        => new(SessionRestoration.Failed(SessionRestoreFailure.NotSupported));

    /// <summary>
    /// Sends a packet to everybody whom a target means.
    /// </summary>
    /// <param name="packet">The packet, encoded once for all of them.</param>
    /// <param name="target">The receivers.</param>
    /// <returns>A task that completes when the packet is on its way. It does not wait for slow clients.</returns>
    public abstract ValueTask BroadcastAsync(EncodedPacket packet, Target target);

    /// <summary>
    /// Sends a packet to everybody whom a target means, and collects their acknowledgements.
    /// </summary>
    /// <param name="packet">The packet, without an acknowledgement id: every server adds its own.</param>
    /// <param name="target">The receivers.</param>
    /// <param name="timeout">How long other servers should remember the question.</param>
    /// <param name="sink">Who is told of the answers.</param>
    /// <returns>What to dispose of when no more answers are wanted.</returns>
    public abstract ValueTask<IDisposable> BroadcastWithAckAsync(EncodedPacket packet, Target target, TimeSpan timeout, IBroadcastAckSink sink);

    /// <summary>
    /// Describes the sockets that a target means.
    /// </summary>
    /// <param name="target">The sockets.</param>
    /// <param name="timeout">How long to wait for other servers; <see langword="null"/> for as long as the adapter's options say.</param>
    /// <param name="cancellationToken">Stops the wait for other servers.</param>
    /// <returns>Those of this server and, unless the target is local, of the others.</returns>
    /// <exception cref="ClusterTimeoutException">Not all servers have answered in time.</exception>
    public abstract ValueTask<IReadOnlyList<SocketDetails>> FetchSocketsAsync(Target target, TimeSpan? timeout, CancellationToken cancellationToken);

    /// <summary>
    /// Puts the sockets that a target means into rooms.
    /// </summary>
    /// <param name="target">The sockets.</param>
    /// <param name="rooms">The rooms to join.</param>
    /// <returns>A task that completes when this server's sockets have joined and the others have been told.</returns>
    public abstract ValueTask SocketsJoinAsync(Target target, IReadOnlyList<string> rooms);

    /// <summary>
    /// Takes the sockets that a target means out of rooms.
    /// </summary>
    /// <param name="target">The sockets.</param>
    /// <param name="rooms">The rooms to leave.</param>
    /// <returns>A task that completes when this server's sockets have left and the others have been told.</returns>
    public abstract ValueTask SocketsLeaveAsync(Target target, IReadOnlyList<string> rooms);

    /// <summary>
    /// Disconnects the sockets that a target means.
    /// </summary>
    /// <param name="target">The sockets.</param>
    /// <param name="close">Whether to close their connections with all namespaces too.</param>
    /// <returns>A task that completes when this server's sockets are disconnected and the others have been told.</returns>
    public abstract ValueTask DisconnectSocketsAsync(Target target, bool close);

    /// <summary>
    /// Sends an event to the other servers of the cluster.
    /// </summary>
    /// <param name="packet">The event, as it would be sent to a client.</param>
    /// <returns>A task that completes when the event is on its way; <see langword="false"/> when there is no cluster to send it to.</returns>
    public abstract ValueTask<bool> ServerSideEmitAsync(EncodedPacket packet);

    /// <summary>
    /// Sends an event to the other servers of the cluster and collects their answers.
    /// </summary>
    /// <param name="packet">The event, as it would be sent to a client.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>One answer per other server, or <see langword="null"/> when there is no cluster to ask.</returns>
    /// <exception cref="ClusterTimeoutException">Not all servers have answered in time.</exception>
    public abstract ValueTask<IReadOnlyList<EventArguments>?> ServerSideEmitWithAckAsync(EncodedPacket packet, CancellationToken cancellationToken);

    /// <summary>
    /// Sends bytes to one other server, whose <see cref="ILocalSockets.OnServerData"/> gets them.
    /// </summary>
    /// <param name="nodeId">The server.</param>
    /// <param name="data">The bytes, which must not be changed afterwards.</param>
    /// <returns>A task that completes when they are on their way; <see langword="false"/> when there is no cluster to send them in. Whether they arrive is not known.</returns>
    public virtual ValueTask<bool> SendToServerAsync(string nodeId, ReadOnlyMemory<byte> data) => new(false);

    /// <summary>
    /// Selects the connected sockets of this server that a target means.
    /// </summary>
    /// <param name="target">The sockets.</param>
    /// <returns>Each socket once.</returns>
    protected IReadOnlyList<ILocalSocket> SelectLocal(Target target)
    {
        ArgumentNullException.ThrowIfNull(target);
        using var selection = Selection.Of(target, Rooms, Sockets);
        var selected = new List<ILocalSocket>();

        foreach (var socket in selection)
        {
            selected.Add(socket);
        }

        return selected;
    }

    /// <summary>
    /// Sends a packet to the sockets of this server that a target means.
    /// </summary>
    /// <param name="packet">The packet.</param>
    /// <param name="target">The receivers.</param>
    protected void BroadcastLocal(EncodedPacket packet, Target target)
    {
        ArgumentNullException.ThrowIfNull(target);
        using var selection = Selection.Of(target, Rooms, Sockets);

        foreach (var socket in selection)
        {
            socket.Send(packet, target.Flags);
        }
    }

    /// <summary>
    /// Sends a packet that asks for acknowledgements to the sockets of this server that a target means.
    /// </summary>
    /// <param name="packet">The packet, without an acknowledgement id.</param>
    /// <param name="target">The receivers.</param>
    /// <param name="sink">Who is told of their number and of their answers.</param>
    /// <returns>What to dispose of when no more answers are wanted.</returns>
    protected IDisposable BroadcastWithAckLocal(EncodedPacket packet, Target target, IBroadcastAckSink sink)
    {
        ArgumentNullException.ThrowIfNull(packet);
        ArgumentNullException.ThrowIfNull(sink);

        var asked = SelectLocal(target);
        var ackId = Sockets.NextAckId();
        var question = packet.WithAckId(ackId);

        sink.OnClientCount(asked.Count);

        foreach (var socket in asked)
        {
            socket.SendWithAck(question, ackId, sink, target.Flags);
        }

        return new PendingBroadcast(asked, ackId);
    }

    /// <summary>
    /// Describes the sockets of this server that a target means.
    /// </summary>
    /// <param name="target">The sockets.</param>
    /// <returns>What other servers may know of them.</returns>
    protected IReadOnlyList<SocketDetails> FetchLocal(Target target) => [.. SelectLocal(target).Select(static socket => socket.Describe())];

    /// <summary>
    /// Puts the sockets of this server that a target means into rooms.
    /// </summary>
    /// <param name="target">The sockets.</param>
    /// <param name="rooms">The rooms to join.</param>
    protected void JoinLocal(Target target, IReadOnlyList<string> rooms)
    {
        string[] names = [.. rooms];

        foreach (var socket in SelectLocal(target))
        {
            Rooms.Join(socket, names);
        }
    }

    /// <summary>
    /// Takes the sockets of this server that a target means out of rooms.
    /// </summary>
    /// <param name="target">The sockets.</param>
    /// <param name="rooms">The rooms to leave.</param>
    protected void LeaveLocal(Target target, IReadOnlyList<string> rooms)
    {
        string[] names = [.. rooms];

        foreach (var socket in SelectLocal(target))
        {
            Rooms.Leave(socket, names);
        }
    }

    /// <summary>
    /// Disconnects the sockets of this server that a target means.
    /// </summary>
    /// <param name="target">The sockets.</param>
    /// <param name="close">Whether to close their connections with all namespaces too.</param>
    protected void DisconnectLocal(Target target, bool close)
    {
        foreach (var socket in SelectLocal(target))
        {
            socket.Disconnect(close);
        }
    }
}
