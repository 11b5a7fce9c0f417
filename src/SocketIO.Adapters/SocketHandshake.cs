using System.Text.Json;

namespace SocketIO.Adapters;

/// <summary>
/// What a client said when it connected.
/// </summary>
/// <remarks>
/// All namespaces of a connection share it, but for <see cref="Auth"/>: what differs by namespace travels there. It is that of
/// the first HTTP request and never changes, whatever later requests and an upgrade bring.
/// </remarks>
public sealed class SocketHandshake
{
    /// <summary>
    /// Gets the headers of the first HTTP request.
    /// </summary>
    /// <value>Names are in lower case. Several headers of one name are joined by a comma.</value>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>
    /// Gets the query of the first HTTP request, the parameters of the protocol (<c>EIO</c>, <c>transport</c>) included.
    /// </summary>
    public required IReadOnlyDictionary<string, string> Query { get; init; }

    /// <summary>
    /// Gets what the client sent when it joined this namespace.
    /// </summary>
    /// <value>A JSON object; an empty one when the client sent nothing.</value>
    public required JsonElement Auth { get; init; }

    /// <summary>
    /// Gets the client's IP address.
    /// </summary>
    /// <value>That of the last proxy, unless ASP.NET Core's forwarded headers middleware restores the real one.</value>
    public required string Address { get; init; }

    /// <summary>
    /// Gets the path and query of the first HTTP request.
    /// </summary>
    public required string Url { get; init; }

    /// <summary>
    /// Gets the moment at which the connection was opened.
    /// </summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>
    /// Gets a value indicating whether the first HTTP request came over TLS.
    /// </summary>
    public required bool Secure { get; init; }

    /// <summary>
    /// Gets a value indicating whether the first HTTP request carried an <c>Origin</c> header, as those of web pages on other hosts do.
    /// </summary>
    public required bool Xdomain { get; init; }

    /// <summary>
    /// Gets <see cref="Time"/> as JavaScript counts it: in milliseconds since the beginning of 1970.
    /// </summary>
    public long Issued => Time.ToUnixTimeMilliseconds();
}
