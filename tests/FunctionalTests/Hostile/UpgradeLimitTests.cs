namespace SocketIO.FunctionalTests;

/// <summary>Kestrel's own limit of upgraded connections: it is refused in order, and what there is goes on.</summary>
public sealed class UpgradeLimitTests
{
    [Fact]
    [Trait("Limit", "MaxConcurrentUpgradedConnections")]
    public async Task A_websocket_too_many_is_answered_with_503_and_a_place_that_is_free_is_given_away()
    {
        await using var server = await TestServer.StartAsync(web: o => o.Limits.MaxConcurrentUpgradedConnections = 1);
        var first = await WebSocketSession.JoinedAsync(server.Target);

        for (var i = 0; i < 3; i++)
        {
            AssertRefused(await RawWebSocket.RefusedAsync(server.Target, server.Target.WebSocketUrl));
        }

        await first.AssertAliveAsync();
        Assert.Equal(1, server.Io.Engine.ClientsCount);
        Assert.Equal(3, server.Log.Messages.Count(message => message.Contains("raise MaxConcurrentUpgradedConnections", StringComparison.Ordinal)));

        first.Dispose();
        await server.RequestsAsync(0);
        using var second = await WebSocketSession.JoinedAsync(server.Target);
        await second.AssertAliveAsync();
    }

    [Fact]
    [Trait("Limit", "MaxConcurrentUpgradedConnections")]
    public async Task A_session_that_cannot_upgrade_stays_on_polling()
    {
        await using var server = await TestServer.StartAsync(web: o => o.Limits.MaxConcurrentUpgradedConnections = 1);
        using var first = await WebSocketSession.JoinedAsync(server.Target);
        using var session = await PollingSession.JoinedAsync(server.Target);

        AssertRefused(await RawWebSocket.RefusedAsync(server.Target, $"{server.Target.WebSocketUrl}&sid={session.Sid}"));

        await session.AssertAliveAsync();
        await first.AssertAliveAsync();
    }

    private static void AssertRefused(HttpReply reply)
    {
        Assert.Equal(503, reply.Status);
        Assert.Equal("5", reply.Header("Retry-After"));
        Assert.Null(reply.Header("Upgrade"));
        Assert.Null(reply.Header("Sec-WebSocket-Accept"));
    }
}
