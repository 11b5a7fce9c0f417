using System.Text;

namespace SocketIO.Protocol.Tests;

/// <summary>Encodes packets in one call, for tests.</summary>
internal static class Encoded
{
    public static EncodedPacket Event(string name, params object?[] arguments) => Packet(PacketType.Event, "/", null, name, arguments);

    public static EncodedPacket Packet(PacketType type, string ns, long? ackId, string? name, params object?[] arguments)
        => Packet(JsonArgumentSerializer.Default, type, ns, ackId, name, arguments);

    public static EncodedPacket Packet(IArgumentSerializer serializer, PacketType type, string ns, long? ackId, string? name, params object?[] arguments)
    {
        var buffer = PacketBuffer.Rent();

        try
        {
            buffer.Write(type, ns, ackId, name, arguments, serializer);
            return buffer.ToEncodedPacket();
        }
        finally
        {
            buffer.Return();
        }
    }

    public static string Text(this EncodedPacket packet) => Encoding.UTF8.GetString(packet.Text.Span);

    /// <summary>The JSON of one argument.</summary>
    public static string Json(object? argument, IArgumentSerializer? serializer = null)
        => Packet(serializer ?? JsonArgumentSerializer.Default, PacketType.Ack, "/", 1, null, argument).Text()["431[".Length..^1];
}
