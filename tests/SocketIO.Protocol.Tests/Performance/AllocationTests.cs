using System.Buffers;
using SocketIO.Tests;

namespace SocketIO.Protocol.Tests;

/// <summary>What a message costs in memory. These numbers are the promise; that they are small is the point of the design.</summary>
public sealed class AllocationTests
{
    // A string of 32 characters: header, length, characters and terminator, aligned.
    private const int StringOf32 = 88;

    private static readonly JsonArgumentSerializer _serializer = JsonArgumentSerializer.Default;

    private static readonly byte[] _echo = "212[\"echo\",\"abcdefghijklmnopqrstuvwxyz012345\"]"u8.ToArray();

    [Fact]
    public void Decoding_an_event_allocates_nothing()
    {
        var decoder = new PacketDecoder(PacketLimits.Default);

        Assert.Equal(0, Allocated.PerRun(() => decoder.AddText(_echo, out _, out _)));
        Assert.Equal(0, Allocated.PerRun(() => decoder.AddText("2/admin,[\"a\\\\b\",{\"k\":[1,2.5e3,true,null,\"\\u0041\"]}]"u8[..8], out _, out _)));
    }

    [Fact]
    public void Binding_an_event_allocates_its_strings_alone()
    {
        var decoder = new PacketDecoder(PacketLimits.Default);

        Assert.Equal(StringOf32, Allocated.PerRun(() =>
        {
            decoder.AddText(_echo, out var packet, out _);
            new ArgumentReader(packet).TryRead<string>(_serializer, out _);
        }));

        var numbers = "2[\"n\",1,9007199254740993,1.5,true]"u8.ToArray();
        Assert.Equal(0, Allocated.PerRun(() =>
        {
            decoder.AddText(numbers, out var packet, out _);
            var reader = new ArgumentReader(packet);
            reader.TryRead<int>(_serializer, out _);
            reader.TryRead<long>(_serializer, out _);
            reader.TryRead<double>(_serializer, out _);
            reader.TryRead<bool>(_serializer, out _);
        }));
    }

    [Fact]
    public void Refusing_a_packet_allocates_nothing()
    {
        var decoder = new PacketDecoder(PacketLimits.Default);
        byte[][] bad =
        [
            "2[\"a\""u8.ToArray(), "9"u8.ToArray(), "50-[]"u8.ToArray(), "599999-[]"u8.ToArray(), "2[\"connect\"]"u8.ToArray(), "2[\"a\",1e400]"u8.ToArray(),
            "29999999999999999999[]"u8.ToArray(), [(byte)'2', 0xff], [(byte)'2', .. new byte[1000]],
        ];

        foreach (var text in bad)
        {
            Assert.NotEqual(PacketError.None, decoder.AddText(text, out _, out _));
            Assert.Equal(0, Allocated.PerRun(() => decoder.AddText(text, out _, out _)));
        }
    }

    [Fact]
    public void Writing_an_event_allocates_nothing()
    {
        object?[] arguments = ["abcdefghijklmnopqrstuvwxyz012345 \u20ac \"", 5, 5L, 1.5, true, null];

        Assert.Equal(0, Allocated.PerRun(() =>
        {
            var buffer = PacketBuffer.Rent();
            buffer.Write(PacketType.Event, "/admin", 7, "echo", arguments, _serializer);
            buffer.Return();
        }));
    }

    [Fact]
    public void Writing_binary_data_allocates_only_its_copy()
    {
        object?[] arguments = [new byte[1024]];

        Assert.Equal(0, Allocated.PerRun(() =>
        {
            var buffer = PacketBuffer.Rent();
            buffer.Write(PacketType.Event, "/", null, "echo", arguments, _serializer);
            buffer.Return();
        }));
        Assert.InRange(
            Allocated.PerRun(() =>
            {
                var buffer = PacketBuffer.Rent();
                buffer.Write(PacketType.Event, "/", null, "echo", arguments, _serializer);
                buffer.ToEncodedPacket();
                buffer.Return();
            }),
            1024,
            1024 + 256);
    }

    [Fact]
    public void A_shared_packet_costs_two_objects_however_often_it_is_sent()
    {
        object?[] arguments = ["abcdefghijklmnopqrstuvwxyz012345"];

        Assert.InRange(
            Allocated.PerRun(() =>
            {
                var buffer = PacketBuffer.Rent();
                buffer.Write(PacketType.Event, "/", null, "echo", arguments, _serializer);
                var packet = buffer.ToEncodedPacket();
                buffer.Return();

                for (var i = 0; i < 10; i++)
                {
                    _ = packet.WebSocketFrames;
                }
            }),
            1,
            160);
    }

    [Fact]
    public void Binding_binary_data_does_not_copy_it()
    {
        var decoder = new PacketDecoder(PacketLimits.Default);
        var text = "51-[\"a\",{\"_placeholder\":true,\"num\":0}]"u8.ToArray();
        var attachment = new byte[100_000];

        Assert.InRange(
            Allocated.PerRun(() =>
            {
                decoder.AddText(text, out _, out _);
                decoder.AddBinary(attachment, out var packet, out _);
                new ArgumentReader(packet).TryRead<byte[]>(_serializer, out _);
            }),
            1,
            600);
    }

    [Fact]
    public void Engine_packets_are_decoded_without_allocating()
    {
        var body = "4hello\u001e2\u001e6"u8.ToArray();

        Assert.Equal(0, Allocated.PerRun(() =>
        {
            var reader = new EnginePayloadReader(body);

            while (reader.TryRead(out _))
            {
            }

            EngineCodecV4.Decode(body, out _);
        }));
    }

    [Fact]
    public void Polling_bodies_are_written_without_allocating()
    {
        var body = new ArrayBufferWriter<byte>(4096);
        var text = new EncodedPacket(_echo);
        var binary = new EncodedPacket("451-[\"a\",{\"_placeholder\":true,\"num\":0}]"u8.ToArray(), [new byte[1000]]);

        Assert.Equal(0, Allocated.PerRun(() =>
        {
            var first = true;
            body.ResetWrittenCount();
            EnginePayloadWriter.Write(body, text, ref first);
            EnginePayloadWriter.Write(body, binary, ref first);
        }));
    }
}
