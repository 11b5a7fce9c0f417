using System.Text.Json;
using System.Text.Json.Serialization;

namespace SocketIO.Protocol;

/// <summary>Writes points in time in UTC.</summary>
/// <param name="marks">Whether to mark them as dates.</param>
internal sealed class DateTimeOffsetConverter(bool marks) : JsonConverter<DateTimeOffset>
{
    /// <inheritdoc/>
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        JavaScriptDate.Write(writer, value.UtcDateTime, marks);
    }
}
