using System.Text.Json;

namespace SocketIO.Protocol.MessagePack;

/// <summary>
/// A value that is binary data in MessagePack and something else in JSON.
/// </summary>
/// <param name="Attachment">The index of the data.</param>
/// <param name="Mark">The mark of the value: whether it was an <c>ArrayBuffer</c>.</param>
/// <param name="ExtensionType">The type of the extension that the data belongs to, if it does.</param>
internal readonly record struct JsonBinary(int Attachment, int Mark, sbyte? ExtensionType)
{
    /// <summary>Reads a placeholder, or an extension, which is <c>[type, placeholder]</c> with a mark.</summary>
    /// <param name="reader">Stands at the beginning of an array or object; afterwards at the end of it, if it is binary data.</param>
    /// <param name="json">What the reader reads.</param>
    /// <param name="attachments">What placeholders refer to.</param>
    /// <param name="binary">What was found.</param>
    /// <returns><see langword="false"/> if it is an array or object like any other.</returns>
    public static bool TryRead(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, ReadOnlySpan<ReadOnlyMemory<byte>> attachments, out JsonBinary binary)
    {
        binary = default;

        if (attachments.IsEmpty)
        {
            return false;
        }

        var mark = TypeMark.Find(json, (int)reader.TokenStartIndex);

        if (reader.TokenType is JsonTokenType.StartObject)
        {
            if (!TryReadPlaceholder(ref reader, json, attachments.Length, out var number))
            {
                return false;
            }

            binary = new JsonBinary(number, mark, null);
            return true;
        }

        return mark == TypeMark.Extension && TryReadExtension(ref reader, json, attachments.Length, out binary);
    }

    private static bool TryReadPlaceholder(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, int attachments, out int number)
    {
        number = 0;
        var prefix = "{\"_placeholder\":true,\"num\":"u8;

        // As every encoder writes it. Looked at first, for most objects are something else.
        if (!json[(int)reader.TokenStartIndex..].StartsWith(prefix))
        {
            return false;
        }

        var ahead = reader;
        ahead.Read();
        ahead.Read();
        ahead.Read();
        ahead.Read();

        if (ahead.TokenType is not JsonTokenType.Number || !ahead.TryGetInt32(out number) || (uint)number >= (uint)attachments)
        {
            return false;
        }

        ahead.Read();

        if (ahead.TokenType is not JsonTokenType.EndObject)
        {
            return false;
        }

        reader = ahead;
        return true;
    }

    private static bool TryReadExtension(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, int attachments, out JsonBinary binary)
    {
        binary = default;
        var ahead = reader;
        ahead.Read();

        if (ahead.TokenType is not JsonTokenType.Number || !ahead.TryGetSByte(out var type))
        {
            return false;
        }

        ahead.Read();

        if (ahead.TokenType is not JsonTokenType.StartObject || !TryReadPlaceholder(ref ahead, json, attachments, out var number))
        {
            return false;
        }

        ahead.Read();

        if (ahead.TokenType is not JsonTokenType.EndArray)
        {
            return false;
        }

        binary = new JsonBinary(number, TypeMark.Extension, type);
        reader = ahead;
        return true;
    }
}
