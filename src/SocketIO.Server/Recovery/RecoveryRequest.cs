using System.Text;
using System.Text.Json;

namespace SocketIO.Server;

/// <summary>
/// What a client that has been here before says when it joins a namespace: <c>{"pid":"…","offset":"…"}</c> among its own data.
/// </summary>
/// <param name="Pid">The secret that it was given.</param>
/// <param name="Offset">The offset of the last event that it has received; <see langword="null"/> if it has received none.</param>
internal readonly record struct RecoveryRequest(string Pid, string? Offset)
{
    /// <summary>Finds out whether a client wants its state back.</summary>
    /// <param name="auth">What it sent along, an object.</param>
    /// <param name="request">What it asks for.</param>
    public static bool TryRead(byte[]? auth, out RecoveryRequest request)
    {
        request = default;

        // Most do not: they are spared the parsing.
        return auth is not null && auth.AsSpan().IndexOf("\"pid\""u8) >= 0 && TryParse(auth, out request);
    }

    private static bool TryParse(byte[] auth, out RecoveryRequest request)
    {
        request = default;
        string? pid = null;
        string? offset = null;
        var isSane = true;
        var reader = new Utf8JsonReader(auth, new JsonReaderOptions { MaxDepth = 1024 });
        reader.Read();

        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var isPid = reader.ValueTextEquals("pid"u8);
            var isOffset = reader.ValueTextEquals("offset"u8);
            reader.Read();

            // As when JavaScript reads it, the last of several counts.
            if (isPid)
            {
                pid = ReadText(ref reader);
            }
            else if (isOffset)
            {
                offset = ReadText(ref reader);
                isSane = offset is not null;
            }
            else
            {
                reader.Skip();
            }
        }

        request = new RecoveryRequest(pid ?? string.Empty, offset);
        return pid is not null && isSane;
    }

    private static string? ReadText(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.String)
        {
            return Encoding.UTF8.GetString(reader.ValueSpan);
        }

        reader.Skip();
        return null;
    }
}
