using System.Buffers;
using System.IO.Pipelines;
using SocketIO.Engine;
using SocketIO.Protocol;

namespace SocketIO.Tests;

public sealed class PipeWebSocketWriterTests
{
    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 2)]
    [InlineData(125, 2)]
    [InlineData(126, 4)]
    [InlineData(4090, 4)]
    [InlineData(65_535, 4)]
    [InlineData(65_536, 10)]
    [InlineData(300_000, 10)]
    public async Task A_frame_is_a_header_and_the_payload(int length, int header)
    {
        var payload = new byte[length];
        new Random(length).NextBytes(payload);
        await using var peer = new PipePeer().Start();

        var sending = peer.Handler.SendAsync(c => c.WriteBinary(payload));
        var frame = peer.Received();
        Assert.True(await sending);

        Assert.Equal(0x82, frame[0]);
        Assert.Equal(header, FrameHeader.SizeBeforeKey(frame[1]));
        Assert.Equal((ulong)length, FrameHeader.ReadLength(frame));
        Assert.Equal(payload, frame[header..]);

        ReadOnlySpan<byte> rest = frame;
        Assert.Equal(payload, FrameHeader.TakeFrame(ref rest, out var opcode).ToArray());
        Assert.Equal(FrameOpcode.Binary, opcode);
        Assert.True(rest.IsEmpty);
    }

    [Fact]
    [Trait("Spec", "EIO-092")]
    public async Task Text_prebuilt_frames_and_pongs_follow_one_another()
    {
        await using var peer = new PipePeer().Start();
        await peer.Handler.SendAsync(c =>
        {
            c.WriteText("a"u8);
            c.WriteFrames([0x81, 0x01, (byte)'b', 0x82, 0x00]);
            c.WritePong("c"u8);
            Assert.Equal(11, c.UnflushedBytes);
        });
        Assert.Equal([0x81, 0x01, (byte)'a', 0x81, 0x01, (byte)'b', 0x82, 0x00, 0x8A, 0x01, (byte)'c'], peer.Received());
        Assert.Equal(0, peer.Connection.UnflushedBytes);
    }

    [Fact]
    public async Task A_pong_carries_at_most_125_bytes()
    {
        await using var peer = new PipePeer().Start();
        Assert.Throws<ArgumentOutOfRangeException>(() => peer.Connection.WritePong(new byte[126]));
    }

    [Fact]
    [Trait("Hostile", "CVE-2016-10518")]
    public async Task No_stale_byte_of_the_pipes_memory_is_sent()
    {
        using var memory = new PoisonedMemory();
        var pipe = new Pipe(new PipeOptions(memory, pauseWriterThreshold: 0));
        var connection = new PipeWebSocketConnection(new OneWay(pipe.Writer), new WebSocketSettings());
        var random = new Random(6);
        var expected = new List<byte>();

        for (var i = 0; i < 500; i++)
        {
            byte[] payload = [.. Enumerable.Repeat((byte)random.Next(0x20, 0x7F), random.Next(0, 10_000))];
            var header = new byte[FrameHeader.MaxServerSize];
            expected.AddRange(header[..FrameHeader.Write(header, FrameOpcode.Text, payload.Length)]);
            expected.AddRange(payload);
            connection.WriteText(payload);
            Assert.False((await connection.FlushAsync()).IsCompleted);
        }

        Assert.True(pipe.Reader.TryRead(out var result));
        Assert.Equal(expected, result.Buffer.ToArray());
    }

    [Fact]
    public async Task A_flush_to_a_peer_that_has_gone_is_a_result()
    {
        var pipe = new Pipe();
        var connection = new PipeWebSocketConnection(new OneWay(pipe.Writer), new WebSocketSettings());
        connection.WriteText("a"u8);
        pipe.Reader.Complete(new IOException("Broken."));
        Assert.True((await connection.FlushAsync()).IsCompleted);
        connection.WriteText("b"u8);
        Assert.True((await connection.FlushAsync()).IsCompleted);

        var stream = new StreamDuplexPipe(new BrokenStream());
        var onStream = new PipeWebSocketConnection(stream, new WebSocketSettings());
        onStream.WriteText("a"u8);
        Assert.True((await onStream.FlushAsync()).IsCompleted);
    }

    [Fact]
    public async Task A_flush_that_waits_when_the_peer_goes_is_a_result_too()
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 10, resumeWriterThreshold: 5));
        var connection = new PipeWebSocketConnection(new OneWay(pipe.Writer), new WebSocketSettings());
        connection.WriteBinary(new byte[100]);
        var flush = connection.FlushAsync();
        Assert.False(flush.IsCompleted);
        pipe.Reader.Complete(new IOException("Broken."));
        Assert.True((await Wait.For("the flush", flush.AsTask())).IsCompleted);
    }

    private sealed class OneWay(PipeWriter output) : IDuplexPipe
    {
        public PipeReader Input { get; } = new Pipe().Reader;

        public PipeWriter Output => output;
    }

    private sealed class BrokenStream : MemoryStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
            => throw new IOException("Broken.");
    }

    private sealed class PoisonedMemory : MemoryPool<byte>
    {
        public override int MaxBufferSize => 4096;

        public override IMemoryOwner<byte> Rent(int minBufferSize = -1) => new Owner();

        protected override void Dispose(bool disposing)
        {
        }

        private sealed class Owner : IMemoryOwner<byte>
        {
            public Owner() => Memory.Span.Fill(PoisonPool.Poison);

            public Memory<byte> Memory { get; } = new byte[4096];

            public void Dispose() => Memory.Span.Fill(PoisonPool.Poison);
        }
    }
}
