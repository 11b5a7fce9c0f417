using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace SocketIO.Engine;

/// <summary>
/// Turns HTTP requests into WebSocket connections: RFC 6455 on HTTP/1.1, RFC 8441 on HTTP/2.
/// </summary>
/// <remarks>
/// Checking and accepting are apart, so that everything that can refuse a request does so before status 101 is sent.
/// </remarks>
internal static partial class WebSocketUpgrade
{
    /// <summary>The version of the protocol that is spoken, for the header of a refusal.</summary>
    public const string Version = "13";

    /// <summary>
    /// Tells whether a request asks for any upgrade, or for a WebSocket over HTTP/2: whether it is not a plain request.
    /// </summary>
    public static bool IsRequested(HttpContext context)
        => IsExtendedConnect(context) || (context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } && context.Request.Headers.Upgrade.Count > 0)
            || context.Features.Get<IHttpWebSocketFeature>() is { IsWebSocketRequest: true };

    /// <summary>
    /// Checks whether a request can become a WebSocket connection. Has no effect on it.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="settings">The settings that it would be accepted with.</param>
    public static WebSocketUpgradeError Check(HttpContext context, WebSocketSettings settings)
    {
        if (!IsRequested(context))
        {
            return WebSocketUpgradeError.NotRequested;
        }

        var headers = context.Request.Headers;

        if (!IsExtendedConnect(context))
        {
            if (!HttpMethods.IsGet(context.Request.Method))
            {
                return WebSocketUpgradeError.InvalidMethod;
            }

            if (headers.Upgrade is not [var upgrade] || !string.Equals(upgrade, "websocket", StringComparison.OrdinalIgnoreCase))
            {
                return WebSocketUpgradeError.InvalidUpgrade;
            }

            if (headers.SecWebSocketKey is not [var key] || !IsValidKey(key))
            {
                return WebSocketUpgradeError.InvalidKey;
            }
        }
        else if (context.Features.Get<IHttpExtendedConnectFeature>()!.Protocol is not "websocket")
        {
            return WebSocketUpgradeError.InvalidUpgrade;
        }

        if (headers.SecWebSocketVersion is not [Version])
        {
            return WebSocketUpgradeError.InvalidVersion;
        }

        if (!SubprotocolHeader.TryGetFirst(headers.SecWebSocketProtocol, out _))
        {
            return WebSocketUpgradeError.InvalidProtocol;
        }

        return settings.Deflate is not null && !DeflateNegotiation.TryNegotiate(headers.SecWebSocketExtensions, settings.Deflate, out _)
            ? WebSocketUpgradeError.InvalidExtensions
            : WebSocketUpgradeError.None;
    }

    /// <summary>Gets the HTTP status that refuses a request.</summary>
    public static int StatusFor(WebSocketUpgradeError error)
        => error is WebSocketUpgradeError.InvalidMethod ? StatusCodes.Status405MethodNotAllowed : StatusCodes.Status400BadRequest;

    /// <summary>Gets the text that tells a client why its request is refused.</summary>
    public static string MessageFor(WebSocketUpgradeError error) => error switch
    {
        WebSocketUpgradeError.InvalidMethod => "Invalid HTTP method",
        WebSocketUpgradeError.InvalidKey => "Missing or invalid Sec-WebSocket-Key header",
        WebSocketUpgradeError.InvalidVersion => "Missing or invalid Sec-WebSocket-Version header",
        WebSocketUpgradeError.InvalidProtocol => "Invalid Sec-WebSocket-Protocol header",
        WebSocketUpgradeError.InvalidExtensions => "Invalid or unacceptable Sec-WebSocket-Extensions header",
        _ => "Invalid Upgrade header",
    };

    /// <summary>Computes the answer to a key: the proof that the server speaks WebSocket (RFC 6455, section 4.2.2).</summary>
    internal static string AnswerTo(string key)
    {
        Span<byte> text = stackalloc byte[KeyLength + KeySuffix.Length];
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
        KeySuffix.CopyTo(text[Encoding.ASCII.GetBytes(key, text)..]);
        SHA1.HashData(text, hash);
        return Convert.ToBase64String(hash);
    }

    private const int KeyLength = 24;

    private static ReadOnlySpan<byte> KeySuffix => "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"u8;

    private static bool IsExtendedConnect(HttpContext context)
        => context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true };

    // 16 bytes are 22 letters of base64 and two signs of padding. The reference looks at the form alone, and so do we: the last
    // letter may carry bits that a strict decoder would refuse.
    private static bool IsValidKey(string? key)
        => key is { Length: KeyLength } && key.EndsWith("==", StringComparison.Ordinal) && !key.AsSpan(0, KeyLength - 2).ContainsAnyExcept(Base64Letters);

    private static readonly System.Buffers.SearchValues<char> Base64Letters =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
}
