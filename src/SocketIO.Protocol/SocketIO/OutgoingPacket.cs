using System.Buffers.Text;

namespace SocketIO.Protocol;

/// <summary>
/// A packet that is to be sent, taken apart for a <see cref="PacketParser"/>.
/// </summary>
public readonly ref struct OutgoingPacket
{
    /// <summary>Takes a packet of our own apart.</summary>
    /// <param name="text">The Engine.IO text packet.</param>
    /// <param name="attachments">The attachments.</param>
    // <4> <type> [<attachments> "-"] ["/"<namespace> ","] [<ack id>] [<json>]
    internal OutgoingPacket(ReadOnlySpan<byte> text, ReadOnlySpan<ReadOnlyMemory<byte>> attachments)
    {
        var type = (PacketType)(text[1] - '0');
        var rest = text[2..];
        Attachments = attachments;
        Namespace = "/"u8;

        if (type is PacketType.BinaryEvent or PacketType.BinaryAck)
        {
            rest = rest[(rest.IndexOf((byte)'-') + 1)..];
            type = type is PacketType.BinaryEvent ? PacketType.Event : PacketType.Ack;
        }

        Type = type;

        if (rest is [(byte)'/', ..])
        {
            var comma = rest.IndexOf((byte)',');
            Namespace = rest[..comma];
            rest = rest[(comma + 1)..];
        }

        if (Utf8Parser.TryParse(rest, out long id, out var digits))
        {
            AckId = id;
            rest = rest[digits..];
        }

        Payload = rest;
    }

    /// <summary>Gets what the packet is for; <see cref="PacketType.Event"/> and <see cref="PacketType.Ack"/> also when it has attachments.</summary>
    public PacketType Type { get; }

    /// <summary>Gets the namespace in UTF-8, with its slash.</summary>
    public ReadOnlySpan<byte> Namespace { get; }

    /// <summary>Gets the id of the acknowledgement asked for or given, if any.</summary>
    public long? AckId { get; }

    /// <summary>Gets the payload: valid JSON, or empty. Binary data in it is <c>{"_placeholder":true,"num":0}</c>, if there are <see cref="Attachments"/>.</summary>
    public ReadOnlySpan<byte> Payload { get; }

    /// <summary>Gets the binary data that placeholders stand for, which must not be changed.</summary>
    public ReadOnlySpan<ReadOnlyMemory<byte>> Attachments { get; }
}
