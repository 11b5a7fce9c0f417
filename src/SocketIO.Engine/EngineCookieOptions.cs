using Microsoft.AspNetCore.Http;

namespace SocketIO.Engine;

/// <summary>
/// Says which cookie the response to a polling handshake sets. Its value is the session's id.
/// </summary>
/// <remarks>
/// The cookie lets a load balancer send all requests of a session to the same server. This server never reads it. Over
/// HTTPS the <c>Secure</c> attribute is always added.
/// </remarks>
public sealed class EngineCookieOptions
{
    /// <summary>
    /// Gets or sets the cookie's name.
    /// </summary>
    /// <value>The default is <c>io</c>.</value>
    public string Name { get; set; } = "io";

    /// <summary>
    /// Gets or sets the path under which browsers send the cookie back.
    /// </summary>
    /// <value>The default is <c>/</c>. <see langword="null"/> leaves the attribute out.</value>
    public string? Path { get; set; } = "/";

    /// <summary>
    /// Gets or sets the domain under which browsers send the cookie back.
    /// </summary>
    /// <value>The default is <see langword="null"/>: the attribute is left out, and the cookie is the host's alone.</value>
    public string? Domain { get; set; }

    /// <summary>
    /// Gets or sets a value indicating whether scripts are kept from reading the cookie.
    /// </summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool HttpOnly { get; set; } = true;

    /// <summary>
    /// Gets or sets on which requests from other sites browsers send the cookie.
    /// </summary>
    /// <value>The default is <see cref="SameSiteMode.Lax"/>. <see cref="SameSiteMode.Unspecified"/> leaves the attribute out.</value>
    public SameSiteMode SameSite { get; set; } = SameSiteMode.Lax;

    /// <summary>
    /// Gets or sets how long browsers keep the cookie.
    /// </summary>
    /// <value>The default is <see langword="null"/>: until the browser is closed. Fractions of a second are dropped.</value>
    public TimeSpan? MaxAge { get; set; }

    /// <summary>
    /// Gets or sets the moment until which browsers keep the cookie.
    /// </summary>
    /// <value>The default is <see langword="null"/>: the attribute is left out.</value>
    public DateTimeOffset? Expires { get; set; }

    /// <summary>
    /// Gets or sets a value indicating whether browsers send the cookie over HTTPS only.
    /// </summary>
    /// <value>The default is <see langword="false"/>, but a handshake over HTTPS always sets it.</value>
    public bool Secure { get; set; }
}
