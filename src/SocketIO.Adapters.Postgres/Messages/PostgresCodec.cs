using System.Text;
using System.Text.Json;
using SocketIO.Protocol;
using SocketIO.Protocol.MessagePack;

namespace SocketIO.Adapters.Postgres;

/// <summary>
/// Messages in the form that the JavaScript adapter has: JSON in a notification, or MessagePack in a table when they hold binary data or are too large.
/// </summary>
internal static class PostgresCodec
{
    // PostgreSQL takes 7999 bytes. Some are left for what is added when it is sent: the numbers of the message and of its row.
    private const int MaxNotification = 7900;

    private const byte OpeningBrace = (byte)'{';

    /// <summary>Writes a message for a notification.</summary>
    public static Publication Encode(ClusterMessage message, Lane lane, IArgumentSerializer serializer, int threshold)
    {
        var text = ClusterMessageCodec.Write(message, serializer);
        return IsForTable(text, threshold) ? new Publication(lane, HeadOf(message), ToMessagePack(text)) : new Publication(lane, WithoutBrace(text), body: null);
    }

    /// <summary>Writes a message that is kept for recovery as well.</summary>
    public static Publication EncodeKept(ClusterMessage message, Lane lane, IArgumentSerializer serializer, int threshold)
    {
        var text = ClusterMessageCodec.Write(message, serializer);
        long? sequence = message.Sequence > 0 ? message.Sequence : null;

        return IsForTable(text, threshold)
            ? new Publication(lane, HeadOf(message), ToMessagePack(text)) { Kept = new KeptPacket(message.Uid, sequence, ToRow(text)) }
            : new Publication(lane, WithoutBrace(text), body: null) { Kept = new KeptPacket(message.Uid, sequence, text.Json.ToArray()) };
    }

    /// <summary>Reads a message that stood in a table.</summary>
    /// <returns><see langword="false"/> for anything else.</returns>
    public static bool TryDecode(ReadOnlyMemory<byte> body, IArgumentSerializer serializer, string ns, out ClusterMessage? message)
    {
        message = null;

        return TryToText(body, out var text) && TryDecode(text, serializer, ns, out message);
    }

    /// <summary>Reads a message that stood in a notification.</summary>
    /// <returns><see langword="false"/> for anything else.</returns>
    public static bool TryDecodeJson(ReadOnlyMemory<byte> json, IArgumentSerializer serializer, string ns, out ClusterMessage? message)
        => TryDecode(new ClusterText(json, []), serializer, ns, out message);

    /// <summary>Writes JSON with binary data for a column of bytes.</summary>
    public static byte[] ToRow(ClusterText text) => text.HasAttachments ? ToMessagePack(text) : text.Json.ToArray();

    /// <summary>Reads a column of bytes: JSON begins with a brace, which no map of MessagePack does.</summary>
    public static bool TryToText(ReadOnlyMemory<byte> row, out ClusterText text)
    {
        if (row.Length > 0 && row.Span[0] == OpeningBrace)
        {
            text = new ClusterText(row, []);
            return true;
        }

        var isRead = JsonBridge.TryToJson(row.Span, out var json, out var attachments);
        text = new ClusterText(json, attachments);
        return isRead;
    }

    private static bool TryDecode(ClusterText text, IArgumentSerializer serializer, string ns, out ClusterMessage? message)
    {
        if (!ClusterMessageCodec.TryRead(text, serializer, out message, ns))
        {
            return false;
        }

        if (message!.Type is ClusterMessageType.FetchSocketsResponse)
        {
            message = message with { Sockets = NodeBuffer.Restore(message.Sockets) };
        }

        return true;
    }

    private static bool IsForTable(ClusterText text, int threshold) => text.HasAttachments || text.Json.Length >= Math.Min(threshold, MaxNotification);

    private static byte[] ToMessagePack(ClusterText text) => JsonBridge.ToMessagePack(text.Json.Span, text.Attachments);

    private static string WithoutBrace(ClusterText text) => Encoding.UTF8.GetString(text.Json.Span[..^1]);

    // The namespace is not in it, as in JavaScript: it is in the row.
    private static string HeadOf(ClusterMessage message)
        => $"{{\"uid\":\"{JsonEncodedText.Encode(message.Uid)}\",\"type\":{(int)message.Type}{SequenceOf(message)}";

    private static string SequenceOf(ClusterMessage message) => message.Sequence > 0 ? $",\"seq\":{message.Sequence}" : string.Empty;
}
