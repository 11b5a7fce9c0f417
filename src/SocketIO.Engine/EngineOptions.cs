using Microsoft.AspNetCore.Http;

namespace SocketIO.Engine;

/// <summary>
/// Says how Engine.IO sessions are opened, kept alive, compressed and bounded.
/// </summary>
/// <remarks>
/// The names are those of the JavaScript options in .NET casing and units. The values are read when the server is
/// built: set them before, from code or from a configuration section. A value that cannot work stops the application at
/// start with a message that says what to change.
/// </remarks>
public partial class EngineOptions
{
    /// <summary>
    /// Gets or sets how long the server waits before it pings the client, counted from the handshake or from the last pong.
    /// </summary>
    /// <value>The default is 25 seconds.</value>
    /// <remarks>
    /// A client is given up after <see cref="PingInterval"/> plus <see cref="PingTimeout"/> of silence. Keep the
    /// interval below the idle timeout of any proxy in front of the server (60 seconds in nginx by default). It is
    /// announced to the client in the handshake, in milliseconds.
    /// </remarks>
    public TimeSpan PingInterval { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>
    /// Gets or sets how long the client may take to answer a ping.
    /// </summary>
    /// <value>The default is 20 seconds.</value>
    /// <remarks>It is announced to the client in the handshake, in milliseconds.</remarks>
    public TimeSpan PingTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Gets or sets how long an upgrade from polling to WebSocket may take before it is cancelled.
    /// </summary>
    /// <value>The default is 10 seconds. The session itself stays, on polling.</value>
    public TimeSpan UpgradeTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Gets or sets the largest message, in bytes, that a client may send in one POST body or one WebSocket message.
    /// </summary>
    /// <value>The default is 1,000,000 bytes. It is announced to the client in the handshake as <c>maxPayload</c>.</value>
    /// <remarks>
    /// It counts bytes on the wire after WebSocket decompression. A larger POST is refused with status 413 and the session
    /// goes on; a larger WebSocket message closes the session with code 1009.
    /// </remarks>
    public int MaxHttpBufferSize { get; set; } = 1_000_000;

    /// <summary>
    /// Gets or sets the transports that clients may use.
    /// </summary>
    /// <value>The default is polling and WebSocket.</value>
    public Transports Transports { get; set; } = Transports.Polling | Transports.WebSocket;

    /// <summary>
    /// Gets or sets a value indicating whether the handshake offers the upgrade from polling to WebSocket.
    /// </summary>
    /// <value>The default is <see langword="true"/>.</value>
    /// <remarks>When it is <see langword="false"/> the handshake announces no upgrades.</remarks>
    public bool AllowUpgrades { get; set; } = true;

    /// <summary>
    /// Gets or sets the compression of WebSocket messages (permessage-deflate).
    /// </summary>
    /// <value>The default is <see langword="null"/>: off. It costs memory on every connection.</value>
    public PerMessageDeflateOptions? PerMessageDeflate { get; set; }

    /// <summary>
    /// Gets or sets the compression of long-polling responses.
    /// </summary>
    /// <value>
    /// The default compresses responses of 1,024 bytes or more with gzip or deflate, over plain HTTP only.
    /// <see langword="null"/> turns compression off.
    /// </value>
    public HttpCompressionOptions? HttpCompression { get; set; } = new();

    /// <summary>
    /// Gets or sets the cookie that is set by the response to a polling handshake, for load balancers to route by.
    /// </summary>
    /// <value>The default is <see langword="null"/>: no cookie. The server itself never reads it.</value>
    public EngineCookieOptions? Cookie { get; set; }

    /// <summary>
    /// Gets or sets which web pages of other origins may connect.
    /// </summary>
    /// <value>
    /// The default is <see langword="null"/>: this library adds no CORS header and answers no preflight. ASP.NET Core's own CORS
    /// policies (<c>RequireCors</c>) then apply to the endpoint undisturbed.
    /// </value>
    public EngineCorsOptions? Cors { get; set; }

    /// <summary>
    /// Gets or sets a value indicating whether clients of Engine.IO v3, that is Socket.IO v2, may connect.
    /// </summary>
    /// <value>The default is <see langword="false"/>: they are refused with code 5, "Unsupported protocol version".</value>
    /// <remarks>
    /// One server then serves both revisions. Requests that do not name a revision are taken for v3. It also lets browsers in that poll by loading scripts (JSONP), to which the browser
    /// applies no CORS: where <see cref="Cors"/> names origins, other pages' scripts are refused.
    /// </remarks>
    public bool AllowEIO3 { get; set; }

    /// <summary>
    /// Gets or sets a callback that accepts or refuses each new session.
    /// </summary>
    /// <value>The default is <see langword="null"/>: every handshake is accepted.</value>
    /// <remarks>
    /// It is asked for handshakes (polling, and WebSocket without a session), not for the later requests of a session nor for
    /// its upgrade. A refusal is answered with status 403 and code 4. An exception is logged and answered with status 500.
    /// The token is cancelled when the client has gone or <see cref="AllowRequestTimeout"/> has passed.
    /// </remarks>
    public Func<HttpContext, CancellationToken, ValueTask<RequestVerdict>>? AllowRequest { get; set; }

    /// <summary>
    /// Gets or sets how long <see cref="AllowRequest"/> may take before the handshake is answered with status 503.
    /// </summary>
    /// <value>The default is 10 seconds.</value>
    public TimeSpan AllowRequestTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Gets or sets a text message that every session is sent right after the handshake.
    /// </summary>
    /// <value>The default is <see langword="null"/>: none.</value>
    /// <remarks>
    /// On polling both travel in one response. It is an Engine.IO message: clients of Socket.IO expect a Socket.IO packet
    /// there, so leave it unset under a Socket.IO server.
    /// </remarks>
    public string? InitialPacket { get; set; }

    /// <summary>
    /// Gets or sets a value indicating whether the path ends in a slash.
    /// </summary>
    /// <value>The default is <see langword="true"/>: clients call <c>/socket.io/?EIO=4...</c>.</value>
    /// <remarks>When it is <see langword="false"/>, clients call <c>/socket.io?EIO=4...</c> (<c>addTrailingSlash: false</c> in theirs).</remarks>
    public bool AddTrailingSlash { get; set; } = true;

    /// <summary>
    /// Gets or sets a value indicating whether a WebSocket goes on without the HTTP request that opened it.
    /// </summary>
    /// <remarks>
    /// A request that lasts as long as its WebSocket keeps the objects of HTTP alive, which are half of the memory of an idle
    /// connection. Without it, the middlewares of ASP.NET Core see a request that ends when the WebSocket is open: what they measure, log, limit or dispose at the
    /// request's end happens then. Works on Kestrel's HTTP/1.1 endpoints, with TLS where <c>UseDetachedWebSockets()</c> follows
    /// <c>UseHttps()</c>; elsewhere the request stays.
    /// </remarks>
    /// <value>The default is <see langword="true"/>.</value>
    public bool DetachWebSockets { get; set; } = true;

    /// <summary>
    /// Gets or sets a callback that makes the id of a new session.
    /// </summary>
    /// <value>The default is <see langword="null"/>: 20 characters, letters, digits, <c>-</c> and <c>_</c>: 14 random ones and <see cref="EngineServer.NodeId"/>.</value>
    /// <remarks>
    /// The id is a bearer token: who knows it can read and write the session. Make it unguessable and unique; one that is in
    /// use is asked for again, and then the handshake fails with status 500. It may be at most 64 characters long.
    /// </remarks>
    public Func<HttpContext, ValueTask<string>>? GenerateId { get; set; }
}
