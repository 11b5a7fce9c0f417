using System.Net;

namespace SocketIO.Client;

/// <content>What concerns the connection's transports.</content>
public sealed partial class SocketIOClientOptions
{
    /// <summary>Gets or sets the path at which the server listens. The path of the client's URL is something else: the namespace.</summary>
    /// <value>The default is <c>/socket.io</c>.</value>
    public string Path { get; set; } = "/socket.io";

    /// <summary>Gets or sets a value indicating whether a slash is put behind <see cref="Path"/>.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool AddTrailingSlash { get; set; } = true;

    /// <summary>Gets or sets the transports, the first being the one to begin with.</summary>
    /// <value>The default is <c>polling</c> and <c>websocket</c>. Unknown names are passed over.</value>
    public IList<string> Transports { get; set; } = ["polling", "websocket"];

    /// <summary>Gets or sets a value indicating whether the client moves on to a better transport.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool Upgrade { get; set; } = true;

    /// <summary>Gets or sets a value indicating whether a client begins with WebSocket once one has worked in this process.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool RememberUpgrade { get; set; }

    /// <summary>Gets or sets a value indicating whether the next transport is tried when one cannot connect.</summary>
    /// <value>The default is <see langword="false"/>: the first failure ends the attempt.</value>
    public bool TryAllTransports { get; set; }

    /// <summary>Gets or sets a value indicating whether binary data is sent in base64, also where it need not be.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool ForceBase64 { get; set; }

    /// <summary>Gets or sets what is added to the query of each request.</summary>
    /// <value>The default is empty. The names <c>EIO</c>, <c>transport</c>, <c>sid</c>, <c>j</c> and <c>t</c> are the protocol's own.</value>
    public Dictionary<string, string> Query { get; set; } = [];

    /// <summary>Gets or sets the name of the query parameter that makes each request's address another.</summary>
    /// <value>The default is <c>t</c>.</value>
    public string TimestampParam { get; set; } = "t";

    /// <summary>Gets or sets a value indicating whether requests carry <see cref="TimestampParam"/>.</summary>
    /// <value>The default is <see langword="null"/>: those of polling do.</value>
    public bool? TimestampRequests { get; set; }

    /// <summary>Gets or sets headers that are added to each request, the WebSocket's included.</summary>
    /// <value>The default is empty.</value>
    public Dictionary<string, string> ExtraHeaders { get; set; } = [];

    /// <summary>Gets or sets a value indicating whether cookies that the server sets are sent back to it, for example those of a load balancer.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool WithCredentials { get; set; }

    /// <summary>Gets or sets the cookies to begin with, which take up those that the server sets.</summary>
    /// <value>The default is <see langword="null"/>: none. Setting it implies <see cref="WithCredentials"/>.</value>
    public CookieContainer? Cookies { get; set; }

    /// <summary>Gets or sets the subprotocols that the WebSocket asks for.</summary>
    /// <value>The default is empty.</value>
    public IList<string> Subprotocols { get; set; } = [];

    /// <summary>Gets or sets options that hold for one transport only, by its name.</summary>
    /// <value>The default is empty.</value>
    public Dictionary<string, ClientTransportOptions> TransportOptions { get; set; } = [];

    /// <summary>Gets or sets how messages of a WebSocket are compressed, if the server agrees.</summary>
    /// <value>The default is <see langword="null"/>: not at all, which is also what servers do by default.</value>
    /// <remarks>On .NET Standard WebSockets do not compress: there it has no effect, which is logged as a warning.</remarks>
    public ClientDeflateOptions? PerMessageDeflate { get; set; }

    /// <summary>Gets or sets how long a single request of polling may take.</summary>
    /// <value>The default is <see langword="null"/>: the heartbeat alone tells whether the server is there.</value>
    public TimeSpan? RequestTimeout { get; set; }

    /// <summary>Gets or sets the largest message or response that the server may send, in bytes.</summary>
    /// <value>The default is 16,777,216 (16 MiB). Also the largest packet, attachments included.</value>
    public int MaxReceiveBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>Gets or sets the largest number of binary attachments in a received packet.</summary>
    /// <value>The default is 10, as in JavaScript.</value>
    public int MaxAttachments { get; set; } = 10;

    /// <summary>Gets or sets how deep arrays and objects in a received packet may be nested.</summary>
    /// <value>The default is 64.</value>
    public int MaxJsonDepth { get; set; } = 64;

    /// <summary>Gets or sets a value indicating whether packets are held against what the server announced to accept, before they are sent.</summary>
    /// <value>The default is <see langword="true"/>: see <see cref="PayloadTooLargeException"/>. In JavaScript the server closes the connection instead.</value>
    public bool CheckMaxPayload { get; set; } = true;
}
