using System.Net;
using System.Net.WebSockets;

namespace SocketIO.Client;

/// <summary>
/// What a WebSocket takes over from the handler that the application has configured, so that one hook serves both transports.
/// </summary>
internal static partial class WebSocketOptions
{
    public static void Apply(ClientWebSocketOptions options, EngineSettings settings, Uri uri)
    {
        var handler = settings.Http.Handler;

        // Engine.IO has a heartbeat of its own.
        options.KeepAliveInterval = Timeout.InfiniteTimeSpan;

        foreach (var subprotocol in settings.Options.Subprotocols)
        {
            options.AddSubProtocol(subprotocol);
        }

        foreach (var header in settings.HeadersOf(ClientTransport.WebSocket))
        {
            AddHeader(options, header.Key, header.Value);
        }

        if (handler.UseCookies)
        {
            options.Cookies = handler.CookieContainer;
        }

        ApplyProxy(options, handler);
        ApplyCredentials(options, handler);

        if (uri.Scheme == Uri.UriSchemeHttps)
        {
            ApplyTrust(options, handler, uri);

            if (handler.CheckCertificateRevocationList)
            {
                throw Unsupported(nameof(HttpClientHandler.CheckCertificateRevocationList));
            }
        }
    }

    private static partial void ApplyTrust(ClientWebSocketOptions options, HttpClientHandler handler, Uri uri);

    // Whoever demands more of a certificate than the platform does must not get less of it on another transport.
    private static InvalidDataException Unsupported(string name)
        => new($"ConfigureHttpHandler sets {name}, which a WebSocket cannot be told on this platform. Do not set it, or set Transports to \"polling\".");

    private static void AddHeader(ClientWebSocketOptions options, string name, string value)
    {
        try
        {
            options.SetRequestHeader(name, value);
        }
        catch (ArgumentException) when (WebHeaderCollection.IsRestricted(name))
        {
            // .NET Framework keeps some to itself, such as User-Agent.
        }
    }

    private static void ApplyProxy(ClientWebSocketOptions options, HttpClientHandler handler)
    {
        if (!handler.UseProxy)
        {
            options.Proxy = null;
        }
        else if (handler.Proxy is { } proxy)
        {
            options.Proxy = proxy;
        }
    }

    private static void ApplyCredentials(ClientWebSocketOptions options, HttpClientHandler handler)
    {
        if (handler.UseDefaultCredentials)
        {
            options.UseDefaultCredentials = true;
        }
        else if (handler.Credentials is { } credentials)
        {
            options.Credentials = credentials;
        }

        if (handler.ClientCertificateOptions is ClientCertificateOption.Manual && handler.ClientCertificates.Count > 0)
        {
            options.ClientCertificates = handler.ClientCertificates;
        }
    }
}
