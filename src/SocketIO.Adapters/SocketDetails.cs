namespace SocketIO.Adapters;

/// <summary>
/// What a server tells the others about one of its sockets.
/// </summary>
/// <remarks>A description of a moment: later changes of the socket do not show in it.</remarks>
public sealed class SocketDetails
{
    /// <summary>
    /// Gets the socket's id.
    /// </summary>
    public required string Id { get; init; }

    /// <summary>
    /// Gets the rooms that the socket is in, its own included.
    /// </summary>
    public required IReadOnlyCollection<string> Rooms { get; init; }

    /// <summary>
    /// Gets what the application has attached to the socket.
    /// </summary>
    /// <value>The values themselves for a socket of this server, <see cref="System.Text.Json.JsonElement"/>s for one of another; binary data is a byte array there, and a value with binary data inside an <see cref="SocketIO.Protocol.EventArgument"/>.</value>
    public required IReadOnlyDictionary<string, object?> Data { get; init; }

    /// <summary>
    /// Gets what is known of the request that opened the socket's connection.
    /// </summary>
    public required SocketHandshake Handshake { get; init; }
}
