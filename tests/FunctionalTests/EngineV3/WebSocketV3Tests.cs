using SocketIO.Tests;

namespace SocketIO.FunctionalTests;

/// <summary>WebSocket sessions of Engine.IO v3, and sessions on their way there.</summary>
public sealed class WebSocketV3Tests
{
    [Fact]
    [Trait("Spec", "V3-017")]
    [Trait("Spec", "T-40")]
    public async Task Binary_frames_carry_their_type()
    {
        await using var server = await StartAsync();
        using var session = await JoinedAsync(server);

        await session.Socket.SendAsync(WsFrame.OfText("451-[\"b\",{\"_placeholder\":true,\"num\":0}]"), WsFrame.OfBinary(4, 1, 2));
        await session.AssertAliveAsync();
        server.AssertEvents("b [<0102>]");

        await server.EmitAsync("c", new byte[] { 1, 2 }, Array.Empty<byte>());
        Assert.StartsWith("452-", await session.NextAsync("the event"));
        Assert.Equal([4, 1, 2], await session.Socket.ReadBinaryAsync("the attachment"));
        Assert.Equal([4], await session.Socket.ReadBinaryAsync("the empty attachment"));
    }

    [Theory]
    [Trait("Spec", "V3-007")]
    [Trait("Spec", "V3-013")]
    [Trait("Spec", "V3-017")]
    [InlineData("&b64=1")]
    [InlineData("")]
    public async Task Base64_text_is_taken_from_everybody_and_given_to_those_who_ask(string query)
    {
        await using var server = await StartAsync();
        using var session = await JoinedAsync(server, query);

        await session.SendAsync("451-[\"b\",{\"_placeholder\":true,\"num\":0}]", "b4AQI=");
        await session.AssertAliveAsync();
        server.AssertEvents("b [<0102>]");

        await server.EmitAsync("c", new byte[] { 1, 2 });
        Assert.StartsWith("451-", await session.NextAsync("the event"));
        var frame = await session.Socket.ReadFrameAsync("the attachment");
        Assert.Equal(query.Length > 0 ? "b4AQI=" : "\u0004\u0001\u0002", frame.Text);
    }

    [Theory]
    [Trait("Hostile", "F14")]
    [Trait("Hostile", "F17")]
    [InlineData("")]
    [InlineData("02")]
    [InlineData("09 01")]
    [InlineData("34 01")]
    public async Task A_binary_frame_is_a_message_or_the_end(string hex)
    {
        await using var server = await StartAsync();
        using var session = await JoinedAsync(server);

        await session.Socket.SendAsync(WsFrame.OfBinary(Wire.Hex(hex)));
        await session.AssertParseErrorAsync();
        await server.DisconnectedAsync("parse error");
    }

    [Theory]
    [Trait("Hostile", "F14")]
    [InlineData("b")]
    [InlineData("b9AQ")]
    [InlineData("b4%")]
    [InlineData("9")]
    [InlineData("")]
    public async Task A_malformed_text_frame_ends_the_session(string text)
    {
        await using var server = await StartAsync();
        using var session = await JoinedAsync(server);

        await session.SendAsync(text);
        await session.AssertParseErrorAsync();
        await server.DisconnectedAsync("parse error");
    }

    [Fact]
    [Trait("Hostile", "F17")]
    [Trait("Hostile", "F19")]
    [Trait("Spec", "V3-019")]
    public async Task Pings_are_answered()
    {
        await using var server = await StartAsync();
        using var session = await JoinedAsync(server);

        await session.SendAsync("2", "2probe", "2x");

        await session.AssertNextAsync("3");
        await session.AssertNextAsync("3probe");
        await session.AssertNextAsync("3");
        await session.AssertAliveAsync();
    }

    [Fact]
    [Trait("Hostile", "F18")]
    public async Task A_pong_ends_the_session()
    {
        await using var server = await StartAsync();
        using var session = await JoinedAsync(server);

        await session.SendAsync("3");
        await session.AssertParseErrorAsync();
        await server.DisconnectedAsync("transport error", "invalid heartbeat direction");
    }

    [Fact]
    [Trait("Hostile", "F20")]
    public async Task A_flood_of_pings_ends_the_session()
    {
        await using var server = await StartAsync();
        using var session = await JoinedAsync(server);

        await session.SendAsync(Enumerable.Repeat("2", 2000));
        await server.DisconnectedAsync("transport error", null);
    }

    [Theory]
    [Trait("Spec", "V3-018")]
    [Trait("Spec", "T-40")]
    [Trait("Spec", "TST-179")]
    [InlineData("EIO=3")]
    [InlineData("b64=1")]
    public async Task A_session_is_upgraded(string version)
    {
        await using var server = await StartAsync();
        using var session = await PollingSession.OpenAsync(server.Target with { Version = version });
        await session.JoinAsync();

        // The event's head is posted, its attachment is the first frame behind the upgrade.
        PollingSession.AssertOk(await session.PostAsync(WireV3.Payload("451-[\"b\",{\"_placeholder\":true,\"num\":0}]")));
        await session.StartPollAsync();
        await server.RequestsAsync(1);
        using var socket = await RawWebSocket.ConnectAsync(server.Target, session.UpgradeUrl);
        await socket.SendTextAsync("2probe");
        Assert.Equal("3probe", await socket.ReadTextAsync("the probe's answer"));
        Assert.Equal("1:6", (await session.FinishPollAsync()).Text);

        await socket.SendAsync(WsFrame.OfText("5"), WsFrame.OfBinary(4, 9), WsFrame.OfText("421[\"alive\"]"));
        Assert.Equal("431[\"yes\"]", await socket.ReadTextAsync("the answer"));
        server.AssertEvents("b [<09>]");
        Assert.True(server.Io.Engine.Clients.Single().Upgraded);
    }

    [Fact]
    [Trait("Spec", "EIO-120")]
    [Trait("Spec", "V3-019")]
    [Trait("Spec", "V3-020")]
    public async Task A_session_that_was_upgraded_still_times_out()
    {
        await using var server = await StartAsync();
        using var session = await PollingSession.JoinedAsync(server.Target.ForV3());
        using var socket = await RawWebSocket.ConnectAsync(server.Target, session.UpgradeUrl);
        await socket.SendTextAsync("2probe");
        Assert.Equal("3probe", await socket.ReadTextAsync("the probe's answer"));
        await socket.SendTextAsync("5", "421[\"alive\"]");
        Assert.Equal("431[\"yes\"]", await socket.ReadTextAsync("the answer"));

        // A ping starts the time again; the server sends none of its own.
        server.Clock.Advance(TimeSpan.FromSeconds(40));
        await socket.SendTextAsync("2");
        Assert.Equal("3", await socket.ReadTextAsync("the pong"));
        server.Clock.Advance(TimeSpan.FromSeconds(40));
        await TestServer.SettledAsync();
        Assert.Empty(server.Disconnects);

        await server.AdvanceUntilAsync("the session times out", TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10), () => !server.Disconnects.IsEmpty);
        await server.DisconnectedAsync("ping timeout");
    }

    private static Task<TestServer> StartAsync() => TestServer.StartAsync(o => o.AllowEIO3 = true);

    private static async Task<WebSocketSession> JoinedAsync(TestServer server, string query = "")
    {
        var session = await WebSocketSession.OpenAsync(server.Target.ForV3(), query);
        await session.JoinAsync();
        return session;
    }
}
