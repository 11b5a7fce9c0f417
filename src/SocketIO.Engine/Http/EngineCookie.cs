using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace SocketIO.Engine;

/// <summary>
/// Writes the value of the <c>Set-Cookie</c> header of a handshake, attributes in the reference's order:
/// Max-Age, Domain, Path, Expires, HttpOnly, Secure, SameSite.
/// </summary>
internal static class EngineCookie
{
    public static string Format(EngineCookieOptions options, string sessionId, bool isHttps)
    {
        var cookie = new StringBuilder(options.Name).Append('=').Append(EncodeValue(sessionId));

        if (options.MaxAge is { } maxAge)
        {
            cookie.Append(CultureInfo.InvariantCulture, $"; Max-Age={(long)maxAge.TotalSeconds}");
        }

        if (!string.IsNullOrEmpty(options.Domain))
        {
            cookie.Append("; Domain=").Append(options.Domain);
        }

        if (!string.IsNullOrEmpty(options.Path))
        {
            cookie.Append("; Path=").Append(options.Path);
        }

        if (options.Expires is { } expires)
        {
            cookie.Append(CultureInfo.InvariantCulture, $"; Expires={expires:R}");
        }

        if (options.HttpOnly)
        {
            cookie.Append("; HttpOnly");
        }

        if (options.Secure || isHttps)
        {
            cookie.Append("; Secure");
        }

        return cookie.Append(SameSite(options.SameSite)).ToString();
    }

    private static string SameSite(SameSiteMode mode) => mode switch
    {
        SameSiteMode.Lax => "; SameSite=Lax",
        SameSiteMode.Strict => "; SameSite=Strict",
        SameSiteMode.None => "; SameSite=None",
        _ => "",
    };

    // As encodeURIComponent, which leaves five more characters alone than EscapeDataString. Ids of our own need no escape.
    private static string EncodeValue(string value)
    {
        var encoded = Uri.EscapeDataString(value);

        return !encoded.Contains('%', StringComparison.Ordinal)
            ? encoded
            : encoded
                .Replace("%21", "!", StringComparison.Ordinal)
                .Replace("%27", "'", StringComparison.Ordinal)
                .Replace("%28", "(", StringComparison.Ordinal)
                .Replace("%29", ")", StringComparison.Ordinal)
                .Replace("%2A", "*", StringComparison.Ordinal);
    }
}
