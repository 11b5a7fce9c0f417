using SocketIO.Tests;

namespace SocketIO.Protocol.MessagePack.Tests;

/// <summary>What a packet costs beyond its own bytes.</summary>
public sealed class CostTests
{
    [Fact]
    public void A_received_packet_costs_its_json_and_no_more()
    {
        var message = Codec.Encode("chat message", "hello", 12, true);
        var json = Codec.Decode(message).Payload.Length;
        var decoder = Codec.Parser.CreateDecoder(PacketLimits.Default);

        var bytes = Allocated.PerRun(() => decoder.Add(message, isBinary: true, out _, out _));

        // An array's header and its padding.
        Assert.InRange(bytes, json, json + 32);
    }

    [Fact]
    public void A_sent_packet_costs_its_message_and_what_carries_it()
    {
        var buffer = PacketBuffer.Rent();
        object?[] arguments = ["hello", 12, true];
        buffer.Write(PacketType.Event, "/", null, "chat message", arguments, Codec.Serializer);
        var length = buffer.Translate(Codec.Parser).Size;

        var bytes = Allocated.PerRun(() => buffer.Translate(Codec.Parser));

        Assert.InRange(bytes, length, length + 200);
        buffer.Return();
    }
}
