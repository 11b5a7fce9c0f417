using System.Text.Json;
using System.Text.Json.Serialization;

namespace SocketIO.Protocol;

/// <summary>Writes <see langword="float"/> numbers as JavaScript does, and those that are not finite as <c>null</c>.</summary>
internal sealed class SingleConverter : JsonConverter<float>
{
    /// <inheritdoc/>
    public override float Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetSingle();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, float value, JsonSerializerOptions options)
    {
        Span<byte> text = stackalloc byte[JavaScriptNumber.MaxLength];
        writer.WriteRawValue(text[..JavaScriptNumber.Format(value, text)], skipInputValidation: true);
    }
}
