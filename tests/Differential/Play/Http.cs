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
}
