using System.IO.Compression;
using System.Net.WebSockets;
using System.Text;
using SocketIO.Engine;
using SocketIO.Protocol;

namespace SocketIO.Tests;

/// <summary>permessage-deflate in the frames of a connection.</summary>
public sealed class DeflateTests
{
    private static readonly DeflateNegotiation Forgetful = new(ServerKeepsContext: false, ClientKeepsContext: false, ClientWindowBits: null);
    private static readonly DeflateNegotiation Mindful = new(ServerKeepsContext: true, ClientKeepsContext: true, ClientWindowBits: null);

    [Fact]
    public async Task Compressed_and_plain_messages_may_alternate()
    {
        await using var peer = Start(Forgetful);
        byte[] half = Compressed("in two fragments");
        await peer.SendAsync(
            Frame(0x1, Compressed("hello hello hello")),
            ClientFrames.Text("plain"),
            Frame(0x2, Compressed("bin")),
            Frame(0x1, half[..5], fin: false),
            ClientFrames.Ping("!"),
            ClientFrames.Continuation(half[5..], fin: true),
            Frame(0x1, []),
            Frame(0x1, [0x00]));
        Assert.Equal(["text hello hello hello", "text plain", "binary 62696E", "text in two fragments", "text ", "text ", "ping !"], peer.Handler.Seen);
    }

    [Fact]
    public async Task A_kept_window_is_used_by_later_messages()
    {
        await using var peer = Start(Mindful);
        using var client = new StreamingCompressor();
        byte[] first = client.Compress("a sentence worth remembering");
        byte[] second = client.Compress("a sentence worth remembering");
        Assert.True(second.Length < 8);
        await peer.SendAsync(Frame(0x1, first), Frame(0x1, second));
        await peer.SendAsync(Frame(0x1, client.Compress("a sentence worth more")));
        Assert.Equal(["text a sentence worth remembering", "text a sentence worth remembering", "text a sentence worth more"], peer.Handler.Seen);
    }

    [Fact]
    [Trait("Hostile", "C24")]
    [Trait("Hostile", "CVE-2016-10544")]
    public async Task A_bomb_is_stopped_at_the_limit()
    {
        var pool = new PoisonPool();
        await using var peer = Start(Forgetful, new WebSocketSettings { Deflate = new(), Pool = pool });
        await peer.SendAsync(Frame(0x1, Compressed(new string('a', 20_000_000))));
        Assert.Equal(["closed ProtocolError MessageTooLarge"], peer.Handler.Seen);
        Assert.Equal([0x88, 0x02, 0x03, 0xF1], peer.Received());
        Assert.Equal(0, pool.Rented);
    }

