using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace SocketIO.Engine;

/// <summary>
/// Judges the <c>Origin</c> header of a request.
/// </summary>
internal static class RequestOrigin
{
    // A host name has at most 253 characters. What is longer is no origin, and is not handed to an application's expressions.
    private const int MaxLength = 512;

    /// <summary>
    /// Says whether a request's origin is in a set. Scheme, host and port are compared exactly; <c>null</c>, which sandboxed
    /// pages and local files send, is in no list; neither is a header that was sent twice.
    /// </summary>
    public static bool IsListed(HttpRequest request, CorsOrigin set)
    {
        if (set.Kind is CorsOriginKind.Any or CorsOriginKind.Reflect)
        {
            return true;
        }

        return request.Headers.Origin is [{ Length: > 0 and <= MaxLength } origin] && origin != "null" && IsMember(origin, set);
    }

    /// <summary>
    /// Says whether the page that loads a script may be told what is in it. Such requests have no <c>Origin</c>: the page that they come from is named by
    /// <c>Referer</c>, and where that is withheld, <c>Sec-Fetch-Site</c> of today's browsers still tells whether it is one of this server's own. Who says
    /// nothing is not let in: only browsers load scripts.
    /// </summary>
    public static bool MayLoadScript(HttpRequest request, CorsOrigin set)
    {
        if (set.Kind is CorsOriginKind.Any or CorsOriginKind.Reflect or CorsOriginKind.None)
        {
            return true;
        }

        if (PageOf(request) is { } page)
        {
            return IsMember(page, set) || IsOwn(request, page);
        }

        return request.Headers["Sec-Fetch-Site"].ToString() is "same-origin" or "none";
    }

    /// <summary>Returns the origin of the page that a request comes from, if it names one.</summary>
    public static string? PageOf(HttpRequest request)
        => request.Headers.Referer is [{ Length: > 0 } referer] && Uri.TryCreate(referer, UriKind.Absolute, out var page) && page.Host.Length > 0
            && page.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped) is { Length: <= MaxLength } origin
            ? origin
            : null;

    /// <summary>
    /// Says whether a request comes from no web page, or from one of this server's own: browsers name the origin of the
    /// latter too when they open a WebSocket.
    /// </summary>
    public static bool IsAbsentOrOwn(HttpRequest request)
    {
        if (StringValues.IsNullOrEmpty(request.Headers.Origin))
        {
            return true;
        }

        return request.Headers.Origin is [{ Length: <= MaxLength } origin] && IsOwn(request, origin);
    }

    /// <summary>
    /// Returns a request's header as it may be put into a response, or null. Other than visible ASCII the server could not write.
    /// </summary>
    public static string? Reflectable(StringValues header)
        => header is [{ Length: > 0 } value] && !value.AsSpan().ContainsAnyExceptInRange(' ', '~') ? value : null;

    // Behind a proxy that ends TLS the request looks like plain HTTP: a page of https is then its own all the same.
    private static bool IsOwn(HttpRequest request, string origin)
        => request.Host.HasValue
            && (IsPageOf(origin, "https://", request.Host.Value) || (!request.IsHttps && IsPageOf(origin, "http://", request.Host.Value)));

    private static bool IsPageOf(string origin, string scheme, string? host)
        => origin.StartsWith(scheme, StringComparison.Ordinal)
            && origin.AsSpan(scheme.Length).Equals(host, StringComparison.OrdinalIgnoreCase);

    private static bool IsMember(string origin, CorsOrigin set) => set.Kind switch
    {
        CorsOriginKind.Fixed => string.Equals(origin, set.FixedOrigin, StringComparison.Ordinal),
        CorsOriginKind.List => IsMemberOfAny(origin, set.Members),
        CorsOriginKind.Pattern => IsMatch(set.Pattern!, origin),
        CorsOriginKind.Any or CorsOriginKind.Reflect => true,
        _ => false,
    };

    private static bool IsMemberOfAny(string origin, IReadOnlyList<CorsOrigin> sets)
    {
        foreach (var set in sets)
        {
            if (IsMember(origin, set))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsMatch(Regex pattern, string origin)
    {
        try
        {
            return pattern.IsMatch(origin);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }
}
