using System.Text;

namespace SocketIO.Protocol.MessagePack.Tests;

/// <summary>The parser, as tests use it.</summary>
internal static class Codec
{
    public static MessagePackParser Parser { get; } = new();

    public static JsonArgumentSerializer Serializer { get; } = new(marksTypes: true);

    /// <summary>Decodes a message that must be accepted.</summary>
    public static Packet Decode(ReadOnlySpan<byte> message, PacketLimits? limits = null)
    {
        Assert.Equal(PacketError.None, Parser.CreateDecoder(limits ?? PacketLimits.Default).Add(message, isBinary: true, out var packet, out var complete));
        Assert.True(complete);
        return Packet.From(packet);
    }

    /// <summary>Gets why a message is refused.</summary>
    public static PacketError Refuse(ReadOnlySpan<byte> message, PacketLimits? limits = null)
    {
        var error = Parser.CreateDecoder(limits ?? PacketLimits.Default).Add(message, isBinary: true, out var packet, out var complete);
        Assert.NotEqual(PacketError.None, error);
        Assert.False(complete);
        Assert.True(packet.Payload.IsEmpty && packet.Attachments is null);
        return error;
    }

    /// <summary>Encodes an event as the server does.</summary>
    public static byte[] Encode(string eventName, params object?[] arguments) => Encode(PacketType.Event, "/", null, eventName, arguments);

    /// <summary>Encodes a packet as the server does.</summary>
    public static byte[] Encode(PacketType type, string ns, long? ackId, string? eventName, params object?[] arguments)
    {
        var buffer = PacketBuffer.Rent();

        try
        {
            switch (type)
            {
                case PacketType.Event or PacketType.Ack:
                    buffer.Write(type, ns, ackId, eventName, arguments, Serializer);
                    break;

                default:
                    buffer.WriteRaw(type, ns, arguments.Length == 0 ? null : arguments[0], Serializer);
                    break;
            }

            // Both ways that a packet can go must lead to the same bytes.
            var message = MessageOf(buffer.Translate(Parser));
            Assert.Equal(Convert.ToHexString(message), Convert.ToHexString(MessageOf(buffer.ToEncodedPacket().Translate(Parser))));
            return message;
        }
        finally
        {
            buffer.Return();
        }
    }

    /// <summary>Gets the payload of a message.</summary>
    public static byte[] DataOf(byte[] message)
    {
        PacketMap.Read(message, out var map);
        return map.Data.ToArray();
    }

    /// <summary>Makes an event out of MessagePack: its arguments.</summary>
    public static byte[] Event(params byte[][] arguments)
        => [0x83, 0xa4, .. "type"u8, 2, 0xa4, .. "data"u8, (byte)(0x91 + arguments.Length), 0xa1, (byte)'e', .. arguments.SelectMany(a => a), 0xa3, .. "nsp"u8, 0xa1, (byte)'/'];

    private static byte[] MessageOf(EncodedPacket packet)
    {
        Assert.True(packet.Text.IsEmpty);
        return Assert.Single(packet.Attachments.ToArray()).ToArray();
    }

    /// <summary>A packet copied out of the decoder.</summary>
    internal sealed record Packet(PacketType Type, string Namespace, long? AckId, string EventName, string Payload, EventArguments Arguments)
    {
        public static Packet From(ReceivedPacket packet) => new(
            packet.Type,
            Encoding.UTF8.GetString(packet.Namespace),
            packet.AckId,
            Encoding.UTF8.GetString(packet.EventName),
            Encoding.UTF8.GetString(packet.Payload),
            packet.ToArguments(Serializer));

        /// <summary>Sends the packet on as it came.</summary>
        public byte[] Echo() => Encode(Type, Namespace, AckId, Type is PacketType.Event ? EventName : null, [.. Arguments.Cast<object>()]);
    }
}
