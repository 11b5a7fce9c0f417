using System.Buffers;
using System.IO.Compression;
using SocketIO.Protocol;

namespace SocketIO.Client.Tests;

/// <summary>The frames that a client writes, read back as a server reads them.</summary>
public sealed class MaskedWriterTests
{
    private readonly MemoryStream _wire = new();

    private static OutgoingFrame Text(string text, bool compress = false) => new(System.Text.Encoding.UTF8.GetBytes(text), isBinary: false, compress);

    private static OutgoingFrame Binary(byte[] data) => new(data, isBinary: true, compress: false);

    private List<(FrameEvent Kind, byte[] Payload)> Read(MessageInflater? inflater = null)
    {
        var reader = new FrameReader(new MaskedFrameSettings { MaxMessageBytes = 10_000_000 }, inflater);
        Memory<byte> bytes = _wire.ToArray();
        var messages = new List<(FrameEvent, byte[])>();

        while (reader.Read(ref bytes, 0) is not FrameEvent.None and var kind)
        {
            Assert.NotEqual(FrameEvent.Error, kind);
            messages.Add((kind, reader.Payload.ToArray()));

            if (kind is FrameEvent.Close)
            {
                break;
            }

            if (kind is not FrameEvent.Ping)
            {
                reader.ReleaseMessage();
            }
        }

        return messages;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(125)]
    [InlineData(126)]
    [InlineData(127)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(131_072)]
    [InlineData(1_000_003)]
    public async Task Messages_of_every_size_arrive_as_they_were(int size)
    {
        var data = new byte[size];
        new Random(size).NextBytes(data);
        await new MaskedWriter(_wire, null).WriteAsync([Text("before"), Binary(data), Text("after")], CancellationToken.None);
        var messages = Read();
        Assert.Equal([FrameEvent.Text, FrameEvent.Binary, FrameEvent.Text], messages.Select(message => message.Kind));
        Assert.Equal(data, messages[1].Payload);
        Assert.Equal("after"u8, messages[2].Payload);
    }

    [Fact]
    public async Task Many_small_messages_leave_in_one_write()
    {
        var writes = new CountingStream(_wire);
        await new MaskedWriter(writes, null).WriteAsync([.. Enumerable.Range(0, 1000).Select(number => Text($"message {number}"))], CancellationToken.None);
        Assert.Equal(1, writes.Writes);
        Assert.Equal(Enumerable.Range(0, 1000).Select(number => $"message {number}"), Read().Select(message => System.Text.Encoding.UTF8.GetString(message.Payload)));
    }

    [Fact]
    public async Task Lengths_around_the_size_of_a_batch_lose_nothing()
    {
        var random = new Random(7);
        var frames = Enumerable.Range(0, 200).Select(_ => random.Next(3) switch { 0 => random.Next(10), 1 => random.Next(65_500, 65_560), _ => random.Next(2000) }).Select(size =>
        {
            var data = new byte[size];
            random.NextBytes(data);
            return Binary(data);
        }).ToList();

        await new MaskedWriter(_wire, null).WriteAsync(frames, CancellationToken.None);
        Assert.Equal(frames.Select(frame => Convert.ToHexString(frame.Data.Span)), Read().Select(message => Convert.ToHexString(message.Payload)));
    }

    [Fact]
    public async Task The_callers_bytes_are_left_alone()
    {
        var data = new byte[100_000];
        await new MaskedWriter(_wire, null).WriteAsync([Binary(data)], CancellationToken.None);
        Assert.DoesNotContain(data, value => value != 0);
    }

    [Fact]
    public async Task Each_frame_has_a_key_of_its_own()
    {
        var writer = new MaskedWriter(_wire, null);
        await writer.WriteAsync([.. Enumerable.Range(0, 500).Select(_ => Text(""))], CancellationToken.None);
        Assert.Distinct(_wire.ToArray().Chunk(6).Select(frame => Convert.ToHexString(frame.AsSpan(2))));
    }

    [Fact]
    public async Task Control_frames_are_masked_too()
    {
        var writer = new MaskedWriter(_wire, null);
        await writer.WriteControlAsync(FrameOpcode.Ping, [1, 2, 3], CancellationToken.None);
        await writer.WriteControlAsync(FrameOpcode.Close, [], CancellationToken.None);
        var messages = Read();
        Assert.Equal([FrameEvent.Ping, FrameEvent.Close], messages.Select(message => message.Kind));
        Assert.Equal([1, 2, 3], messages[0].Payload);
    }

    [Theory]
    [Trait("Spec", "CLI-022")]
    [Trait("Spec", "TST-083")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Large_messages_are_compressed_where_that_was_agreed(bool keepsContext)
    {
        using var deflater = new MessageDeflater(1024, CompressionLevel.Fastest, keepsContext, ArrayPool<byte>.Shared);
        using var inflater = new MessageInflater(keepsContext);
        var large = new string('a', 200_000);
        await new MaskedWriter(_wire, deflater).WriteAsync([Text(large, compress: true), Text("small", compress: true), Text(large, compress: true), Text(large, compress: false)], CancellationToken.None);
        Assert.InRange(_wire.Length, 200_000, 205_000);
        Assert.Equal([large, "small", large, large], Read(inflater).Select(message => System.Text.Encoding.UTF8.GetString(message.Payload)));
    }

    private sealed class MaskedFrameSettings : FrameSettings
    {
        public override bool ExpectsMask => true;
    }

    private sealed class CountingStream(Stream inner) : Stream
    {
        public int Writes { get; private set; }

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => inner.Length;

        public override long Position { get => inner.Position; set => inner.Position = value; }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Writes++;
            return inner.WriteAsync(buffer, cancellationToken);
        }

        public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
