using System.Buffers;
using System.Text;
using System.Text.Json;
using SocketIO.Engine;
using SocketIO.Protocol;

namespace SocketIO.Server;

/// <summary>
/// The names of namespaces as clients of Socket.IO 2 write them, with what they have to say for themselves behind: <c>/admin?token=x</c>.
/// </summary>
internal static class NamespaceName
{
    // As JSON.stringify writes text: what an application passes on looks as it does elsewhere.
    private static readonly JsonWriterOptions s_json = new() { Encoder = JsonArgumentSerializer.Default.Options.Encoder };

    /// <summary>Gets the name without its query.</summary>
    /// <param name="text">What was sent.</param>
    public static ReadOnlySpan<byte> WithoutQuery(ReadOnlySpan<byte> text)
    {
        var query = text.IndexOf((byte)'?');
        return query < 0 ? text : text[..query];
    }

    /// <summary>Takes apart what a client wants to join. Names are not resolved as URLs are: rules about them must see what was sent.</summary>
    /// <param name="text">What was sent, valid UTF-8.</param>
    /// <param name="limits">Bounds name and query.</param>
    /// <param name="auth">The query as a JSON object of strings; <see langword="null"/> when there is none.</param>
    public static PacketError TryRead(ReadOnlySpan<byte> text, PacketLimits limits, out byte[]? auth)
    {
        auth = null;
        var name = WithoutQuery(text);

        if (IsInvalid(name))
        {
            return PacketError.InvalidNamespace;
        }

        if (Encoding.UTF8.GetCharCount(name) > limits.MaxNamespaceLength)
        {
            return PacketError.NamespaceTooLong;
        }

        var query = text[name.Length..];

        if (query.Length > limits.MaxAuthBytes)
        {
            return PacketError.AuthTooLarge;
        }

        auth = query.IsEmpty ? null : ToJson(Encoding.UTF8.GetString(query));
        return PacketError.None;
    }

    /// <summary>Says whether a name is none: in a URL, what follows two slashes would be another server.</summary>
    /// <param name="name">The name, with or without its query.</param>
    public static bool IsInvalid(ReadOnlySpan<byte> name) => name.StartsWith("//"u8);

    private static byte[] ToJson(string query)
    {
        // Of a name that was sent several times the last value counts.
        var values = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        var reader = new QueryReader(query);

        while (reader.TryRead(out var name, out var value))
        {
            values[QueryText.Decode(name)] = QueryText.Decode(value);
        }

        var json = new ArrayBufferWriter<byte>();

        using (var writer = new Utf8JsonWriter(json, s_json))
        {
            writer.WriteStartObject();

            foreach (var (name, value) in values)
            {
                writer.WriteString(name, value);
            }

            writer.WriteEndObject();
        }

        return json.WrittenSpan.ToArray();
    }
}
