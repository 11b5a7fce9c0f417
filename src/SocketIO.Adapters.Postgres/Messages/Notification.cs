using System.Text;
using System.Text.Json;

namespace SocketIO.Adapters.Postgres;

/// <summary>
/// What a notification says besides the message itself, or instead of it.
/// </summary>
/// <param name="Json">What was notified.</param>
/// <param name="Uid">The sender.</param>
/// <param name="Type">The type of the message.</param>
/// <param name="AttachmentId">The row of the message if it is not in the notification; else zero.</param>
/// <param name="Number">The number of the message among those of its sender that are not kept; zero if it has none.</param>
/// <param name="Sequence">The number of the message among those of its sender that are kept.</param>
/// <param name="Position">Its row among the packets that are kept for recovery; else zero.</param>
internal readonly record struct Notification(
    ReadOnlyMemory<byte> Json,
    string Uid,
    ClusterMessageType Type,
    long AttachmentId,
    long Number,
    long Sequence,
    long Position)
{
    // As deep as the messages themselves may be, which are passed over here.
    private static readonly JsonReaderOptions s_options = new() { MaxDepth = 1024 };

    /// <summary>Reads the outermost level.</summary>
    /// <returns><see langword="false"/> for what is no JSON object.</returns>
    public static bool TryRead(string payload, out Notification notification)
    {
        var json = Encoding.UTF8.GetBytes(payload);
        notification = new Notification(json, string.Empty, default, 0, 0, 0, 0);

        try
        {
            var reader = new Utf8JsonReader(json, s_options);

            if (!reader.Read() || reader.TokenType is not JsonTokenType.StartObject)
            {
                return false;
            }

            while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
            {
                notification = ReadProperty(ref reader, notification);
            }

            return !reader.Read();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static Notification ReadProperty(ref Utf8JsonReader reader, Notification notification)
    {
        if (reader.ValueTextEquals("uid"u8))
        {
            reader.Read();
            var uid = reader.TokenType is JsonTokenType.String ? reader.GetString()! : string.Empty;
            reader.Skip();
            return notification with { Uid = uid };
        }

        if (reader.ValueTextEquals("type"u8))
        {
            return notification with { Type = (ClusterMessageType)(int)Math.Min(ReadNumber(ref reader), byte.MaxValue) };
        }

        if (reader.ValueTextEquals("attachmentId"u8))
        {
            return notification with { AttachmentId = ReadNumber(ref reader) };
        }

        if (reader.ValueTextEquals("n"u8))
        {
            return notification with { Number = ReadNumber(ref reader) };
        }

        if (reader.ValueTextEquals("seq"u8))
        {
            return notification with { Sequence = ReadNumber(ref reader) };
        }

        if (reader.ValueTextEquals("position"u8))
        {
            return notification with { Position = ReadNumber(ref reader) };
        }

        reader.Read();
        reader.Skip();
        return notification;
    }

    // JavaScript has the ids of rows as text, because they may be larger than its numbers.
    private static long ReadNumber(ref Utf8JsonReader reader)
    {
        reader.Read();
        long number = 0;

        if (reader.TokenType is JsonTokenType.Number)
        {
            reader.TryGetInt64(out number);
        }
        else if (reader.TokenType is JsonTokenType.String)
        {
            long.TryParse(reader.GetString(), System.Globalization.CultureInfo.InvariantCulture, out number);
        }

        reader.Skip();
        return Math.Max(number, 0);
    }
}
