using SocketIO.Protocol;
using System.Runtime.CompilerServices;
using SocketIO.Adapters;

namespace SocketIO.Server;

/// <summary>
/// A socket of any server of the cluster, as <c>FetchSocketsAsync</c> found it.
/// </summary>
/// <remarks>
/// What it tells is a copy of that moment; what it is told reaches the socket wherever it is. Thread-safe.
/// </remarks>
public sealed class RemoteSocket
{
    private readonly ServerNamespace _namespace;
    private readonly SocketDetails _details;
    private readonly TimeSpan? _timeout;

    internal RemoteSocket(ServerNamespace ns, SocketDetails details, TimeSpan? timeout = null)
    {
        _namespace = ns;
        _details = details;
        _timeout = timeout;
    }

    /// <summary>
    /// Gets the socket's id.
    /// </summary>
    public string Id => _details.Id;

    /// <summary>
    /// Gets what the client said when it connected.
    /// </summary>
    public SocketHandshake Handshake => _details.Handshake;

    /// <summary>
    /// Gets the rooms that the socket was in, its own included.
    /// </summary>
    public IReadOnlyCollection<string> Rooms => _details.Rooms;

    /// <summary>
    /// Gets what the application has attached to the socket.
    /// </summary>
    /// <value>
    /// The values themselves for a socket of this server; <see cref="System.Text.Json.JsonElement"/>s, a copy, for one of another.
    /// </value>
    public IReadOnlyDictionary<string, object?> Data => _details.Data;

    /// <summary>
    /// Gets the socket itself.
    /// </summary>
    /// <value><see langword="null"/> when it belongs to another server, or has gone since.</value>
    public ServerSocket? Local => _namespace.FindSocket(Id);

    private BroadcastOperator Operator => new(_namespace, Target.Everyone.WithRooms(Id), _timeout);

    /// <inheritdoc cref="BroadcastOperator.Timeout"/>
    public RemoteSocket Timeout(TimeSpan timeout)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(timeout, TimeSpan.Zero);
        return new(_namespace, _details, timeout);
    }

    /// <inheritdoc cref="ServerSocket.EmitAsync(string, ReadOnlySpan{object})"/>
    public ValueTask EmitAsync(string eventName, params ReadOnlySpan<object?> arguments) => Operator.EmitAsync(eventName, arguments);

    /// <inheritdoc cref="ServerSocket.EmitAsync(string, Array)"/>
    [OverloadResolutionPriority(1)]
    public ValueTask EmitAsync(string eventName, Array? argument) => Operator.EmitAsync(eventName, ArgumentList.Of(argument));

    /// <summary>
    /// Sends an event and waits for its acknowledgement.
    /// </summary>
    /// <typeparam name="T">The type that the acknowledgement's first argument is read as.</typeparam>
    /// <param name="eventName">The event's name.</param>
    /// <param name="arguments">The event's arguments. A <see cref="CancellationToken"/> in last place is not sent: it stops the wait.</param>
    /// <returns>The acknowledgement.</returns>
    /// <exception cref="AckTimeoutException">The socket did not answer in time, or has gone.</exception>
    public Task<T> EmitWithAckAsync<T>(string eventName, params ReadOnlySpan<object?> arguments)
        => SingleAsync(Operator.EmitWithAckAsync<T>(eventName, arguments));

    /// <summary>
    /// Puts the socket into rooms.
    /// </summary>
    /// <param name="rooms">The rooms.</param>
    /// <returns>A task that completes when it has joined, or its server has been told.</returns>
    public ValueTask JoinAsync(params ReadOnlySpan<string> rooms) => Operator.SocketsJoinAsync(rooms);

    /// <summary>
    /// Takes the socket out of rooms.
    /// </summary>
    /// <param name="rooms">The rooms.</param>
    /// <returns>A task that completes when it has left, or its server has been told.</returns>
    public ValueTask LeaveAsync(params ReadOnlySpan<string> rooms) => Operator.SocketsLeaveAsync(rooms);

    /// <summary>
    /// Disconnects the socket.
    /// </summary>
    /// <param name="close">Whether to close its connection, with all namespaces, too.</param>
    /// <returns>A task that completes when it is disconnected, or its server has been told.</returns>
    public ValueTask DisconnectAsync(bool close = false) => Operator.DisconnectSocketsAsync(close);

    private static async Task<T> SingleAsync<T>(Task<BroadcastAcks<T>> acks)
        => await acks is { Responses: [var response, ..] } ? response : throw new AckTimeoutException();
}
