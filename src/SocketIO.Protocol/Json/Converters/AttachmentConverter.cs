using System.Text.Json;
using System.Text.Json.Serialization;

namespace SocketIO.Protocol;

/// <summary>
/// Writes binary data as a placeholder and reads it back, for one of the types that hold binary data.
/// </summary>
internal abstract class AttachmentConverter<T> : JsonConverter<T>
{
    private const int MaxPlaceholderLength = 40;

    /// <inheritdoc/>
    public sealed override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        => FromMemory(reader.TokenType is JsonTokenType.StartObject ? ReadPlaceholder(ref reader) : reader.GetBytesFromBase64());

    /// <inheritdoc/>
    public sealed override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        var bytes = ToMemory(value);

        if (AttachmentScope.Written is not { } attachments)
        {
            writer.WriteBase64StringValue(bytes.Span);
            return;
        }

        Span<byte> json = stackalloc byte[MaxPlaceholderLength];
        writer.WriteRawValue(json[..Placeholders.Format(json, attachments.Count)], skipInputValidation: true);
        attachments.Add(bytes);
    }

    /// <summary>Gets the bytes of a value.</summary>
    protected abstract ReadOnlyMemory<byte> ToMemory(T value);

    /// <summary>Makes a value of bytes, which are not to be changed by others.</summary>
    protected abstract T FromMemory(ReadOnlyMemory<byte> bytes);

    private static ReadOnlyMemory<byte> ReadPlaceholder(ref Utf8JsonReader reader)
    {
        var isMarked = false;
        var number = -1;

        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("_placeholder"u8))
            {
                reader.Read();
                isMarked = reader.TokenType is JsonTokenType.True;
            }
            else if (reader.ValueTextEquals("num"u8))
            {
                reader.Read();
                number = reader.TokenType is JsonTokenType.Number && reader.TryGetInt32(out var value) ? value : -1;
            }

            // Moves over the value of any other property, and over an array or object where a number was expected.
            reader.Skip();
        }

        // Without attachments a placeholder is an object like any other, and an object is not binary data.
        return isMarked && AttachmentScope.Read is { } attachments && (uint)number < (uint)attachments.Length
            ? attachments[number]
            : throw new JsonException("The JSON value is not binary data.");
    }
}
