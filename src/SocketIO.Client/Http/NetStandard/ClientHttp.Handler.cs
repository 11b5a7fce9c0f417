using System.Net;

namespace SocketIO.Client;

/// <content>What carries requests on .NET Standard.</content>
internal sealed partial class ClientHttp
{
    private readonly HttpClient _client;

    public ClientHttp(SocketIOClientOptions options)
    {
        var handler = new HttpClientHandler
        {
            // Requests carry credentials: where a response points is looked at before it is followed.
            AllowAutoRedirect = false,
            UseCookies = options.WithCredentials || options.Cookies is not null,
            CookieContainer = options.Cookies ?? new CookieContainer(),
        };

        ConnectionLimits.Raise(handler);

        try
        {
            options.ConfigureHttpHandler?.Invoke(handler);
        }
        catch
        {
            handler.Dispose();
            throw;
        }

        Handler = handler;

        // A request that waits for the server's packets may take as long as the heartbeat allows.
        _client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Gets what the application has configured, for the WebSocket as well.</summary>
    public HttpClientHandler Handler { get; }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private Task<HttpResponseMessage> SendOnceAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ConnectionLimits.Raise(request.RequestUri!);

        // .NET Framework would ask for permission to send a body first, and wait for it.
        request.Headers.ExpectContinue = false;
        return _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }
}
