using System.Buffers;

namespace SocketIO.Protocol;

/// <summary>
/// Turns objects into JSON and back. Binary data within them travels beside the JSON.
/// </summary>
/// <remarks>Implementations are thread-safe.</remarks>
public interface IArgumentSerializer
{
    /// <summary>Gets a value indicating whether strings, numbers and booleans have a form of their own, so that no short cut may be taken for them.</summary>
    bool CustomizesPrimitives { get; }

    /// <summary>Writes a value as JSON.</summary>
    /// <param name="output">Receives the JSON in UTF-8.</param>
    /// <param name="value">The value. It is not changed.</param>
    /// <param name="attachments">Receives the binary data found in the value; each is replaced by <c>{"_placeholder":true,"num":n}</c>, n being its index. With <see langword="null"/>, binary data is written as base64.</param>
    void Serialize(IBufferWriter<byte> output, object? value, List<ReadOnlyMemory<byte>>? attachments);

    /// <summary>Reads a value.</summary>
    /// <typeparam name="T">The type to read it as.</typeparam>
    /// <param name="json">One JSON value, valid.</param>
    /// <param name="attachments">The attachments that placeholders refer to; <see langword="null"/> when placeholders have no meaning.</param>
    /// <exception cref="System.Text.Json.JsonException">The value is not of that type.</exception>
    /// <exception cref="NotSupportedException">The type cannot be read.</exception>
    T? Deserialize<T>(ReadOnlySpan<byte> json, ReadOnlyMemory<byte>[]? attachments);

    /// <summary>Reads a value.</summary>
    /// <param name="json">One JSON value, valid.</param>
    /// <param name="type">The type to read it as.</param>
    /// <param name="attachments">The attachments that placeholders refer to; <see langword="null"/> when placeholders have no meaning.</param>
    /// <exception cref="System.Text.Json.JsonException">The value is not of that type.</exception>
    /// <exception cref="NotSupportedException">The type cannot be read.</exception>
    object? Deserialize(ReadOnlySpan<byte> json, Type type, ReadOnlyMemory<byte>[]? attachments);
}
