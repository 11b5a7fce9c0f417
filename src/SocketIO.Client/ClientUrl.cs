using SocketIO.Protocol;

namespace SocketIO.Client;

/// <summary>
/// The URL of a client: which server, and which namespace.
/// </summary>
/// <remarks>What precedes the path says where the server is; the path is a namespace, and has nothing to do with the path of requests.</remarks>
internal sealed class ClientUrl
{
    private ClientUrl(bool isSecure, string host, int port, string ns, Dictionary<string, string>? query)
    {
        IsSecure = isSecure;
        Host = host;
        Port = port;
        Namespace = ns;
        Query = query;
    }

    public bool IsSecure { get; }

    /// <summary>Gets the host; an IPv6 address in brackets.</summary>
    public string Host { get; }

    public int Port { get; }

    public string Namespace { get; }

    /// <summary>Gets the query of the URL; <see langword="null"/> when it has none.</summary>
    public Dictionary<string, string>? Query { get; }

    /// <summary>Gets the server's address without a default port: <c>http://example.com</c>.</summary>
    public string Server => $"{(IsSecure ? "https" : "http")}://{Host}{(Port == (IsSecure ? 443 : 80) ? "" : $":{Port}")}";

    /// <summary>Reads a URL.</summary>
    /// <param name="text">With <c>http</c>, <c>https</c>, <c>ws</c> or <c>wss</c>; without a scheme <c>https</c> is meant, as in JavaScript outside of browsers.</param>
    /// <exception cref="ArgumentException">It is no such URL.</exception>
    public static ClientUrl Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);

        var absolute = text.StartsWith("//", StringComparison.Ordinal) ? "https:" + text
            : HasScheme(text) ? text
            : "https://" + BracketAddress(text);

        if (!Uri.TryCreate(absolute, UriKind.Absolute, out var uri) || uri.Host.Length == 0 || uri.Scheme is not ("http" or "https" or "ws" or "wss"))
        {
            throw new ArgumentException($"\"{text}\" is not the address of a server. Write something like \"https://example.com\" or, for the namespace /admin, \"https://example.com/admin\".");
        }

        return new(uri.Scheme is "https" or "wss", uri.HostNameType is UriHostNameType.IPv6 ? $"[{uri.Host.Trim('[', ']')}]" : uri.IdnHost, uri.Port, NamespaceOf(absolute), QueryOf(uri));
    }

    // Not the one of an address in the query.
    private static bool HasScheme(string text)
    {
        var end = text.IndexOf("://", StringComparison.Ordinal);
        return end >= 0 && text.IndexOfAny(['/', '?', '#']) == end + 1;
    }

    // 2001:db8::1 and 2001:db8::1/namespace
    private static string BracketAddress(string text)
    {
        var slash = text.IndexOf('/');
        var host = slash < 0 ? text : text.Substring(0, slash);
        return System.Net.IPAddress.TryParse(host, out var address) && address.AddressFamily is System.Net.Sockets.AddressFamily.InterNetworkV6 && host[0] != '['
            ? $"[{host}]{text.Substring(host.Length)}"
            : text;
    }

    // As it was written: a namespace is compared byte by byte, so nothing in it is normalised.
    private static string NamespaceOf(string absolute)
    {
        var start = absolute.IndexOfAny(['/', '?', '#'], absolute.IndexOf("://", StringComparison.Ordinal) + 3);

        if (start < 0 || absolute[start] != '/')
        {
            return "/";
        }

        var end = absolute.IndexOfAny(['?', '#'], start);
        return end < 0 ? absolute.Substring(start) : absolute.Substring(start, end - start);
    }

    private static Dictionary<string, string>? QueryOf(Uri uri)
    {
        if (uri.Query.Length <= 1)
        {
            return null;
        }

        var query = new Dictionary<string, string>(StringComparer.Ordinal);

        foreach (var pair in uri.Query.Substring(1).Split('&'))
        {
            var equals = pair.IndexOf('=');
            query[Uri.UnescapeDataString(equals < 0 ? pair : pair.Substring(0, equals))] = equals < 0 ? "" : Uri.UnescapeDataString(pair.Substring(equals + 1));
        }

        return query;
    }
}