    [Theory]
    [InlineData(1000, true)]
    [InlineData(1001, false)]
    public async Task The_limit_counts_what_comes_out(int size, bool isAllowed)
    {
        await using var peer = Start(Forgetful, new WebSocketSettings { Deflate = new(), MaxMessageBytes = 1000 });
        await peer.SendAsync(Frame(0x2, Compressed(new string('a', size))));
        Assert.Equal(isAllowed, peer.Handler.Seen[0].StartsWith("binary", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("FFFFFFFF")]
    [InlineData("06")]
    public async Task What_cannot_be_decompressed_ends_the_connection_with_1007(string hex)
    {
        await using var peer = Start(Forgetful);
        await peer.SendAsync(Frame(0x1, Convert.FromHexString(hex)));
        Assert.Equal(["closed ProtocolError InvalidCompression"], peer.Handler.Seen);
        Assert.Equal([0x88, 0x02, 0x03, 0xEF], peer.Received());
    }

    [Fact]
    public async Task Compressed_text_must_be_UTF8_too()
    {
        await using var peer = Start(Forgetful);
        await peer.SendAsync(Frame(0x1, Compressed([0xC0, 0x80])));
        Assert.Equal(["closed ProtocolError InvalidUtf8"], peer.Handler.Seen);
    }

    [Fact]
    [Trait("Hostile", "C13")]
    public async Task The_mark_of_compression_belongs_on_the_first_frame_of_a_message_alone()
    {
        await using var continued = Start(Forgetful);
        await continued.SendAsync(Frame(0x1, Compressed("abc"), fin: false), ClientFrames.Frame(0x0, [], rsv: 4));
        Assert.Equal(["closed ProtocolError ReservedBits"], continued.Handler.Seen);

        await using var control = Start(Forgetful);
        await control.SendAsync(ClientFrames.Frame(0x9, [], rsv: 4));
        Assert.Equal(["closed ProtocolError ReservedBits"], control.Handler.Seen);

        await using var others = Start(Forgetful);
        await others.SendAsync(ClientFrames.Frame(0x1, [], rsv: 2));
        Assert.Equal(["closed ProtocolError ReservedBits"], others.Handler.Seen);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Spec", "EIO-007")]
    public async Task Messages_above_the_threshold_are_compressed_if_the_caller_lets_them(bool keepsContext)
    {
        await using var peer = Start(keepsContext ? Mindful : Forgetful);
        var large = Encoding.ASCII.GetBytes(string.Join(' ', Enumerable.Repeat("compress me", 200)));

        await peer.Handler.SendAsync(c => c.WriteText(large.AsSpan(0, 1023)));
        Assert.Equal(0x81, peer.Received()[0]);

        await peer.Handler.SendAsync(c => c.WriteText(large, compress: false));
        Assert.Equal(0x81, peer.Received()[0]);

        for (var i = 0; i < 3; i++)
        {
            await peer.Handler.SendAsync(c => c.WriteText(large));
            var frame = peer.Received();
            Assert.Equal(0xC1, frame[0]);
            Assert.True(frame.Length < 80, $"{frame.Length} bytes");
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_client_of_the_framework_understands(bool keepsContext)
    {
        await using var host = await WebSocketHost.StartAsync(settings: new WebSocketSettings
        {
            Deflate = new PerMessageDeflateOptions { ServerNoContextTakeover = !keepsContext, ClientNoContextTakeover = !keepsContext },
        });
        using var client = new ClientWebSocket();
        client.Options.DangerousDeflateOptions = new WebSocketDeflateOptions();
        await Wait.For("the connection", client.ConnectAsync(host.Uri, CancellationToken.None));
        var random = new Random(5);

        for (var i = 0; i < 20; i++)
        {
            var message = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat($"{random.Next(100)} ", random.Next(0, 10_000))));
            await client.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
            var received = new List<byte>();
            ValueWebSocketReceiveResult result;

            do
            {
                var buffer = new byte[8192];
                result = await Wait.For($"echo {i}", client.ReceiveAsync(buffer.AsMemory(), CancellationToken.None).AsTask());
                received.AddRange(buffer[..result.Count]);
            }
            while (!result.EndOfMessage);

            Assert.Equal(message, received);
        }

        await Wait.For("the close handshake", client.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None));
    }

    [Fact]
    [Trait("Spec", "EIO-092")]
    public async Task Prebuilt_frames_are_compressed_one_by_one()
    {
        await using var peer = Start(Forgetful);
        byte[] large = [.. Enumerable.Repeat((byte)'x', 70_000)];
        var frames = new byte[2 + 3 + 10 + large.Length];
        var written = FrameHeader.Write(frames, FrameOpcode.Text, 3);
        "abc"u8.CopyTo(frames.AsSpan(written));
        written += 3;
        written += FrameHeader.Write(frames.AsSpan(written), FrameOpcode.Binary, large.Length);
        large.CopyTo(frames, written);

        await peer.Handler.SendAsync(c => c.WriteFrames(frames));
        var compressed = peer.Received();
        Assert.Equal([0x81, 0x03, (byte)'a', (byte)'b', (byte)'c', 0xC2], compressed[..6]);
        Assert.True(compressed.Length < 2000, $"{compressed.Length} bytes");

        var sending = peer.Handler.SendAsync(c => c.WriteFrames(frames, compress: false));
        Assert.Equal(frames, peer.Received());
        Assert.True(await sending);
    }

    private static PipePeer Start(DeflateNegotiation deflate, WebSocketSettings? settings = null)
        => new PipePeer(settings ?? new WebSocketSettings { Deflate = new() }, deflate).Start();

    private static byte[] Frame(int opcode, byte[] compressed, bool fin = true) => ClientFrames.Frame(opcode, compressed, fin, rsv: 4);

    private static byte[] Compressed(string text) => Compressed(Encoding.UTF8.GetBytes(text));

    private static byte[] Compressed(byte[] bytes)
    {
        using var compressor = new StreamingCompressor();
        return compressor.Compress(bytes);
    }

    private sealed class StreamingCompressor : IDisposable
    {
        private readonly MemoryStream _sink = new();
        private readonly DeflateStream _deflater;

        public StreamingCompressor() => _deflater = new DeflateStream(_sink, CompressionLevel.Optimal);

        public byte[] Compress(string text) => Compress(Encoding.UTF8.GetBytes(text));

        public byte[] Compress(byte[] bytes)
        {
            _sink.SetLength(0);
            _deflater.Write(bytes);
            _deflater.Flush();
            Assert.Equal([0x00, 0x00, 0xFF, 0xFF], _sink.ToArray()[^4..]);
            return _sink.ToArray()[..^4];
        }

        public void Dispose() => _deflater.Dispose();
    }
}
