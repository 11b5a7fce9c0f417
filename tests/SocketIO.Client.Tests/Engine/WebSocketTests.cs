using SocketIO.Tests;

namespace SocketIO.Client.Tests;

/// <summary>WebSockets, frame by frame.</summary>
public sealed class WebSocketTests : IAsyncDisposable
{
    private readonly Bed _bed = new();

    private ScriptedServer Server => _bed.Server;

    public ValueTask DisposeAsync() => _bed.DisposeAsync();

    [Fact]
    [Trait("Spec", "CLI-077")]
    [Trait("Spec", "CLI-094")]
    public async Task A_session_may_begin_with_a_WebSocket()
    {
        var client = _bed.Watched();
        client.Connect();
        var request = await Server.UpgradeAsync();
        Assert.Equal("/socket.io/?EIO=4&transport=websocket", request.Target);
        Assert.Equal(("13", "Upgrade"), (request.Headers["Sec-WebSocket-Version"], request.Headers["Connection"]));
        Assert.False(request.Headers.ContainsKey("Sec-WebSocket-Protocol") || request.Headers.ContainsKey("Sec-WebSocket-Extensions"));
        var peer = await request.AcceptAsync();
        await peer.SendAsync("0" + Bed.Handshake);
        await Bed.JoinAsync(peer);
        await peer.SendAsync("""42["a",1]""", """42["b"]""");
        await _bed.Seen.ExpectAsync("connect", "a(1)", "b()");
        Assert.Equal("websocket", client.Connection.TransportName);
    }

    [Fact]
    [Trait("Spec", "CLI-096")]
    public async Task Binary_data_has_frames_of_its_own()
    {
        var client = _bed.Watched();
        var peer = await _bed.ConnectAsync(client);
        await client.EmitAsync("data", new byte[] { 1, 2 }, "between", new byte[] { 3 });
        await peer.ExpectAsync("""452-["data",{"_placeholder":true,"num":0},"between",{"_placeholder":true,"num":1}]""", "<binary 0102>", "<binary 03>");
        await peer.SendAsync("""451-["data",{"_placeholder":true,"num":0}]""");
        await peer.SendBinaryAsync(5, 6);
        await _bed.Seen.ExpectAsync("connect", "data(<0506>)");
    }

    [Fact]
    [Trait("Spec", "CLI-013")]
    public async Task Binary_data_is_base64_where_that_is_asked_for()
    {
        var client = _bed.Watched(o => o.ForceBase64 = true);
        client.Connect();
        var request = await Server.UpgradeAsync();
        Assert.Equal("/socket.io/?EIO=4&transport=websocket&b64=1", request.Target);
        var peer = await request.AcceptAsync();
        await peer.SendAsync("0" + Bed.Handshake);
        await Bed.JoinAsync(peer);
        await peer.SendAsync("""451-["data",{"_placeholder":true,"num":0}]""", "bBQYH");
        await _bed.Seen.ExpectAsync("connect", "data(<050607>)");
        await client.EmitAsync("data", new byte[] { 1, 2, 3, 4 });
        await peer.ExpectAsync("""451-["data",{"_placeholder":true,"num":0}]""", "bAQIDBA==");
    }

    [Theory]
    [Trait("Spec", "CLI-084")]
    [InlineData(125)]
    [InlineData(126)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(900_000)]
    public async Task Messages_of_every_size_pass_both_ways(int size)
    {
        var client = _bed.Client();
        var peer = await _bed.ConnectAsync(client);
        var echo = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        client.On("data", (byte[] data) => { echo.TrySetResult(data); });
        var sent = new byte[size];
        new Random(size).NextBytes(sent);
        await client.EmitAsync("data", sent);
        await peer.ExpectAsync("""451-["data",{"_placeholder":true,"num":0}]""");
        var (_, received) = await Wait.For("the data", peer.ReceiveFrameAsync());
        Assert.Equal(sent, received);
        await peer.SendAsync("""451-["data",{"_placeholder":true,"num":0}]""");
        await peer.SendBinaryAsync(received);
        Assert.Equal(sent, await Wait.For("the echo", echo.Task));
    }

    [Fact]
    public async Task Messages_in_fragments_and_pieces_are_put_together()
    {
        var client = _bed.Watched();
        var peer = await _bed.ConnectAsync(client);
        await peer.SendFrameAsync(0x01, "42[\"a\""u8.ToArray());
        await peer.SendFrameAsync(0x89, [1, 2]);
        await peer.SendFrameAsync(0x80, ",1]"u8.ToArray());

        foreach (var piece in (byte[])[0x81, 9, .. "42[\"bcd\"]"u8])
        {
            await peer.SendRawAsync(piece);
        }

        await _bed.Seen.ExpectAsync("connect", "a(1)", "bcd()");
        await peer.ExpectAsync("<pong 0102>");
    }

