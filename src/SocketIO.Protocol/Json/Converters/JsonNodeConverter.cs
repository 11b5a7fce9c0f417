using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace SocketIO.Protocol;

/// <summary>
/// Reads nodes at once, the last of several equal names winning as in JavaScript. The framework's own converter leaves
/// objects unread until they are used, and then throws at such names, in the middle of a handler.
/// </summary>
internal sealed class JsonNodeConverter<T> : JsonConverter<T>
    where T : JsonNode
{
    /// <inheritdoc/>
    public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        => ReadNode(ref reader) as T ?? throw new JsonException($"The JSON value is not a {typeof(T).Name}.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => value.WriteTo(writer, options);

    // Recursive, but no deeper than the reader allows.
    private static JsonNode? ReadNode(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var properties = new JsonObject();

                while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
                {
                    var name = reader.GetString()!;
                    reader.Read();
                    properties[name] = ReadNode(ref reader);
                }

                return properties;

            case JsonTokenType.StartArray:
                var items = new JsonArray();

                while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
                {
                    items.Add(ReadNode(ref reader));
                }

                return items;

            case JsonTokenType.Null:
                return null;

            default:
                return JsonValue.Create(JsonElement.ParseValue(ref reader));
        }
    }
}
