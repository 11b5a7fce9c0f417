namespace SocketIO.FunctionalTests;

/// <summary>What the protocol adds to a message, and that it is a protocol of its own.</summary>
public sealed class OverheadTests
{
    [Fact]
    [Trait("Spec", "SRV-127")]
    [Trait("Spec", "SRV-114")]
    public async Task An_event_is_one_frame_with_a_few_bytes_around_its_json()
    {
        await using var server = await TestServer.StartAsync();
        using var session = await WebSocketSession.JoinedAsync(server.Target);

        await server.EmitAsync("hello", "world");

        var frame = await session.Socket.ReadFrameAsync("the event");
        Assert.Equal("42[\"hello\",\"world\"]", frame.Text);
        Assert.True(frame is { Fin: true, Rsv: 0, Opcode: WsOpcode.Text });
        Assert.False(session.Socket.Connection.HasUnreadBytes);
    }

    [Fact]
    [Trait("Spec", "SRV-114")]
    public async Task A_plain_websocket_client_is_no_client()
    {
        await using var server = await TestServer.StartAsync();

        var reply = await RawWebSocket.RefusedAsync(server.Target, "/socket.io/");
        Assert.Equal(400, reply.Status);

        using var session = await WebSocketSession.OpenAsync(server.Target);
        await session.SendAsync("hello");
        await session.AssertParseErrorAsync();
    }
}
