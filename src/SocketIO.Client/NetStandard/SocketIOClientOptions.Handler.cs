namespace SocketIO.Client;

/// <content>The handler of HTTP connections.</content>
public sealed partial class SocketIOClientOptions
{
    /// <summary>Gets or sets what configures the connections of all transports: certificates, proxy, credentials and so on.</summary>
    /// <value>The default is <see langword="null"/>. It is called once for each <see cref="ClientConnection"/>.</value>
    /// <remarks>
    /// <para>
    /// Certificates are checked unless this changes it. Redirects are the client's own matter: it follows them within the same origin only, because
    /// requests carry credentials. From .NET 8 on the handler is a <c>SocketsHttpHandler</c>.
    /// </para>
    /// <para>
    /// The handler carries long-polling. WebSockets are those of the platform, and take over proxy, cookies, credentials, client certificates and, on
    /// .NET Standard 2.1, <see cref="HttpClientHandler.ServerCertificateCustomValidationCallback"/>. What is set about the server's certificate and cannot be told
    /// to a WebSocket makes it fail, rather than be passed over: this callback on .NET Standard 2.0, and
    /// <see cref="HttpClientHandler.CheckCertificateRevocationList"/>. .NET Framework has <c>ServicePointManager</c> for both.
    /// </para>
    /// </remarks>
    public Action<HttpClientHandler>? ConfigureHttpHandler { get; set; }
}
