using SocketIO.Engine;
using SocketIO.Protocol;

namespace SocketIO.Tests;

public sealed class FrameReaderSplitTests
{
    private static readonly byte[] Conversation =
    [
        .. ClientFrames.Text("40"),
        .. ClientFrames.Text("42[\"grüße\",\"日本\",\"🚀\"]"),
        .. ClientFrames.Ping("are you there"),
        .. ClientFrames.Binary([.. Enumerable.Range(0, 300).Select(i => (byte)i)]),
        .. ClientFrames.Text("42[\"frag", fin: false),
        .. ClientFrames.Pong(),
        .. ClientFrames.Continuation("mented 🚀"u8.ToArray()[..9], fin: false),
        .. ClientFrames.Ping(new string('x', 125)),
        .. ClientFrames.Continuation("mented 🚀"u8.ToArray()[9..], fin: false),
        .. ClientFrames.Continuation([], fin: false),
        .. ClientFrames.Continuation("\"]"u8.ToArray(), fin: true),
        .. ClientFrames.Binary([.. Enumerable.Range(0, 70_000).Select(i => (byte)(i * 7))]),
        .. ClientFrames.Text("3"),
        .. ClientFrames.Close(1001, "going away"),
    ];

    private static readonly List<string> Expected = Transcript.Read(Conversation);

    [Fact]
    public void The_conversation_is_what_it_should_be()
    {
        Assert.Equal(10, Expected.Count);
        Assert.Equal("text 42[\"grüße\",\"日本\",\"🚀\"]", Expected[1]);
        Assert.Equal("text 42[\"fragmented 🚀\"]", Expected[6]);
        Assert.Equal("close 1001 going away", Expected[^1]);
    }

    [Fact]
    public void Byte_by_byte_it_is_the_same_conversation()
        => Assert.Equal(Expected, Transcript.Read(new WebSocketSettings(), Conversation, 1));

    [Fact]
    public void In_pieces_of_any_size_it_is_the_same_conversation()
    {
        for (var piece = 2; piece < 600; piece++)
        {
            Assert.Equal(Expected, Transcript.Read(new WebSocketSettings(), Conversation, piece));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Split_at_random_it_is_the_same_conversation(int seed)
    {
        var random = new Random(seed);

        for (var round = 0; round < 200; round++)
        {
            var most = 1 << random.Next(1, 14);
            Assert.Equal(Expected, Transcript.Read(new WebSocketSettings(), Conversation, _ => random.Next(1, most + 1), following: random.Next(2) == 0));
        }
    }

    [Fact]
    [Trait("Hostile", "CVE-2016-10518")]
    public void No_stale_byte_leaves_a_pooled_buffer_and_every_buffer_comes_back()
    {
        var pool = new PoisonPool();
        var settings = new WebSocketSettings { Pool = pool };
        var random = new Random(4);

        for (var round = 0; round < 100; round++)
        {
            var most = 1 << random.Next(1, 14);
            Assert.Equal(Expected, Transcript.Read(settings, Conversation, _ => random.Next(1, most + 1), following: random.Next(2) == 0));
            Assert.Equal(0, pool.Rented);
        }
    }

    [Fact]
    public void A_message_in_one_piece_needs_no_buffer()
    {
        var settings = new WebSocketSettings { Pool = new NoPool() };
        Assert.Equal(["text one", "text two"], Transcript.Read(settings, [.. ClientFrames.Text("one"), .. ClientFrames.Text("two")], int.MaxValue));
    }

    [Fact]
    [Trait("Hostile", "C21")]
    [Trait("Hostile", "CVE-2026-48779")]
    public void Tiny_fragments_pin_no_more_than_twice_what_came_over_the_wire()
    {
        var pool = new PoisonPool();
        var reader = new FrameReader(new WebSocketSettings { Pool = pool, MaxFragments = int.MaxValue });
        long wire = 0;

        for (var i = 0; i < 131_000; i++)
        {
            Memory<byte> frame = i == 0 ? ClientFrames.Text("a", fin: false) : ClientFrames.Continuation("a"u8.ToArray(), fin: false);
            wire += frame.Length;
            Assert.Equal(FrameEvent.None, reader.Read(ref frame, 0));
            Assert.True(pool.RentedBytes <= Math.Max(16, 2 * wire), $"{pool.RentedBytes} bytes pinned by {wire}");
            Assert.Equal(pool.RentedBytes, reader.PinnedBytes);
        }

        reader.Stop();
        Assert.Equal(0, pool.Rented);
    }

    [Fact]
    [Trait("Hostile", "C19")]
    public void An_announced_length_pins_nothing()
    {
        var pool = new PoisonPool();
        var reader = new FrameReader(new WebSocketSettings { Pool = pool });
        Memory<byte> frame = ClientFrames.Frame(0x2, [1, 2, 3], length: 1_000_000);
        Assert.Equal(FrameEvent.None, reader.Read(ref frame, 0));
        Assert.True(pool.RentedBytes <= 16);
    }

    private sealed class NoPool : System.Buffers.ArrayPool<byte>
    {
        public override byte[] Rent(int minimumLength) => throw new InvalidOperationException("Nothing should have been rented.");

        public override void Return(byte[] array, bool clearArray = false) => throw new InvalidOperationException();
    }
}
