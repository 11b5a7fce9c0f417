using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using SocketIO.Protocol.MessagePack;

namespace SocketIO.Adapters.Redis;

/// <summary>
/// Binary data in JSON as Node.js writes a <c>Buffer</c>: <c>{"type":"Buffer","data":[1,2]}</c>. So it travels in requests and responses that are JSON in any case.
/// </summary>
internal static class BufferJson
{
    /// <summary>Writes binary data into the JSON, in the place of its placeholders.</summary>
    public static ReadOnlyMemory<byte> Inline(ClusterText text)
    {
        if (!text.HasAttachments)
        {
            return text.Json;
        }

        var output = new ArrayBufferWriter<byte>(text.Json.Length * 2);
        var json = text.Json.Span;
        var reader = JsonTranslator.CreateReader(json);
        var copied = 0;

        while (reader.Read())
        {
            var start = (int)reader.TokenStartIndex;

            if (reader.TokenType is JsonTokenType.StartObject && JsonBinary.TryRead(ref reader, json, text.Attachments, out var binary))
            {
                output.Write(json[copied..start]);
                Write(output, text.Attachments[binary.Attachment].Span);
                copied = (int)reader.BytesConsumed;
            }
        }

        output.Write(json[copied..]);
        return output.WrittenMemory;
    }

    /// <summary>Takes binary data out of JSON, which must be valid.</summary>
    public static ClusterText Extract(ReadOnlyMemory<byte> text)
    {
        var json = text.Span;

        // An object that looks like a placeholder would become one.
        if (json.IndexOf("\"Buffer\""u8) < 0 || json.IndexOf("\"_placeholder\""u8) >= 0)
        {
            return new ClusterText(text, []);
        }

        var output = new ArrayBufferWriter<byte>(json.Length);
        var attachments = new List<ReadOnlyMemory<byte>>();
        var reader = JsonTranslator.CreateReader(json);
        var copied = 0;

        while (reader.Read())
        {
            var start = (int)reader.TokenStartIndex;

            if (reader.TokenType is JsonTokenType.StartObject && TryReadBuffer(ref reader, out var bytes))
            {
                output.Write(json[copied..start]);
                Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{{\"_placeholder\":true,\"num\":{attachments.Count}}}"), output);
                attachments.Add(bytes);
                copied = (int)reader.BytesConsumed;
            }
        }

        output.Write(json[copied..]);
        return new ClusterText(output.WrittenMemory, [.. attachments]);
    }

    private static void Write(ArrayBufferWriter<byte> output, ReadOnlySpan<byte> bytes)
    {
        output.Write("{\"type\":\"Buffer\",\"data\":["u8);

        for (var i = 0; i < bytes.Length; i++)
        {
            var span = output.GetSpan(4);
            var length = 0;

            if (i > 0)
            {
                span[length++] = (byte)',';
            }

            bytes[i].TryFormat(span[length..], out var digits, default, CultureInfo.InvariantCulture);
            output.Advance(length + digits);
        }

        output.Write("]}"u8);
    }

    private static bool TryReadBuffer(ref Utf8JsonReader reader, out byte[] bytes)
    {
        bytes = [];
        var ahead = reader;

        if (!IsProperty(ref ahead, "type"u8) || !ahead.Read() || ahead.TokenType is not JsonTokenType.String || !ahead.ValueTextEquals("Buffer"u8)
            || !IsProperty(ref ahead, "data"u8) || !ahead.Read() || ahead.TokenType is not JsonTokenType.StartArray)
        {
            return false;
        }

        var values = new List<byte>();

        while (ahead.Read() && ahead.TokenType is JsonTokenType.Number && ahead.TryGetByte(out var value))
        {
            values.Add(value);
        }

        if (ahead.TokenType is not JsonTokenType.EndArray || !ahead.Read() || ahead.TokenType is not JsonTokenType.EndObject)
        {
            return false;
        }

        bytes = [.. values];
        reader = ahead;
        return true;
    }

    private static bool IsProperty(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
        => reader.Read() && reader.TokenType is JsonTokenType.PropertyName && reader.ValueTextEquals(name);
}
