namespace SocketIO.Client;

/// <content>The handler of HTTP connections.</content>
public sealed partial class SocketIOClientOptions
{
    /// <summary>Gets or sets what configures the connections of all transports: certificates, proxy, address family and so on.</summary>
    /// <value>The default is <see langword="null"/>. It is called once for each <see cref="ClientConnection"/>.</value>
    /// <remarks>
    /// Certificates are checked unless this changes it. Redirects are the client's own matter: it follows them within the same origin only, because
    /// requests carry credentials. On .NET Standard the handler is an <see cref="HttpClientHandler"/>.
    /// </remarks>
    public Action<SocketsHttpHandler>? ConfigureHttpHandler { get; set; }
}
