using SocketIO.Protocol;

namespace SocketIO.Adapters;

/// <summary>
/// What an adapter sees of a client that is connected to this server.
/// </summary>
/// <remarks>Thread-safe.</remarks>
public interface ILocalSocket
{
    /// <summary>
    /// Gets the socket's id, which is also the name of its private room.
    /// </summary>
    string Id { get; }

    /// <summary>
    /// Gets a value indicating whether the socket takes part in broadcasts.
    /// </summary>
    /// <value><see langword="false"/> while its middlewares run and after it has disconnected.</value>
    bool Connected { get; }

    /// <summary>
    /// Gets a value indicating whether the client could have its state back after its connection was lost, if the server offers that.
    /// </summary>
    /// <value><see langword="false"/> for clients of Socket.IO 2: they are not sent what they could not use.</value>
    bool CanRecover => true;

    /// <summary>
    /// Gets the rooms that the socket is in, as the <see cref="RoomIndex"/> of its namespace keeps them.
    /// </summary>
    RoomMembership Membership { get; }

    /// <summary>
    /// Tells the client that it is in, and lets the socket take part in broadcasts.
    /// </summary>
    /// <returns><see langword="false"/> when the client has gone meanwhile.</returns>
    bool Connect();

    /// <summary>
    /// Writes a packet to the connection, and tells nobody on this side about it. Never waits for the client.
    /// </summary>
    /// <param name="packet">The packet, which other sockets share.</param>
    /// <param name="flags">How it travels.</param>
    void Write(EncodedPacket packet, BroadcastFlags flags);

    /// <summary>
    /// Sends an event. Never waits for the client; a connection that has gone drops it.
    /// </summary>
    /// <param name="packet">The packet, which other sockets share.</param>
    /// <param name="flags">How it travels.</param>
    void Send(EncodedPacket packet, BroadcastFlags flags);

    /// <summary>
    /// Sends a packet that asks for an acknowledgement.
    /// </summary>
    /// <param name="packet">The packet, which carries <paramref name="ackId"/> and which other sockets share.</param>
    /// <param name="ackId">The id of the acknowledgement, from <see cref="ILocalSockets.NextAckId"/>.</param>
    /// <param name="sink">Who is told of the answer, at most once.</param>
    /// <param name="flags">How it travels.</param>
    void SendWithAck(EncodedPacket packet, long ackId, IBroadcastAckSink sink, BroadcastFlags flags);

    /// <summary>
    /// Forgets an acknowledgement that has not arrived.
    /// </summary>
    /// <param name="ackId">Its id.</param>
    void ForgetAck(long ackId);

    /// <summary>
    /// Describes the socket to other servers.
    /// </summary>
    /// <returns>What <c>FetchSocketsAsync</c> tells about it.</returns>
    SocketDetails Describe();

    /// <summary>
    /// Disconnects the socket, as the server side does.
    /// </summary>
    /// <param name="close">Whether to close the connection with all its namespaces too.</param>
    void Disconnect(bool close);
}
