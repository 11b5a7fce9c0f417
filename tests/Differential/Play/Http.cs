using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using SocketIO.FunctionalTests;

namespace SocketIO.Differential;

/// <summary>Responses as they are compared: without what belongs to the HTTP server rather than to the protocol.</summary>
internal static class Http
{
    private static readonly HashSet<string> _loose = new(StringComparer.OrdinalIgnoreCase)
    {
        "Date", "Connection", "Keep-Alive", "Transfer-Encoding", "Content-Length", "Server",
    };

    /// <summary>The status and the headers.</summary>
    public static string Head(HttpReply reply)
        => string.Join("; ", [$"{reply.Status}", .. reply.Headers.Where(h => !_loose.Contains(h.Key)).Select(h => $"{h.Key.ToLowerInvariant()}: {h.Value}").Order(StringComparer.Ordinal)]);

    /// <summary>The body as text, or what it weighs.</summary>
    public static string Text(HttpReply reply)
    {
        var body = Plain(reply);
        return body.Length < 5000 ? Encoding.UTF8.GetString(body) : $"{body.Length} bytes {Convert.ToHexString(SHA256.HashData(body))}";
    }

    private static byte[] Plain(HttpReply reply)
    {
        using var body = new MemoryStream(reply.Body);
        using var plain = new MemoryStream();
        using Stream decoded = reply.Header("Content-Encoding") switch
        {
            "gzip" => new GZipStream(body, CompressionMode.Decompress),
            "deflate" => new ZLibStream(body, CompressionMode.Decompress),
            "br" => new BrotliStream(body, CompressionMode.Decompress),
            _ => body,
        };

        if (reply.Body.Length > 0)
        {
            decoded.CopyTo(plain);
        }

        return plain.ToArray();
    }
}
