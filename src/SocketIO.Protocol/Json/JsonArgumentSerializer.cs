using System.Buffers;
using System.Text.Json;

namespace SocketIO.Protocol;

/// <summary>
/// Serialises arguments with <see cref="System.Text.Json"/>, in the text that <c>JSON.stringify</c> would write.
/// </summary>
public sealed class JsonArgumentSerializer : IArgumentSerializer
{
    /// <summary>Initializes a new instance of the <see cref="JsonArgumentSerializer"/> class.</summary>
    /// <param name="options">The options to start from, copied. A source-generated context can be given as its resolver. By default names are in camel case and read in any case.</param>
    public JsonArgumentSerializer(JsonSerializerOptions? options = null) => Options = options ?? new JsonSerializerOptions();

    /// <summary>Gets the serializer with default options.</summary>
    public static JsonArgumentSerializer Default { get; } = new();

    /// <summary>Gets the options in effect, read-only.</summary>
    public JsonSerializerOptions Options { get; }

    /// <inheritdoc/>
    public bool CustomizesPrimitives => throw new NotImplementedException();

    /// <inheritdoc/>
    public void Serialize(IBufferWriter<byte> output, object? value, List<ReadOnlyMemory<byte>>? attachments) => throw new NotImplementedException();

    /// <inheritdoc/>
    public T? Deserialize<T>(ReadOnlySpan<byte> json, ReadOnlyMemory<byte>[]? attachments) => throw new NotImplementedException();

    /// <inheritdoc/>
    public object? Deserialize(ReadOnlySpan<byte> json, Type type, ReadOnlyMemory<byte>[]? attachments) => throw new NotImplementedException();
}
