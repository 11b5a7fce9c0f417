using Microsoft.Extensions.Primitives;

namespace SocketIO.Engine;

/// <summary>
/// Reads the WebSocket subprotocols that a client offers. Socket.IO has none of its own, but browsers end a connection whose
/// answer picks none of those they offered; the first is as good as any.
/// </summary>
internal static class SubprotocolHeader
{
    /// <summary>
    /// Finds the first subprotocol.
    /// </summary>
    /// <param name="header">The header's values.</param>
    /// <param name="first">The first subprotocol; <see langword="null"/> when none is offered.</param>
    /// <returns><see langword="false"/> when the header is malformed, or names one twice.</returns>
    public static bool TryGetFirst(StringValues header, out string? first)
    {
        first = null;

        if (header.Count == 0)
        {
            return true;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);

        foreach (var value in header)
        {
            foreach (var range in value.AsSpan().Split(','))
            {
                var name = HttpToken.Trim(value.AsSpan(range));

                if (!HttpToken.IsValid(name) || !seen.Add(name.ToString()))
                {
                    first = null;
                    return false;
                }

                first ??= name.ToString();
            }
        }

        return true;
    }
}
