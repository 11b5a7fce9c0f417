using System.Security.Claims;

namespace SocketIO.Adapters;

/// <summary>
/// The state of a socket whose connection was lost: what it takes to let its client go on as if nothing had happened.
/// </summary>
public sealed class RecoverableSession
{
    /// <summary>
    /// Gets the id of the socket.
    /// </summary>
    public required string Sid { get; init; }

    /// <summary>
    /// Gets the secret that only the client was told. Who knows it may take over the session.
    /// </summary>
    public required string Pid { get; init; }

    /// <summary>
    /// Gets the rooms that the socket was in, its own included, in the order in which they were joined.
    /// </summary>
    public required IReadOnlyCollection<string> Rooms { get; init; }

    /// <summary>
    /// Gets what the application had attached to the socket.
    /// </summary>
    public required IReadOnlyDictionary<string, object?> Data { get; init; }

    /// <summary>
    /// Gets the user that the application had set for the socket.
    /// </summary>
    /// <value><see langword="null"/> when it had set none. An adapter that cannot keep it restores no session that has one.</value>
    public ClaimsPrincipal? User { get; init; }

    /// <summary>Gets or sets what the journal knows of the session, once it was persisted.</summary>
    internal SessionTrace? Trace { get; set; }
}
