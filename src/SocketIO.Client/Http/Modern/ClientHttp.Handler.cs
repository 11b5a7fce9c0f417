using System.Net;

namespace SocketIO.Client;

/// <content>What carries requests, from .NET 8 on.</content>
internal sealed partial class ClientHttp
{
    private readonly HttpMessageInvoker _invoker;

    public ClientHttp(SocketIOClientOptions options)
    {
        var handler = new SocketsHttpHandler
        {
            // Requests carry credentials: where a response points is looked at before it is followed.
            AllowAutoRedirect = false,
            UseCookies = options.WithCredentials || options.Cookies is not null,
            CookieContainer = options.Cookies ?? new CookieContainer(),
        };

        try
        {
            options.ConfigureHttpHandler?.Invoke(handler);
        }
        catch
        {
            handler.Dispose();
            throw;
        }

        _invoker = new HttpMessageInvoker(handler);
    }

    /// <inheritdoc/>
    public void Dispose() => _invoker.Dispose();

    private Task<HttpResponseMessage> SendOnceAsync(HttpRequestMessage request, CancellationToken cancellationToken) => _invoker.SendAsync(request, cancellationToken);
}
