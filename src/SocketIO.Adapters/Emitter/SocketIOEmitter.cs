using System.Text.Json;
using SocketIO.Protocol;

namespace SocketIO.Adapters;

/// <summary>
/// Sends events to the clients of a cluster, from a process that is no server: a worker, a job, a console program.
/// </summary>
/// <remarks>
/// It only publishes: there are no acknowledgements, and it does not learn whether anybody has listened. Immutable and thread-safe: every method that narrows the
/// receivers returns another emitter.
/// </remarks>
/// <example>
/// <code>
/// var emitter = RedisEmitter.Create(connection);
/// await emitter.To("news").EmitAsync("headline", "It works.");
/// </code>
/// </example>
public sealed class SocketIOEmitter
{
    private static readonly string[] s_reservedServerSide = ["connect", "connection", "new_namespace"];

    private readonly IClusterPublisher _publisher;
    private readonly IArgumentSerializer _serializer;
    private readonly string _namespace;
    private readonly Target _target;

    /// <summary>
    /// Initializes an emitter that means all clients of the main namespace.
    /// </summary>
    /// <param name="publisher">The way to the servers.</param>
    /// <param name="jsonSerializerOptions">How arguments are turned into JSON; <see langword="null"/> for names in camel case, as servers have it.</param>
    public SocketIOEmitter(IClusterPublisher publisher, JsonSerializerOptions? jsonSerializerOptions = null)
        : this(publisher, new JsonArgumentSerializer(jsonSerializerOptions), "/", Target.Everyone)
        => ArgumentNullException.ThrowIfNull(publisher);

    private SocketIOEmitter(IClusterPublisher publisher, IArgumentSerializer serializer, string ns, Target target)
    {
        _publisher = publisher;
        _serializer = serializer;
        _namespace = ns;
        _target = target;
    }

    /// <summary>
    /// Gets the same, but clients that cannot be written to at that moment miss the event.
    /// </summary>
    public SocketIOEmitter Volatile => With(_target.WithFlags(_target.Flags | BroadcastFlags.Volatile));

    /// <summary>
    /// Chooses a namespace.
    /// </summary>
    /// <param name="ns">Its name. A missing slash at the beginning is added.</param>
    /// <returns>An emitter for all clients of that namespace.</returns>
    public SocketIOEmitter Of(string ns)
    {
        ArgumentNullException.ThrowIfNull(ns);
        return new(_publisher, _serializer, ns.StartsWith('/') ? ns : "/" + ns, Target.Everyone);
    }

    /// <summary>
    /// Chooses rooms. Each call adds to those before.
    /// </summary>
    /// <param name="rooms">The rooms. A socket's id is a room too.</param>
    /// <returns>An emitter for the clients in any of the rooms, each once.</returns>
    public SocketIOEmitter To(params ReadOnlySpan<string> rooms) => With(_target.WithRooms(rooms));

    /// <inheritdoc cref="To"/>
    public SocketIOEmitter In(params ReadOnlySpan<string> rooms) => To(rooms);

    /// <summary>
    /// Leaves out rooms.
    /// </summary>
    /// <param name="rooms">The rooms.</param>
    /// <returns>An emitter that does not mean the clients in these rooms.</returns>
    public SocketIOEmitter Except(params ReadOnlySpan<string> rooms) => With(_target.WithExcept(rooms));

    /// <summary>
    /// Says whether the event may be compressed.
    /// </summary>
    /// <param name="compress"><see langword="false"/> to send it as it is. Events are compressed if the transport does.</param>
    /// <returns>An emitter that does so.</returns>
    public SocketIOEmitter Compress(bool compress)
        => With(_target.WithFlags(compress ? _target.Flags & ~BroadcastFlags.NoCompress : _target.Flags | BroadcastFlags.NoCompress));

    /// <summary>
    /// Sends an event.
    /// </summary>
    /// <param name="eventName">The event's name.</param>
    /// <param name="arguments">Its arguments: anything that serialises. Byte arrays anywhere in them travel as binary attachments.</param>
    /// <returns>A task that completes when the broker has taken it.</returns>
    /// <exception cref="ArgumentException"><paramref name="eventName"/> is reserved.</exception>
    public ValueTask EmitAsync(string eventName, params ReadOnlySpan<object?> arguments)
    {
        ReservedEvents.ThrowIfReserved(eventName);
        return PublishAsync(new ClusterMessage { Type = ClusterMessageType.Broadcast, Target = _target, Payload = Encode(eventName, arguments) });
    }

    /// <summary>
    /// Puts the sockets that are meant into rooms.
    /// </summary>
    /// <param name="rooms">The rooms to join.</param>
    /// <returns>A task that completes when the broker has taken it.</returns>
    public ValueTask SocketsJoinAsync(params ReadOnlySpan<string> rooms)
        => PublishAsync(new ClusterMessage { Type = ClusterMessageType.SocketsJoin, Target = _target, Rooms = rooms.ToArray() });

    /// <summary>
    /// Takes the sockets that are meant out of rooms.
    /// </summary>
    /// <param name="rooms">The rooms to leave.</param>
    /// <returns>A task that completes when the broker has taken it.</returns>
    public ValueTask SocketsLeaveAsync(params ReadOnlySpan<string> rooms)
        => PublishAsync(new ClusterMessage { Type = ClusterMessageType.SocketsLeave, Target = _target, Rooms = rooms.ToArray() });

    /// <summary>
    /// Disconnects the sockets that are meant.
    /// </summary>
    /// <param name="close">Whether to close their connections, with all namespaces, too.</param>
    /// <returns>A task that completes when the broker has taken it.</returns>
    public ValueTask DisconnectSocketsAsync(bool close = false)
        => PublishAsync(new ClusterMessage { Type = ClusterMessageType.DisconnectSockets, Target = _target, Close = close });

    /// <summary>
    /// Sends an event to the servers themselves.
    /// </summary>
    /// <param name="eventName">The event's name.</param>
    /// <param name="arguments">Its arguments. They are not answered: who is no server cannot be.</param>
    /// <returns>A task that completes when the broker has taken it.</returns>
    /// <exception cref="ArgumentException"><paramref name="eventName"/> is <c>connect</c>, <c>connection</c> or <c>new_namespace</c>.</exception>
    public ValueTask ServerSideEmitAsync(string eventName, params ReadOnlySpan<object?> arguments)
    {
        ArgumentNullException.ThrowIfNull(eventName);

        if (s_reservedServerSide.Contains(eventName))
        {
            throw new ArgumentException($"\"{eventName}\" is a reserved event name");
        }

        return PublishAsync(new ClusterMessage { Type = ClusterMessageType.ServerSideEmit, Payload = Encode(eventName, arguments) });
    }

    private SocketIOEmitter With(Target target) => new(_publisher, _serializer, _namespace, target);

    private ClusterPayload Encode(string eventName, ReadOnlySpan<object?> arguments)
    {
        var buffer = PacketBuffer.Rent();

        try
        {
            buffer.Write(PacketType.Event, "/", ackId: null, eventName, arguments, _serializer);
            return ClusterPayload.Of(buffer.ToEncodedPacket());
        }
        finally
        {
            buffer.Return();
        }
    }

    private ValueTask PublishAsync(ClusterMessage message) => _publisher.PublishAsync(message with { Uid = ClusterMessage.EmitterUid, Namespace = _namespace });
}
