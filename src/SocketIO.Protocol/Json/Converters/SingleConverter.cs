using System.Text.Json;
using System.Text.Json.Serialization;

namespace SocketIO.Protocol;

/// <summary>Writes <see langword="float"/> numbers as JavaScript does, and those that are not finite as <c>null</c>.</summary>
/// <param name="marks">Whether to mark those that are not finite.</param>
internal sealed class SingleConverter(bool marks) : JsonConverter<float>
{
    /// <inheritdoc/>
    public override float Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetSingle();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, float value, JsonSerializerOptions options)
        => JavaScriptNumber.Write(writer, value, marks);
}
