using System.Globalization;
using System.Text;
using SocketIO.Protocol;

namespace SocketIO.Client;

/// <summary>
/// What the transports of a connection need to know: where the server is, and how to ask. Shared by all attempts.
/// </summary>
internal sealed class EngineSettings
{
    private const string Digits = "0123456789abcdefghijklmnopqrstuvwxyz";
    private static long s_requests;

    public required ClientUrl Url { get; set; }

    public required SocketIOClientOptions Options { get; init; }

    public required ClientHttp Http { get; init; }

    public TimeProvider Time => Options.TimeProvider;

    public int MaxReceiveBytes => Options.MaxReceiveBytes;

    /// <summary>Makes the address of a request.</summary>
    /// <param name="transport">The transport's name.</param>
    /// <param name="version">The revision of Engine.IO.</param>
    /// <param name="sid">The session; <see langword="null"/> in a handshake.</param>
    // The order is that of the JavaScript client: what the user asks for, EIO, transport, then t, b64 and sid; of a WebSocket sid, t and b64.
    public Uri MakeUri(string transport, int version, string? sid)
    {
        var own = Options.TransportOptions.TryGetValue(transport, out var found) ? found : null;
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);

        foreach (var pair in own?.Query ?? Options.Query)
        {
            pairs[pair.Key] = pair.Value;
        }

        var isPolling = transport is ClientTransport.Polling;
        pairs["EIO"] = version.ToString(CultureInfo.InvariantCulture);
        pairs["transport"] = transport;

        if (!isPolling && sid is not null)
        {
            pairs["sid"] = sid;
        }

        if (Options.TimestampRequests ?? isPolling)
        {
            pairs[Options.TimestampParam] = Timestamp();
        }

        if (Options.ForceBase64)
        {
            pairs["b64"] = "1";
        }

        if (isPolling && sid is not null)
        {
            pairs["sid"] = sid;
        }

        var uri = new StringBuilder(Url.Server).Append(PathOf(own));
        var separator = '?';

        foreach (var pair in pairs)
        {
            uri.Append(separator).Append(Uri.EscapeDataString(pair.Key)).Append('=').Append(Uri.EscapeDataString(pair.Value));
            separator = '&';
        }

        return new Uri(uri.ToString());
    }

    public Dictionary<string, string> HeadersOf(string transport)
        => Options.TransportOptions.TryGetValue(transport, out var own) && own.ExtraHeaders is { } headers ? headers : Options.ExtraHeaders;

    private string PathOf(ClientTransportOptions? own)
    {
        var path = (own?.Path ?? Options.Path).TrimEnd('/');
        return Options.AddTrailingSlash ? path + "/" : path.Length > 0 ? path : "/";
    }

    // Only has to differ from one request to the next, so that nothing in between answers from a cache.
    private string Timestamp()
    {
        var value = (ulong)Time.GetTimestamp() ^ ((ulong)Interlocked.Increment(ref s_requests) << 40);
        Span<char> text = stackalloc char[8];

        for (var i = text.Length - 1; i >= 0; i--)
        {
            text[i] = Digits[(int)(value % 36)];
            value /= 36;
        }

        return text.ToString();
    }
}
