namespace SocketIO.Adapters;

/// <summary>
/// A message between the servers of a cluster. Inert: it holds names, numbers and JSON, and nothing that is received can make a type come to life.
/// </summary>
/// <remarks>Immutable. Which properties are set depends on the <see cref="Type"/>.</remarks>
public sealed record ClusterMessage
{
    /// <summary>
    /// The name under which emitters send, which are no members of the cluster.
    /// </summary>
    public const string EmitterUid = "emitter";

    /// <summary>
    /// Gets what the message is about.
    /// </summary>
    public required ClusterMessageType Type { get; init; }

    /// <summary>
    /// Gets the name of the server that sent it.
    /// </summary>
    /// <value>Empty until the message is sent.</value>
    public string Uid { get; init; } = string.Empty;

    /// <summary>
    /// Gets the namespace that it concerns.
    /// </summary>
    public string Namespace { get; init; } = "/";

    /// <summary>
    /// Gets the sockets that are meant.
    /// </summary>
    /// <value>Set for broadcasts and for what is done with sockets.</value>
    public Target? Target { get; init; }

    /// <summary>
    /// Gets the event, or the answer to one.
    /// </summary>
    /// <value>An array for an event. One value for an answer; <see langword="null"/> when it was given without one.</value>
    public ClusterPayload? Payload { get; init; }

    /// <summary>
    /// Gets what an answer refers to.
    /// </summary>
    /// <value><see langword="null"/> when no answer is wanted.</value>
    public string? RequestId { get; init; }

    /// <summary>
    /// Gets the rooms to join or to leave.
    /// </summary>
    public IReadOnlyList<string> Rooms { get; init; } = [];

    /// <summary>
    /// Gets a value indicating whether the connections of the sockets are to be closed, with all their namespaces.
    /// </summary>
    public bool Close { get; init; }

    /// <summary>
    /// Gets how many clients were asked.
    /// </summary>
    public int ClientCount { get; init; }

    /// <summary>
    /// Gets the sockets of one server.
    /// </summary>
    public IReadOnlyList<SocketDetails> Sockets { get; init; } = [];

    /// <summary>
    /// Gets how long the sender waits for acknowledgements.
    /// </summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>
    /// Gets the number of the message among those of its sender and namespace that are kept for recovery.
    /// </summary>
    /// <value>Zero for messages that are not, and for those of JavaScript servers. By it a message that was sent twice, because the broker had not answered, is known.</value>
    public long Sequence { get; init; }

    /// <summary>
    /// Gets a value indicating whether a message of this type may carry what the application sent, and so binary data.
    /// </summary>
    public bool MayHaveAttachments
        => Type is ClusterMessageType.Broadcast or ClusterMessageType.FetchSocketsResponse or ClusterMessageType.ServerSideEmit
            or ClusterMessageType.ServerSideEmitResponse or ClusterMessageType.BroadcastAck or ClusterMessageType.ServerData;
}
