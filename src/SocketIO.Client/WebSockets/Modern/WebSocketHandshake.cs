using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace SocketIO.Client;

/// <summary>
/// The opening handshake of a WebSocket (RFC 6455, section 4.1), as a request of HTTP/1.1.
/// </summary>
internal static class WebSocketHandshake
{
    private const string Guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    /// <summary>Makes the handshake's request.</summary>
    /// <param name="settings">What it asks for.</param>
    /// <param name="uri">Where to.</param>
    /// <param name="key">A random key, which the server answers.</param>
    public static HttpRequestMessage MakeRequest(EngineSettings settings, Uri uri, string key)
    {
        var request = ClientHttp.MakeRequest(HttpMethod.Get, uri, settings.HeadersOf(ClientTransport.WebSocket));
        request.Headers.Accept.Clear();
        request.Headers.TryAddWithoutValidation("Connection", "Upgrade");
        request.Headers.TryAddWithoutValidation("Upgrade", "websocket");
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Version", "13");
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Key", key);

        if (settings.Options.Subprotocols.Count > 0)
        {
            request.Headers.TryAddWithoutValidation("Sec-WebSocket-Protocol", string.Join(", ", settings.Options.Subprotocols));
        }

        if (settings.Options.PerMessageDeflate is not null)
        {
            request.Headers.TryAddWithoutValidation("Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits");
        }

        return request;
    }

    public static string MakeKey()
    {
        Span<byte> key = stackalloc byte[16];
        RandomNumberGenerator.Fill(key);
        return Convert.ToBase64String(key);
    }

    /// <summary>Says what is wrong with a response; <see langword="null"/> when it opens the WebSocket.</summary>
    public static string? FindFault(HttpResponseMessage response, EngineSettings settings, string key)
    {
        if (response.StatusCode is not HttpStatusCode.SwitchingProtocols)
        {
            return $"Unexpected server response: {(int)response.StatusCode}";
        }

        if (!string.Equals(HeaderOf(response, "Upgrade"), "websocket", StringComparison.OrdinalIgnoreCase))
        {
            return "The server switched to another protocol than WebSocket.";
        }

        if (HeaderOf(response, "Sec-WebSocket-Accept") != AcceptOf(key))
        {
            return "The server's answer to Sec-WebSocket-Key is wrong: it comes from a cache, or from no WebSocket server.";
        }

        if (HeaderOf(response, "Sec-WebSocket-Protocol") is { } subprotocol && !settings.Options.Subprotocols.Contains(subprotocol))
        {
            return "The server chose a subprotocol that was not asked for.";
        }

        return HeaderOf(response, "Sec-WebSocket-Extensions") is not null && settings.Options.PerMessageDeflate is null
            ? "The server chose an extension that was not asked for."
            : null;
    }

    public static string? HeaderOf(HttpResponseMessage response, string name)
        => response.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;

#pragma warning disable CA5350 // What RFC 6455 prescribes; nothing is kept secret by it.
    private static string AcceptOf(string key) => Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + Guid)));
#pragma warning restore CA5350
}