    [Theory]
    [Trait("Spec", "CLI-090")]
    [Trait("Spec", "CLI-059")]
    [Trait("Spec", "CLI-060")]
    [Trait("Spec", "T-75")]
    [InlineData(1000, "bye")]
    [InlineData(1001, "")]
    [InlineData(4000, "own")]
    public async Task A_close_frame_is_a_transport_close_with_its_code(int code, string reason)
    {
        DisconnectDetails? details = null;
        var client = _bed.Watched();
        client.OnDisconnect((_, d) => details = d);
        var peer = await _bed.ConnectAsync(client);
        await peer.CloseAsync(code, reason);
        await _bed.Seen.ExpectAsync("connect", "disconnect transport close");
        await Bed.SettleAsync(client);
        Assert.Equal((null, "websocket connection closed", code, reason), (details!.Message, details.Description, details.Context!.CloseCode, details.Context.CloseReason));
        await peer.ExpectAsync("<close>");
        await peer.ExpectEndAsync();
    }

    [Fact]
    [Trait("Spec", "TST-079")]
    [Trait("Spec", "T-82")]
    public async Task A_message_that_is_too_large_for_the_server_is_a_transport_close_with_code_1009()
    {
        DisconnectDetails? details = null;
        var client = _bed.Watched(o => o.CheckMaxPayload = false);
        client.OnDisconnect((_, d) => details = d);
        var peer = await _bed.ConnectAsync(client);
        await client.EmitAsync("x", new string('a', 1_100_000));
        await Wait.For("the message", peer.ReceiveFrameAsync());
        await peer.CloseAsync(1009);
        await _bed.Seen.ExpectAsync("connect", "disconnect transport close");
        await Bed.SettleAsync(client);
        Assert.Equal(("websocket connection closed", 1009, ""), (details!.Description, details.Context!.CloseCode, details.Context.CloseReason));
    }

    [Fact]
    [Trait("Spec", "CLI-060")]
    [Trait("Spec", "T-74")]
    public async Task A_connection_that_is_cut_is_a_transport_close_without_a_code()
    {
        DisconnectDetails? details = null;
        var client = _bed.Watched();
        client.OnDisconnect((_, d) => details = d);
        var peer = await _bed.ConnectAsync(client);
        peer.Abort();
        await _bed.Seen.ExpectAsync("connect", "disconnect transport close");
        await Bed.SettleAsync(client);
        Assert.Equal(("websocket connection closed", 1006), (details!.Description, details.Context!.CloseCode));
    }

