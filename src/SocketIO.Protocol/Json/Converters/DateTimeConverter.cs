using System.Text.Json;
using System.Text.Json.Serialization;

namespace SocketIO.Protocol;

/// <summary>Writes dates in UTC; one of no particular kind is taken to be UTC, since the peer cannot know our time zone.</summary>
/// <param name="marks">Whether to mark them as dates.</param>
internal sealed class DateTimeConverter(bool marks) : JsonConverter<DateTime>
{
    /// <inheritdoc/>
    public override DateTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTime();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTime value, JsonSerializerOptions options)
    {
        var utc = value.Kind is DateTimeKind.Local ? value.ToUniversalTime() : value;
        JavaScriptDate.Write(writer, utc, marks);
    }
}
