namespace SocketIO.FunctionalTests;

/// <summary>What a small message that inflates to a large one costs: counted for the whole process, so nothing else may run.</summary>
[Collection(nameof(DeflateBombTests))]
[CollectionDefinition(nameof(DeflateBombTests), DisableParallelization = true)]
public sealed class DeflateBombTests
{
    [Fact]
    [Trait("Hostile", "C24")]
    [Trait("Rule", "Ws_DeflateBomb_1009")]
    public async Task A_bomb_is_stopped_while_it_inflates()
    {
        await using var server = await TestServer.StartAsync(o => o.PerMessageDeflate = new());
        using var session = await WebSocketSession.JoinedAsync(server.Target, "Sec-WebSocket-Extensions: permessage-deflate\r\n");
        var bomb = DeflateTests.Compressed("42[\"a\",\"" + new string('a', 20_000_000) + "\"]");
        var before = GC.GetTotalAllocatedBytes();

        await session.Socket.SendAsync(bomb);
        await session.AssertCloseAsync(1009);
        await server.DisconnectedAsync("transport error", null);

        // The limit is a megabyte, and a buffer doubles while it grows.
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 10_000_000);
        server.AssertEvents();
    }
}
