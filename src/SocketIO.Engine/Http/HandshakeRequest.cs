using System.Net;
using System.Runtime.Versioning;
using System.Security.Claims;
using System.Security.Principal;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Features.Authentication;
using Microsoft.Extensions.Primitives;

namespace SocketIO.Engine;

/// <summary>
/// What is known of the HTTP request that opened a session. It stays valid for as long as the session is referenced.
/// </summary>
/// <remarks>
/// A copy: it keeps no <see cref="HttpContext"/> alive. One is held for every session, whose application may never ask for it: so its texts are
/// kept as bytes in one array, and the strings and dictionaries are built when they are asked for. Thread-safe.
/// </remarks>
public sealed class HandshakeRequest
{
    private readonly string? _rewrittenQuery;
    private readonly IPAddress? _address;

    // The URL, and then the headers: name, value, name, value ...
    private readonly byte[] _texts;
    private ClaimsPrincipal? _user;
    private IReadOnlyDictionary<string, string>? _queryMap;
    private IReadOnlyDictionary<string, string>? _headerMap;

    private HandshakeRequest(HttpContext context, DateTimeOffset time, string? withoutHeader)
    {
        var request = context.Request;
        var query = request.QueryString.Value ?? "";

        var url = UrlOf(context);
        _texts = Pack(url, request.Headers, withoutHeader);
        _rewrittenQuery = url.EndsWith(query, StringComparison.Ordinal) && QueryStart(url) == url.Length - query.Length ? null : query;
        Method = request.Method;
        Secure = request.IsHttps;
        Xdomain = !StringValues.IsNullOrEmpty(request.Headers.Origin) && !Is("origin", withoutHeader);
        Time = time;
        _address = context.Connection.RemoteIpAddress;

        // Asking the context for its user would build one for every anonymous request.
        _user = Lasting(context.Features.Get<IHttpAuthenticationFeature>()?.User);
    }

    /// <summary>
    /// Gets the request's target as it was sent, such as <c>/socket.io/?EIO=4&amp;transport=polling</c>.
    /// </summary>
    public string Url => ReadUrl(out _);

    /// <summary>
    /// Gets the request's path as it was sent, such as <c>/socket.io/</c>.
    /// </summary>
    public string Path
    {
        get
        {
            var url = Url;
            return url[..QueryStart(url)];
        }
    }

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

    // A Windows identity is a handle, which is closed with the request.
    private static ClaimsPrincipal? Lasting(ClaimsPrincipal? user)
        => OperatingSystem.IsWindows() && user?.Identities.Any(static identity => identity is WindowsIdentity) == true ? CloneWindows(user) : user;

    [SupportedOSPlatform("windows")]
    private static ClaimsPrincipal CloneWindows(ClaimsPrincipal user)
    {
        if (user is WindowsPrincipal { Identity: WindowsIdentity only })
        {
            return new WindowsPrincipal((WindowsIdentity)only.Clone());
        }

        var clone = new ClaimsPrincipal();

        foreach (var identity in user.Identities)
        {
            clone.AddIdentity(identity is WindowsIdentity ? identity.Clone() : identity);
        }

        return clone;
    }

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

    private static byte[] Pack(string url, IHeaderDictionary headers, string? without)
    {
        var size = PackedText.SizeOf(url);

        foreach (var (name, values) in headers)
        {
            if (!Is(name, without))
            {
                size += PackedText.SizeOf(name) + PackedText.SizeOf(Join(name, values));
            }
        }

        var texts = new byte[size];
        var rest = texts.AsSpan();
        PackedText.Write(url, ref rest);

        foreach (var (name, values) in headers)
        {
            if (!Is(name, without))
            {
                PackedText.Write(name, ref rest);
                PackedText.Write(Join(name, values), ref rest);
            }
        }

        return texts;
    }

    private static string Join(string name, StringValues values)
        => values.Count == 1 ? values[0] ?? "" : string.Join(Is("cookie", name) ? "; " : ", ", values.ToArray());

    // Two threads may build at once: the first to publish wins.
    private static T Publish<T>(ref T? field, T built)
        where T : class
        => Interlocked.CompareExchange(ref field, built, null) ?? built;

    private string ReadUrl(out ReadOnlySpan<byte> headers)
    {
        headers = _texts;
        return PackedText.Read(ref headers);
    }

    private IReadOnlyDictionary<string, string> ReadQuery()
    {
        var query = new Dictionary<string, string>(StringComparer.Ordinal);
        var url = Url;
        var reader = new QueryReader(_rewrittenQuery ?? url.AsSpan(QueryStart(url)));

        while (reader.TryRead(out var name, out var value))
        {
            query[QueryText.Decode(name)] = QueryText.Decode(value);
        }

        return query.AsReadOnly();
    }

    private IReadOnlyDictionary<string, string> ReadHeaders()
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        ReadUrl(out var rest);

        while (!rest.IsEmpty)
        {
            var name = PackedText.Read(ref rest).ToLowerInvariant();
            headers[name] = PackedText.Read(ref rest);
        }

        return headers.AsReadOnly();
    }
}
