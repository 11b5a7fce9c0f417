using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SocketIO.Protocol;

/// <summary>
/// Sends a received argument on within an object of the application's, and receives one there.
/// </summary>
/// <param name="serializer">What a received argument is read with later.</param>
internal sealed class EventArgumentConverter(IArgumentSerializer serializer) : JsonConverter<EventArgument>
{
    /// <inheritdoc/>
    public override EventArgument Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        var json = JsonMarshal.GetRawUtf8Value(document.RootElement).ToArray();
        return new EventArguments(json, 1, AttachmentScope.Read, serializer)[0];
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, EventArgument value, JsonSerializerOptions options)
    {
        var json = value.MarkedJson.Span;

        if (value.Attachments is not { } source || AttachmentScope.Written is not { } target)
        {
            writer.WriteRawValue(json, skipInputValidation: true);
            return;
        }

        var renumbered = new ArrayBufferWriter<byte>(json.Length);
        Placeholders.Copy(renumbered, json, source, target);
        writer.WriteRawValue(renumbered.WrittenSpan, skipInputValidation: true);
    }
}
