using System.Text.Json;
using System.Text.Json.Serialization;

namespace SocketIO.Protocol;

/// <summary>Writes dates in UTC; one of no particular kind is taken to be UTC, since the peer cannot know our time zone.</summary>
internal sealed class DateTimeConverter : JsonConverter<DateTime>
{
    /// <inheritdoc/>
    public override DateTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTime();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTime value, JsonSerializerOptions options)
    {
        Span<byte> text = stackalloc byte[JavaScriptDate.MaxLength];
        var utc = value.Kind is DateTimeKind.Local ? value.ToUniversalTime() : value;
        writer.WriteStringValue(text[..JavaScriptDate.Format(utc, text)]);
    }
}
