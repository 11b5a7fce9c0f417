using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using SocketIO.Protocol;
using SocketIO.Protocol.MessagePack;
using StackExchange.Redis;

namespace SocketIO.Adapters.Redis;

/// <summary>
/// Messages as entries of a stream, and as what is published: the forms of the JavaScript adapter.
/// </summary>
internal static class StreamEntryCodec
{
    /// <summary>Writes the fields of an entry: <c>uid … nsp … type 3 data {…}</c>. Binary data makes <c>data</c> MessagePack in base 64.</summary>
    /// <param name="message">The message.</param>
    /// <param name="serializer">Writes what the application has attached to sockets.</param>
    /// <param name="onlyPlaintext">Whether there must be JSON whatever the data.</param>
    public static List<RedisValue> WriteFields(ClusterMessage message, IArgumentSerializer serializer, bool onlyPlaintext)
    {
        List<RedisValue> fields =
        [
            "uid", message.Uid,
            "nsp", message.Namespace,
            "type", ((int)message.Type).ToString(CultureInfo.InvariantCulture),
        ];

        var text = ClusterMessageCodec.WriteData(message, serializer);

        if (text.Json.Length > 0)
        {
            fields.Add("data");
            fields.Add(text.HasAttachments && !onlyPlaintext ? ToBase64(JsonBridge.ToMessagePack(text.Json.Span, text.Attachments)) : BufferJson.Inline(text).ToArray());
        }

        // JavaScript reads the fields it knows.
        if (message.Sequence > 0)
        {
            fields.Add(StreamEntry.SequenceField);
            fields.Add(message.Sequence.ToString(CultureInfo.InvariantCulture));
        }

        return fields;
    }

    /// <summary>Reads an entry. Never throws.</summary>
    public static ClusterMessage? Read(StreamEntry entry, IArgumentSerializer serializer)
    {
        if (!int.TryParse(entry.Type, NumberStyles.None, CultureInfo.InvariantCulture, out var type)
            || !TryReadText(entry.Data, out var text)
            || !ClusterMessageCodec.TryReadData(entry.Uid, entry.Namespace, type, text, serializer, out var message))
        {
            return null;
        }

        return message! with { Sequence = entry.Sequence };
    }

    /// <summary>Writes what is published.</summary>
    public static byte[] WriteMessagePack(ClusterMessage message, IArgumentSerializer serializer)
    {
        var text = ClusterMessageCodec.Write(message, serializer);
        return JsonBridge.ToMessagePack(text.Json.Span, text.Attachments);
    }

    /// <summary>Reads what was published. Never throws.</summary>
    public static ClusterMessage? ReadMessagePack(ReadOnlySpan<byte> messagePack, IArgumentSerializer serializer)
        => JsonBridge.TryToJson(messagePack, out var json, out var attachments)
            && ClusterMessageCodec.TryRead(new ClusterText(json, attachments), serializer, out var message, ns: string.Empty)
            ? message
            : null;

    public static byte[] ToBase64(ReadOnlySpan<byte> bytes)
    {
        var base64 = new byte[Base64.GetMaxEncodedToUtf8Length(bytes.Length)];
        Base64.EncodeToUtf8(bytes, base64, out _, out _);
        return base64;
    }

    public static bool TryReadText(byte[] data, out ClusterText text)
    {
        text = new ClusterText(data, []);

        if (data.Length == 0 || data[0] == (byte)'{')
        {
            return true;
        }

        var bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(data.Length)];

        if (Base64.DecodeFromUtf8(data, bytes, out _, out var length) is not OperationStatus.Done
            || !JsonBridge.TryToJson(bytes.AsSpan(0, length), out var json, out var attachments))
        {
            return false;
        }

        text = new ClusterText(json, attachments);
        return true;
    }
}
