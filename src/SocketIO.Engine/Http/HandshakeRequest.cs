using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Features.Authentication;
using Microsoft.Extensions.Primitives;

namespace SocketIO.Engine;

/// <summary>
/// What is known of the HTTP request that opened a session. It stays valid for as long as the session is referenced.
/// </summary>
/// <remarks>
/// A copy: it keeps no <see cref="HttpContext"/> alive. One is held for every session, so the dictionaries are only built
/// when they are asked for. Thread-safe.
/// </remarks>
public sealed class HandshakeRequest
{
    private static readonly string[] NoHeaders = [];

    private readonly string? _rewrittenQuery;
    private readonly IPAddress? _address;
    private readonly string[] _headers;
    private ClaimsPrincipal? _user;
    private IReadOnlyDictionary<string, string>? _queryMap;
    private IReadOnlyDictionary<string, string>? _headerMap;

    private HandshakeRequest(HttpContext context, DateTimeOffset time, string? withoutHeader)
    {
        var request = context.Request;
        var query = request.QueryString.Value ?? "";

        Url = UrlOf(context);
        _rewrittenQuery = Url.EndsWith(query, StringComparison.Ordinal) && QueryStart(Url) == Url.Length - query.Length ? null : query;
        Method = request.Method;
        Secure = request.IsHttps;
        Xdomain = !StringValues.IsNullOrEmpty(request.Headers.Origin) && !Is("origin", withoutHeader);
        Time = time;
        _address = context.Connection.RemoteIpAddress;
        _headers = Copy(request.Headers, withoutHeader);

        // Asking the context for its user would build one for every anonymous request.
        _user = context.Features.Get<IHttpAuthenticationFeature>()?.User;
    }

    /// <summary>
    /// Gets the request's target as it was sent, such as <c>/socket.io/?EIO=4&amp;transport=polling</c>.
    /// </summary>
    public string Url { get; }

    /// <summary>
    /// Gets the request's path as it was sent, such as <c>/socket.io/</c>.
    /// </summary>
    public string Path => Url[..QueryStart(Url)];

    /// <summary>
    /// Gets the request's method.
    /// </summary>
    public string Method { get; }

    /// <summary>
    /// Gets the query parameters, decoded. Of a name that was sent several times the last value counts.
    /// </summary>
    public IReadOnlyDictionary<string, string> Query => _queryMap ?? Publish(ref _queryMap, ReadQuery());

    /// <summary>
    /// Gets the request's headers, by their names in lower case. Several values of one name are joined with a comma.
    /// </summary>
    public IReadOnlyDictionary<string, string> Headers => _headerMap ?? Publish(ref _headerMap, ReadHeaders());

    /// <summary>
    /// Gets the client's address, or that of the last proxy unless the forwarded headers middleware runs.
    /// </summary>
    /// <value><see langword="null"/> when the server does not know it.</value>
    public string? Address => _address?.ToString();

    /// <summary>
    /// Gets a value indicating whether the request came over HTTPS.
    /// </summary>
    public bool Secure { get; }

    /// <summary>
    /// Gets a value indicating whether the request named an origin, as browsers do for pages of other servers.
    /// </summary>
    public bool Xdomain { get; }

    /// <summary>
    /// Gets the time at which the request arrived.
    /// </summary>
    public DateTimeOffset Time { get; }

    /// <summary>
    /// Gets the user as whom the request was authenticated.
    /// </summary>
    /// <value>An anonymous user when there was no authentication.</value>
    public ClaimsPrincipal User => _user ?? Publish(ref _user, new ClaimsPrincipal(new ClaimsIdentity()));

    internal static HandshakeRequest From(HttpContext context, DateTimeOffset time, string? withoutHeader = null)
        => new(context, time, withoutHeader);

    private static string UrlOf(HttpContext context)
    {
        var raw = context.Features.Get<IHttpRequestFeature>()?.RawTarget;

        if (!string.IsNullOrEmpty(raw))
        {
            return raw;
        }

        var request = context.Request;
        return request.PathBase.ToUriComponent() + request.Path.ToUriComponent() + request.QueryString.ToUriComponent();
    }

    private static int QueryStart(string url) => url.IndexOf('?') is var start and >= 0 ? start : url.Length;

    private static bool Is(string name, string? other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);

    private static string[] Copy(IHeaderDictionary headers, string? without)
    {
        if (headers.Count == 0)
        {
            return NoHeaders;
        }

        var copy = new string[headers.Count * 2];
        var length = 0;

        foreach (var (name, values) in headers)
        {
            if (!Is(name, without))
            {
                copy[length++] = name;
                copy[length++] = Join(name, values);
            }
        }

        return length == copy.Length ? copy : copy[..length];
    }

    private static string Join(string name, StringValues values)
        => values.Count == 1 ? values[0] ?? "" : string.Join(Is("cookie", name) ? "; " : ", ", values.ToArray());

    // Two threads may build at once: the first to publish wins.
    private static T Publish<T>(ref T? field, T built)
        where T : class
        => Interlocked.CompareExchange(ref field, built, null) ?? built;

    private IReadOnlyDictionary<string, string> ReadQuery()
    {
        var query = new Dictionary<string, string>(StringComparer.Ordinal);
        var reader = new QueryReader(_rewrittenQuery ?? Url.AsSpan(QueryStart(Url)));

        while (reader.TryRead(out var name, out var value))
        {
            query[QueryText.Decode(name)] = QueryText.Decode(value);
        }

        return query.AsReadOnly();
    }

    private IReadOnlyDictionary<string, string> ReadHeaders()
    {
        var headers = new Dictionary<string, string>(_headers.Length / 2, StringComparer.OrdinalIgnoreCase);

        for (var i = 0; i < _headers.Length; i += 2)
        {
            headers[_headers[i].ToLowerInvariant()] = _headers[i + 1];
        }

        return headers.AsReadOnly();
    }
}
