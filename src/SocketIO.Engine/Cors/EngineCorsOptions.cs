namespace SocketIO.Engine;

/// <summary>
/// Says which web pages of other origins may connect, and how their preflight requests are answered.
/// </summary>
/// <remarks>
/// CORS is a rule that browsers keep; other clients are not bound by it. When <see cref="Origin"/> names origins, a
/// WebSocket handshake that carries another <c>Origin</c> header is refused with status 403 as well, though browsers would
/// let it through.
/// </remarks>
public sealed class EngineCorsOptions
{
    /// <summary>
    /// Gets or sets the origins that may connect.
    /// </summary>
    /// <value>The default is <see cref="CorsOrigin.Any"/>.</value>
    public CorsOrigin Origin { get; set; } = CorsOrigin.Any;

    /// <summary>
    /// Gets or sets the methods that the answer to a preflight allows.
    /// </summary>
    /// <value>
    /// The default is <see langword="null"/>: <c>GET,HEAD,PUT,PATCH,POST,DELETE</c>. An empty list leaves the header out.
    /// </value>
    public IList<string>? Methods { get; set; }

    /// <summary>
    /// Gets or sets the request headers that the answer to a preflight allows.
    /// </summary>
    /// <value>The default is <see langword="null"/>: the headers that the browser asks for. An empty list allows none.</value>
    public IList<string>? AllowedHeaders { get; set; }

    /// <summary>
    /// Gets or sets the response headers that scripts may read.
    /// </summary>
    /// <value>The default is <see langword="null"/>: none beyond those that are always readable.</value>
    public IList<string>? ExposedHeaders { get; set; }

    /// <summary>
    /// Gets or sets a value indicating whether browsers may send cookies and other credentials.
    /// </summary>
    /// <value>The default is <see langword="false"/>.</value>
    /// <remarks>Browsers accept it only for a named origin: list the origins in <see cref="Origin"/>.</remarks>
    public bool Credentials { get; set; }

    /// <summary>
    /// Gets or sets how long browsers may remember the answer to a preflight.
    /// </summary>
    /// <value>The default is <see langword="null"/>: the browser's own default. Fractions of a second are dropped.</value>
    public TimeSpan? MaxAge { get; set; }

    /// <summary>
    /// Gets or sets a value indicating whether a preflight goes on to the rest of the server after its headers were set.
    /// </summary>
    /// <value>The default is <see langword="false"/>: it is answered at once.</value>
    public bool PreflightContinue { get; set; }

    /// <summary>
    /// Gets or sets the status of the answer to a preflight.
    /// </summary>
    /// <value>The default is 204. Some very old browsers want 200.</value>
    public int OptionsSuccessStatus { get; set; } = 204;

    /// <summary>
    /// Gets or sets a value indicating whether <see cref="CorsOrigin.Reflect"/> may be combined with <see cref="Credentials"/>.
    /// </summary>
    /// <value>The default is <see langword="false"/>: the combination is refused at start.</value>
    /// <remarks>With both, every web page in the world can act in the name of a user who visits it.</remarks>
    public bool DangerouslyAllowAnyOriginWithCredentials { get; set; }
}
