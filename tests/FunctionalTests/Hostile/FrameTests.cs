using SocketIO.Tests;

namespace SocketIO.FunctionalTests;

/// <summary>WebSocket frames that break RFC 6455, one way each.</summary>
public sealed class FrameTests
{
    [Fact]
    [Trait("Hostile", "C12")]
    public Task An_unmasked_frame_is_a_protocol_error() => BrokenAsync(1002, WsFrame.OfText("42[\"a\"]") with { Masked = false });

    [Theory]
    [Trait("Hostile", "C13")]
    [InlineData(4)]
    [InlineData(2)]
    [InlineData(1)]
    [InlineData(7)]
    public Task A_reserved_bit_is_a_protocol_error(int rsv) => BrokenAsync(1002, WsFrame.OfText("42[\"a\"]") with { Rsv = rsv });

    [Theory]
    [Trait("Hostile", "C13")]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(14)]
    [InlineData(15)]
    public Task A_reserved_opcode_is_a_protocol_error(int opcode) => BrokenAsync(1002, new WsFrame(opcode, Wire.Utf8("42[\"a\"]")));

    [Fact]
    [Trait("Hostile", "C13")]
    public Task A_continuation_of_nothing_is_a_protocol_error() => BrokenAsync(1002, new WsFrame(WsOpcode.Continuation, Wire.Utf8("42[\"a\"]")));

    [Theory]
    [Trait("Hostile", "C13")]
    [InlineData(WsOpcode.Text)]
    [InlineData(WsOpcode.Binary)]
    public Task A_message_inside_a_message_is_a_protocol_error(int opcode) =>
        BrokenAsync(1002, WsFrame.OfText("42[") with { Fin = false }, new WsFrame(opcode, Wire.Utf8("\"a\"]")));

    [Theory]
    [Trait("Hostile", "C14")]
    [InlineData(WsOpcode.Ping)]
    [InlineData(WsOpcode.Pong)]
    [InlineData(WsOpcode.Close)]
    public async Task A_control_frame_is_short_and_whole(int opcode)
    {
        await BrokenAsync(1002, new WsFrame(opcode, []) with { Fin = false });
        await BrokenAsync(1002, new WsFrame(opcode, [0x03, 0xe8, .. new byte[124]]));
    }

    [Theory]
    [Trait("Hostile", "C15")]
    [InlineData("34 32 ff fe")]
    [InlineData("34 c0 80")]
    [InlineData("34 ed a0 80")]
    [InlineData("34 f4 90 80 80")]
    [InlineData("ff")]
    public Task Invalid_utf8_has_its_own_code(string bytes) => BrokenAsync(1007, new WsFrame(WsOpcode.Text, Wire.Hex(bytes)));

    [Fact]
    [Trait("Hostile", "C16")]
    public async Task A_character_may_be_split_but_not_cut()
    {
        await BrokenAsync(
            1007,
            new WsFrame(WsOpcode.Text, Wire.Hex("34 32 e2")) { Fin = false },
            new WsFrame(WsOpcode.Continuation, Wire.Hex("82")));

        await using var server = await TestServer.StartAsync();
        using var session = await WebSocketSession.JoinedAsync(server.Target);
        await session.Socket.SendAsync(
            new WsFrame(WsOpcode.Text, [.. "42[\"a\",\""u8, 0xe2]) { Fin = false },
            new WsFrame(WsOpcode.Ping, [1]),
            new WsFrame(WsOpcode.Continuation, [0x82]) { Fin = false },
            new WsFrame(WsOpcode.Continuation, [0xac, .. "\"]"u8]));
        Assert.Equal(WsOpcode.Pong, (await session.Socket.ReadFrameAsync("the pong between the fragments")).Opcode);
        await session.AssertAliveAsync();
        server.AssertEvents("a [\"€\"]");
    }

    [Theory]
    [Trait("Hostile", "C17")]
    [InlineData("03 ed")]
    [InlineData("03 ee")]
    [InlineData("03 e7")]
    [InlineData("00 00")]
    [InlineData("13 88")]
    [InlineData("ff ff")]
    [InlineData("03")]
    public Task A_close_frame_with_a_bad_code_is_a_protocol_error(string payload) => BrokenAsync(1002, new WsFrame(WsOpcode.Close, Wire.Hex(payload)));

    [Fact]
    [Trait("Hostile", "C17")]
    public async Task A_close_frame_with_a_bad_reason_is_an_error()
    {
        await using var server = await TestServer.StartAsync();
        using var session = await WebSocketSession.JoinedAsync(server.Target);

        await session.Socket.SendAsync(new WsFrame(WsOpcode.Close, Wire.Hex("03 e8 ff fe")));
        Assert.True(await session.Socket.ReadCloseAsync("the close frame") is 1002 or 1007);
        await server.DisconnectedAsync("transport error", null);
    }

    [Theory]
    [Trait("Hostile", "C18")]
    [InlineData(1000)]
    [InlineData(1001)]
    [InlineData(3000)]
    [InlineData(4999)]
    public async Task A_close_frame_is_echoed(int code)
    {
        await using var server = await TestServer.StartAsync();
        using var session = await WebSocketSession.JoinedAsync(server.Target);

        await session.Socket.SendAsync(WsFrame.OfClose(code, "bye"));
        await session.AssertCloseAsync(code);
        await session.Socket.Connection.ReadToEndAsync("the end of the connection");
        await server.DisconnectedAsync("transport close");
    }

    [Fact]
    [Trait("Hostile", "C18")]
    public async Task A_close_frame_without_a_code_is_answered_without_one()
    {
        await using var server = await TestServer.StartAsync();
        using var session = await WebSocketSession.JoinedAsync(server.Target);

        await session.Socket.SendAsync(new WsFrame(WsOpcode.Close, []));
        await session.AssertCloseAsync(null);
        await server.DisconnectedAsync("transport close");
    }

    [Theory]
    [Trait("Hostile", "C19")]
    [Trait("Rule", "Ws_1009AtLimit")]
    [Trait("Limit", "MaxHttpBufferSize")]
    [InlineData(1_000_001UL)]
    [InlineData(0x7fff_ffffUL)]
    [InlineData(0x8000_0000UL)]
    [InlineData(0xffff_ffffUL)]
    [InlineData(0x7fff_ffff_ffff_ffffUL)]
    [InlineData(0x8000_0000_0000_0000UL)]
    [InlineData(0xffff_ffff_ffff_ffffUL)]
    public async Task A_declared_length_above_the_limit_is_refused_from_the_header(ulong length)
    {
        await using var server = await TestServer.StartAsync();
        using var session = await WebSocketSession.JoinedAsync(server.Target);

        await session.Socket.SendAsync(new WsFrame(WsOpcode.Text, []) { DeclaredLength = length });

        // A length with the highest bit set breaks the framing itself, which is as good a reason to close.
        var code = await session.Socket.ReadCloseAsync("the close frame");
        Assert.True(code == 1009 || (code == 1002 && length > long.MaxValue), $"closed with {code}");
        await server.DisconnectedAsync("transport error", null);
    }

    [Fact]
    [Trait("Hostile", "C19")]
    [Trait("Hostile", "C20")]
    [Trait("Spec", "EIO-091")]
    [Trait("Spec", "TST-038")]
    [Trait("Rule", "Options_ReachTheTransport")]
    [Trait("Limit", "MaxHttpBufferSize")]
    public async Task A_message_of_the_limit_passes_in_one_frame_and_in_many()
    {
        await using var server = await TestServer.StartAsync(o => o.MaxHttpBufferSize = 200);
        using var session = await WebSocketSession.JoinedAsync(server.Target);

        await session.SendAsync(EventOf(200));
        await session.Socket.SendAsync(Split(EventOf(200), 60));
        await session.AssertAliveAsync();
        Assert.Equal(2, server.Events.Count);

        await session.Socket.SendAsync(Split(EventOf(201), 60));
        await session.AssertCloseAsync(1009);
        await server.DisconnectedAsync("transport error", null);
        Assert.Equal(2, server.Events.Count);
    }

    [Fact]
    [Trait("Hostile", "C20")]
    public Task Fragments_that_add_up_to_too_much_are_refused() =>
        BrokenAsync(1009, [.. Split(EventOf(1_000_001), 300_000)]);

    [Fact]
    [Trait("Hostile", "C21")]
    [Trait("Rule", "Ws_TinyFragments_BoundedOverhead")]
    [Trait("Limit", "MaxFragmentsPerMessage")]
    public async Task A_message_has_at_most_1024_fragments()
    {
        await using var server = await TestServer.StartAsync();
        using var session = await WebSocketSession.JoinedAsync(server.Target);

        await session.Socket.SendAsync(Fragments(1024));
        await session.AssertAliveAsync();
        server.AssertEvents("a []");

        await session.Socket.Connection.TrySendAsync(WsFrame.Join(Fragments(1025)));
        await session.AssertCloseAsync(1008);
        await server.DisconnectedAsync("transport error", null);
    }

    [Fact]
    [Trait("Hostile", "C21")]
    [Trait("Limit", "MaxFragmentsPerMessage")]
    public async Task The_option_moves_the_number_of_fragments()
    {
        await using var server = await TestServer.StartAsync(o => o.MaxFragmentsPerMessage = 3);
        using var session = await WebSocketSession.JoinedAsync(server.Target);

        await session.Socket.SendAsync(Fragments(3));
        await session.AssertAliveAsync();
        await session.Socket.SendAsync(Fragments(4));
        await session.AssertCloseAsync(1008);
    }

    [Fact]
    [Trait("Hostile", "C22")]
    [Trait("Limit", "MessageCompletionTimeout")]
    public async Task A_message_must_be_complete_within_30_seconds()
    {
        await using var server = await TestServer.StartAsync();
        using var session = await WebSocketSession.JoinedAsync(server.Target);

        await session.Socket.SendAsync(WsFrame.OfText("42[\"a\"") with { Fin = false }, new WsFrame(WsOpcode.Ping, [1]));
        Assert.Equal(WsOpcode.Pong, (await session.Socket.ReadFrameAsync("the pong")).Opcode);
        server.Clock.Advance(TimeSpan.FromSeconds(25));
        await session.AssertNextAsync("2");
        server.Clock.Advance(TimeSpan.FromSeconds(4));
        await session.Socket.SendAsync(new WsFrame(WsOpcode.Continuation, [(byte)']']) { Fin = false }, new WsFrame(WsOpcode.Ping, [2]));
        Assert.Equal(WsOpcode.Pong, (await session.Socket.ReadFrameAsync("the pong")).Opcode);
        server.Clock.Advance(TimeSpan.FromSeconds(2));

        Assert.NotNull(await session.Socket.ReadCloseAsync("the close frame"));
        await server.DisconnectedAsync("transport error", null);
        server.AssertEvents();
    }

    [Fact]
    [Trait("Hostile", "C23")]
    [Trait("Limit", "ControlPacketRate")]
    public async Task Pings_are_answered_for_the_latest_and_a_flood_ends_the_session()
    {
        await using var server = await TestServer.StartAsync();
        using var session = await WebSocketSession.JoinedAsync(server.Target);

        await session.Socket.SendAsync(Enumerable.Range(0, 400).Select(i => new WsFrame(WsOpcode.Ping, [(byte)(i >> 8), (byte)i])));
        var pongs = 0;
        WsFrame pong;

        do
        {
            pong = await session.Socket.ReadFrameAsync("a pong");
            Assert.Equal(WsOpcode.Pong, pong.Opcode);
            pongs++;
        }
        while (!pong.Payload.SequenceEqual((byte[])[1, 143]));

        Assert.InRange(pongs, 1, 400);
        await session.AssertAliveAsync();

        await session.Socket.Connection.TrySendAsync(WsFrame.Join(Enumerable.Repeat(new WsFrame(WsOpcode.Ping, []), 5000)));
        await session.Socket.ReadCloseAsync("the close");
        await server.DisconnectedAsync("transport error", null);
    }

    [Fact]
    [Trait("Hostile", "C26")]
    public async Task What_follows_a_close_frame_is_ignored()
    {
        await using var server = await TestServer.StartAsync();
        using var session = await WebSocketSession.JoinedAsync(server.Target);

        await session.Socket.SendAsync(WsFrame.OfClose(1000), WsFrame.OfText("42[\"a\"]"), WsFrame.OfClose(1001), new WsFrame(15, []));
        await session.AssertCloseAsync(1000);
        await server.DisconnectedAsync("transport close");
        server.AssertEvents();
    }

    [Theory]
    [Trait("Hostile", "C27")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_connection_that_breaks_is_a_transport_close(bool reset)
    {
        await using var server = await TestServer.StartAsync();
        using var session = await WebSocketSession.JoinedAsync(server.Target);

        if (reset)
        {
            session.Socket.Reset();
        }
        else
        {
            session.Socket.Connection.FinishSending();
        }

        await server.DisconnectedAsync("transport close");
    }

    [Fact]
    [Trait("Hostile", "C28")]
    public async Task A_frame_holds_one_packet()
    {
        await using var server = await TestServer.StartAsync();
        using var session = await WebSocketSession.JoinedAsync(server.Target);

        await session.SendAsync("42[\"a\"]\u001e42[\"b\"]");
        await session.AssertForcedCloseAsync();
        await server.DisconnectedAsync("forced close");
        server.AssertEvents();
    }

    [Fact]
    [Trait("Hostile", "C11")]
    public async Task Frames_may_arrive_byte_by_byte()
    {
        await using var server = await TestServer.StartAsync();
        using var session = await WebSocketSession.JoinedAsync(server.Target);

        await session.Socket.Connection.SendByteByByteAsync(WsFrame.Join(WsFrame.OfText("42[\"a\",\"" + new string('x', 200) + "\"]"), WsFrame.OfText("421[\"alive\"]")));
        await session.AssertNextAsync("431[\"yes\"]");
        Assert.Single(server.Events);
    }

    private static async Task BrokenAsync(int code, params WsFrame[] frames)
    {
        await using var server = await TestServer.StartAsync();
        using var session = await WebSocketSession.JoinedAsync(server.Target);

        await session.Socket.Connection.TrySendAsync(WsFrame.Join(frames));
        await session.AssertCloseAsync(code);
        await server.DisconnectedAsync("transport error", null);
        server.AssertEvents();
    }

    private static string EventOf(int bytes) => "42[\"" + new string('a', bytes - 6) + "\"]";

    private static IEnumerable<WsFrame> Split(string text, int size)
    {
        var parts = Wire.Utf8(text).Chunk(size).ToArray();
        return parts.Select((part, i) => new WsFrame(i == 0 ? WsOpcode.Text : WsOpcode.Continuation, part) { Fin = i == parts.Length - 1 });
    }

    /// <summary>The event "a" in so many frames, most of them empty.</summary>
    private static IEnumerable<WsFrame> Fragments(int count) =>
        [
            new WsFrame(WsOpcode.Text, Wire.Utf8("42[\"a\"")) { Fin = false },
            .. Enumerable.Repeat(new WsFrame(WsOpcode.Continuation, []) { Fin = false }, count - 2),
            new WsFrame(WsOpcode.Continuation, [(byte)']']),
        ];
}
