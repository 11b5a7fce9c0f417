using System.Text.Json;
using SocketIO.Protocol;

namespace SocketIO.Adapters;

/// <summary>
/// Messages between servers as JSON, in the form that the JavaScript cluster adapters share: <c>{"type":3,"data":{…},"uid":"…","nsp":"/"}</c>.
/// </summary>
/// <remarks>
/// Brokers that carry MessagePack translate the JSON: this is the only place that knows what a message is made of. What is received may be anything:
/// reading never throws. Thread-safe.
/// </remarks>
public static class ClusterMessageCodec
{
    // Deeper than any server lets clients send.
    private const int MaxDepth = 1024;

    internal static JsonReaderOptions ReaderOptions { get; } = new() { MaxDepth = MaxDepth };

    /// <summary>
    /// Writes a message.
    /// </summary>
    /// <param name="message">The message.</param>
    /// <param name="serializer">Writes what the application has attached to sockets.</param>
    /// <returns>The JSON and the binary data in it.</returns>
    public static ClusterText Write(ClusterMessage message, IArgumentSerializer serializer)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(serializer);

        var writer = new ClusterWriter(serializer);
        writer.WriteEnvelope(message);
        return writer.ToText();
    }

    /// <summary>
    /// Writes the <c>data</c> of a message, for brokers that carry the rest beside it.
    /// </summary>
    /// <param name="message">The message.</param>
    /// <param name="serializer">Writes what the application has attached to sockets.</param>
    /// <returns>The JSON, empty for a message without any, and the binary data in it.</returns>
    public static ClusterText WriteData(ClusterMessage message, IArgumentSerializer serializer)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(serializer);

        var writer = new ClusterWriter(serializer);
        writer.WriteData(message);
        return writer.ToText();
    }

    /// <summary>
    /// Reads a message.
    /// </summary>
    /// <param name="text">The JSON, which is kept, and the binary data in it.</param>
    /// <param name="serializer">Says whether marks of types mean anything to the server.</param>
    /// <param name="message">The message.</param>
    /// <param name="ns">The namespace of a message that names none, as those of the PostgreSQL emitter for JavaScript.</param>
    /// <returns><see langword="false"/> for what is no message of a known type, or lacks what such a message must have.</returns>
    public static bool TryRead(ClusterText text, IArgumentSerializer serializer, out ClusterMessage? message, string ns = "/")
        => ClusterReader.TryRead(text, serializer, ns, out message);

    /// <summary>
    /// Reads a message whose <c>data</c> came apart from the rest.
    /// </summary>
    /// <param name="uid">The sender.</param>
    /// <param name="ns">The namespace.</param>
    /// <param name="type">The type.</param>
    /// <param name="data">The JSON, which is kept, and the binary data in it.</param>
    /// <param name="serializer">Says whether marks of types mean anything to the server.</param>
    /// <param name="message">The message.</param>
    /// <returns><see langword="false"/> for what is no message of a known type, or lacks what such a message must have.</returns>
    public static bool TryReadData(string uid, string ns, int type, ClusterText data, IArgumentSerializer serializer, out ClusterMessage? message)
        => ClusterReader.TryReadData(uid, ns, type, data, serializer, out message);
}
