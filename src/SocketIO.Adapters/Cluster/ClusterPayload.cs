using System.Text;
using System.Text.Json;
using SocketIO.Protocol;

namespace SocketIO.Adapters;

/// <summary>
/// What the application has sent: JSON, and the binary data that placeholders in it stand for. It is passed on as it is; nothing is made of it but what a
/// handler asks for.
/// </summary>
/// <remarks>Immutable.</remarks>
public sealed class ClusterPayload
{
    /// <summary>
    /// Initializes a new instance of the <see cref="ClusterPayload"/> class.
    /// </summary>
    /// <param name="json">Valid JSON in UTF-8: an array with the name and the arguments of an event, or one value.</param>
    /// <param name="attachments">The binary data, in the order of the placeholders' numbers.</param>
    public ClusterPayload(ReadOnlyMemory<byte> json, ReadOnlyMemory<byte>[]? attachments = null)
    {
        Json = json;
        Attachments = attachments ?? [];
    }

    /// <summary>
    /// Gets the JSON in UTF-8.
    /// </summary>
    public ReadOnlyMemory<byte> Json { get; }

    /// <summary>
    /// Gets the binary data that placeholders stand for.
    /// </summary>
    /// <value>Not to be written to.</value>
    public ReadOnlyMemory<byte>[] Attachments { get; }

    /// <summary>Takes the event out of a packet for clients.</summary>
    internal static ClusterPayload Of(EncodedPacket packet) => new(packet.Payload, packet.Attachments.ToArray());

    /// <summary>Takes the first of an answer's arguments, which is all that other servers are told.</summary>
    internal static ClusterPayload? OfFirst(EventArguments arguments)
        => arguments.Count == 0 ? null : new(arguments[0].MarkedJson, arguments[0].Attachments);

    /// <summary>Makes a packet for the clients of a namespace.</summary>
    internal EncodedPacket ToPacket(string ns) => EncodedPacket.OfEvent(ns, Json.Span, Attachments);

    /// <summary>Reads one value as the only argument.</summary>
    internal EventArguments ToArgument(IArgumentSerializer serializer) => new(Json.ToArray(), 1, Attachments, serializer);

    /// <summary>Reads an array as the name of an event and its arguments.</summary>
    internal EventArguments ToArguments(IArgumentSerializer serializer, out string eventName)
    {
        var reader = new Utf8JsonReader(Json.Span, ClusterMessageCodec.ReaderOptions);
        reader.Read();
        reader.Read();
        eventName = reader.TokenType is JsonTokenType.String ? reader.GetText() : Encoding.UTF8.GetString(reader.ValueSpan);
        var count = 0;
        var first = 0;

        while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
        {
            if (count++ == 0)
            {
                first = TypeMark.FindStart(Json.Span, (int)reader.TokenStartIndex);
            }

            reader.Skip();
        }

        return count == 0 ? EventArguments.Empty : new EventArguments(Json[first..].ToArray(), count, Attachments, serializer);
    }
}