    [Theory]
    [Trait("Spec", "CLI-056")]
    [Trait("Spec", "CLI-090")]
    [Trait("Spec", "TST-080")]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(200)]
    public async Task A_handshake_that_is_refused_is_a_websocket_error(int status)
    {
        ConnectErrorException? error = null;
        var client = _bed.Watched();
        client.OnConnectError(e => error = e);
        client.Connect();
        await (await Server.UpgradeAsync()).RespondAsync(status, "why");
        await _bed.Seen.ExpectAsync("connect_error websocket error");
        await Bed.SettleAsync(client);
        Assert.Equal((status, "why", "websocket"), (error!.StatusCode, error.Context!.ResponseText, error.Context.Transport));
        Assert.True(client.Active);
    }

    [Theory]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: wrong\r\n\r\n", "Sec-WebSocket-Key")]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n", "Sec-WebSocket-Key")]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n", "another protocol")]
    public async Task A_server_that_does_not_speak_WebSocket_is_told_from_one_that_does(string response, string advice)
    {
        ConnectErrorException? error = null;
        var client = _bed.Watched();
        client.OnConnectError(e => error = e);
        client.Connect();
        await (await Server.UpgradeAsync()).WriteAsync(response);
        await _bed.Seen.ExpectAsync("connect_error websocket error");
        await Bed.SettleAsync(client);
        Assert.Contains(advice, error!.Advice, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Spec", "CLI-018")]
    public async Task Subprotocols_are_asked_for()
    {
        var client = _bed.Watched(o => o.Subprotocols = ["one", "two"]);
        client.Connect();
        var request = await Server.UpgradeAsync();
        Assert.Equal("one, two", request.Headers["Sec-WebSocket-Protocol"]);
        var peer = await request.AcceptAsync("Sec-WebSocket-Protocol: two");
        await peer.SendAsync("0" + Bed.Handshake);
        await Bed.JoinAsync(peer);
        await _bed.Seen.ExpectAsync("connect");
    }

    [Theory]
    [Trait("Spec", "CLI-018")]
    [Trait("Spec", "CLI-022")]
    [InlineData("Sec-WebSocket-Protocol: other")]
    [InlineData("Sec-WebSocket-Extensions: permessage-deflate")]
    public async Task What_was_not_asked_for_is_refused(string header)
    {
        var client = _bed.Watched();
        client.Connect();
        await (await Server.UpgradeAsync()).AcceptAsync(header);
        await _bed.Seen.ExpectAsync("connect_error websocket error");
    }

    [Fact]
    [Trait("Spec", "CLI-022")]
    [Trait("Spec", "CLI-050")]
    [Trait("Spec", "TST-083")]
    public async Task Large_messages_are_compressed_unless_the_emitter_minds()
    {
        var client = _bed.Watched(o => o.PerMessageDeflate = new());
        client.Connect();
        var request = await Server.UpgradeAsync();
        Assert.StartsWith("permessage-deflate", request.Headers["Sec-WebSocket-Extensions"], StringComparison.Ordinal);
        var peer = await request.AcceptAsync("Sec-WebSocket-Extensions: permessage-deflate");
        await peer.SendAsync("0" + Bed.Handshake);
        await Bed.JoinAsync(peer);
        await _bed.Seen.ExpectAsync("connect");
        var text = new string('a', 2000);
        var seen = new List<(byte First, bool IsSmall)>();

        foreach (var socket in new[] { client.Compress(true), client.Compress(false), client.Compress(false).Compress(true) })
        {
            await socket.EmitAsync("x", text);
            var (first, payload) = await Wait.For("a message", peer.ReceiveFrameAsync());
            seen.Add((first, payload.Length < 100));
        }

        await client.EmitAsync("x", "small");
        seen.Add(((await Wait.For("a message", peer.ReceiveFrameAsync())).First, true));
        Assert.Equal([(0xc1, true), (0x81, false), (0xc1, true), (0x81, true)], seen);
    }

    [Theory]
    [Trait("Hostile", "M14")]
    [InlineData(new byte[] { 0x81, 127, 0, 0, 0, 0, 0x7f, 0xff, 0xff, 0xff })]
    [InlineData(new byte[] { 0x82, 127, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff })]
    [InlineData(new byte[] { 0x81, 0x85, 1, 2, 3, 4, 5, 6, 7, 8, 9 })]
    [InlineData(new byte[] { 0xf1, 0 })]
    [InlineData(new byte[] { 0x83, 0 })]
    [InlineData(new byte[] { 0x80, 0 })]
    [InlineData(new byte[] { 0x89, 126, 0, 126 })]
    [InlineData(new byte[] { 0x81, 2, 0xc3, 0x28 })]
    [InlineData(new byte[] { 0xc1, 1, 0 })]
    public async Task Frames_against_the_rules_end_the_connection(byte[] frame)
    {
        var client = _bed.Watched(o => o.MaxReceiveBytes = 100_000);
        var peer = await _bed.ConnectAsync(client);
        await peer.SendRawAsync(frame);
        await _bed.Seen.ExpectAsync("connect", "disconnect transport error");
        await peer.ExpectEndAsync();
    }

    [Fact]
    [Trait("Hostile", "M14")]
    public async Task A_compressed_message_may_not_grow_beyond_the_limit()
    {
        var client = _bed.Watched(o => (o.PerMessageDeflate, o.MaxReceiveBytes) = (new(), 100_000));
        client.Connect();
        var peer = await (await Server.UpgradeAsync()).AcceptAsync("Sec-WebSocket-Extensions: permessage-deflate");
        await peer.SendAsync("0" + Bed.Handshake);
        await Bed.JoinAsync(peer);
        using var bomb = new MemoryStream();

        using (var deflate = new System.IO.Compression.DeflateStream(bomb, System.IO.Compression.CompressionLevel.Optimal, leaveOpen: true))
        {
            deflate.Write(new byte[20_000_000]);
        }

        await peer.SendFrameAsync(0xc2, bomb.ToArray());
        await _bed.Seen.ExpectAsync("connect", "disconnect transport error");
    }

    [Fact]
    [Trait("Spec", "CLI-086")]
    [Trait("Spec", "TST-024")]
    public async Task Disconnecting_says_so_and_closes()
    {
        var client = _bed.Watched();
        var peer = await _bed.ConnectAsync(client);
        client.Disconnect();
        await peer.ExpectAsync("41", "<close>");
        await peer.CloseAsync(1000);
        await peer.ExpectEndAsync();
        await _bed.Seen.ExpectAsync("connect", "disconnect io client disconnect");
    }
}
