using System.Text.Json;
using System.Text.Json.Serialization;

namespace SocketIO.Protocol;

/// <summary>Writes <see langword="double"/> numbers as JavaScript does, and those that are not finite as <c>null</c>.</summary>
/// <param name="marks">Whether to mark those that are not finite.</param>
internal sealed class DoubleConverter(bool marks) : JsonConverter<double>
{
    /// <inheritdoc/>
    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDouble();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
        => JavaScriptNumber.Write(writer, value, marks);
}
