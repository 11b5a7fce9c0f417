using System.IO.Compression;

namespace SocketIO.FunctionalTests;

/// <summary>permessage-deflate in hostile hands.</summary>
public sealed class DeflateTests
{
    private const string Offer = "Sec-WebSocket-Extensions: permessage-deflate\r\n";

    [Fact]
    [Trait("Hostile", "C13")]
    [Trait("Hostile", "C24")]
    [Trait("Spec", "EIO-007")]
    public async Task Compression_is_off_unless_asked_for()
    {
        await using var server = await TestServer.StartAsync();
        using var socket = await RawWebSocket.ConnectAsync(server.Target, server.Target.WebSocketUrl, Offer);

        Assert.Null(socket.Reply.Header("Sec-WebSocket-Extensions"));
    }

    [Fact]
    [Trait("Hostile", "C24")]
    [Trait("Limit", "MaxHttpBufferSize")]
    public async Task The_limit_counts_inflated_bytes()
    {
        await using var server = await TestServer.StartAsync(o => o.PerMessageDeflate = new());
        using var session = await WebSocketSession.JoinedAsync(server.Target, Offer);

        await session.Socket.SendAsync(Compressed("42[\"" + new string('a', 1_000_000 - 6) + "\"]"));
        await session.AssertAliveAsync();
        Assert.Single(server.Events);
        await session.Socket.SendAsync(Compressed("42[\"" + new string('a', 1_000_001 - 6) + "\"]"));
        await session.AssertCloseAsync(1009);
    }

    [Theory]
    [Trait("Hostile", "C24")]
    [InlineData("ff ff ff ff")]
    [InlineData("07")]
    [InlineData("00")]
    [InlineData("f2 48 cd c9 c9 07 00 aa")]
    public async Task Bytes_that_do_not_inflate_end_the_session(string bytes)
    {
        await using var server = await TestServer.StartAsync(o => o.PerMessageDeflate = new());
        using var session = await WebSocketSession.JoinedAsync(server.Target, Offer);

        await session.Socket.SendAsync(new WsFrame(WsOpcode.Text, Wire.Hex(bytes)) { Rsv = 4 });
        Assert.NotEqual(-1, await session.Socket.ReadCloseAsync("the close frame"));
        await Tests.Wait.Until("the session has ended", () => server.Disconnects.Count == 1);
        server.AssertEvents();
    }

    [Fact]
    [Trait("Hostile", "C15")]
    public async Task Invalid_utf8_is_found_in_compressed_text()
    {
        await using var server = await TestServer.StartAsync(o => o.PerMessageDeflate = new());
        using var session = await WebSocketSession.JoinedAsync(server.Target, Offer);

        await session.Socket.SendAsync(Compressed(Wire.Hex("34 32 ff fe")));
        await session.AssertCloseAsync(1007);
    }

    [Fact]
    [Trait("Hostile", "C13")]
    public async Task The_compression_bit_belongs_to_the_first_frame()
    {
        await using var server = await TestServer.StartAsync(o => o.PerMessageDeflate = new());
        using var session = await WebSocketSession.JoinedAsync(server.Target, Offer);

        await session.Socket.SendAsync(WsFrame.OfText("42[") with { Fin = false }, new WsFrame(WsOpcode.Continuation, Wire.Utf8("\"a\"]")) { Rsv = 4 });
        await session.AssertCloseAsync(1002);
    }

    // Starscream 4, the WebSocket library of the Swift client, compresses every frame once it has been allowed to, its close and pong frames too.
    [Theory]
    [Trait("Spec", "T-53")]
    [Trait("Hostile", "C13")]
    [InlineData(WsOpcode.Close)]
    [InlineData(WsOpcode.Pong)]
    public async Task A_compressed_control_frame_ends_that_connection_alone(int opcode)
    {
        const string StarscreamOffer = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits; server_max_window_bits=15\r\n";
        await using var server = await TestServer.StartAsync(o => o.PerMessageDeflate = new());
        using var witness = await WebSocketSession.JoinedAsync(server.Target, StarscreamOffer);
        using var session = await WebSocketSession.JoinedAsync(server.Target, StarscreamOffer);

        await session.Socket.SendAsync(new WsFrame(opcode, Wire.Hex("02 00")) { Rsv = 4 });
        await session.AssertCloseAsync(1002);
        await Tests.Wait.Until("the session has ended", () => server.Disconnects.Count == 1);
        await witness.AssertAliveAsync();
    }

    [Fact]
    [Trait("Hostile", "C25")]
    public async Task No_connection_keeps_a_compression_window()
    {
        await using var server = await TestServer.StartAsync(o => o.PerMessageDeflate = new());
        using var session = await WebSocketSession.JoinedAsync(server.Target, Offer);
        var accepted = session.Socket.Reply.Header("Sec-WebSocket-Extensions");

        Assert.Contains("server_no_context_takeover", accepted, StringComparison.Ordinal);
        Assert.Contains("client_no_context_takeover", accepted, StringComparison.Ordinal);
        await session.Socket.SendAsync(Compressed("421[\"alive\"]"), Compressed("422[\"alive\"]"));
        await session.AssertNextAsync("431[\"yes\"]");
        await session.AssertNextAsync("432[\"yes\"]");
    }

    internal static WsFrame Compressed(string text) => Compressed(Wire.Utf8(text));

    private static WsFrame Compressed(byte[] bytes)
    {
        using var output = new MemoryStream();

        using (var deflate = new DeflateStream(output, CompressionLevel.Fastest, leaveOpen: true))
        {
            deflate.Write(bytes);
            deflate.Flush();
        }

        // Flush ends in an empty stored block, 00 00 ff ff, which the extension leaves out; what Dispose adds is dropped with it.
        var all = output.ToArray();
        var end = all.AsSpan().LastIndexOf((ReadOnlySpan<byte>)[0, 0, 0xff, 0xff]);
        return new WsFrame(WsOpcode.Text, all[..end]) { Rsv = 4 };
    }
}
