using SocketIO.Tests;

namespace SocketIO.FunctionalTests;

/// <summary>Nothing is lost, doubled or reordered while a session changes its transport.</summary>
public sealed class UpgradeOrderTests
{
    [Fact]
    [Trait("Hostile", "D14")]
    [Trait("Spec", "EIO-125")]
    public async Task Messages_between_probe_and_upgrade_arrive_once_and_in_order()
    {
        await using var server = await TestServer.StartAsync();
        using var session = await PollingSession.JoinedAsync(server.Target);
        using var socket = await RawWebSocket.ConnectAsync(server.Target, session.UpgradeUrl);
        await UpgradeTests.ProbeAsync(socket);

        for (var i = 0; i < 100; i++)
        {
            await server.EmitAsync("n", i);
        }

        await socket.SendTextAsync("5");

        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(Wire.Invariant($"42[\"n\",{i}]"), await socket.ReadTextAsync("a message on the new transport"));
        }
    }

    [Theory]
    [Trait("Hostile", "D14")]
    [Trait("Spec", "TST-050")]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Any_interleaving_keeps_the_order_both_ways(int seed)
    {
        var random = new Random(seed);
        await using var server = await TestServer.StartAsync();
        using var session = await PollingSession.JoinedAsync(server.Target);
        using var socket = await RawWebSocket.ConnectAsync(server.Target, session.UpgradeUrl);
        var received = new List<string>();
        var emitted = 0;
        var posted = 0;
        var emitting = Task.CompletedTask;

        // Emits from another thread while the client goes on; bursts follow one another.
        void EmitSome(int count)
        {
            var before = emitting;
            emitting = Task.Run(async () =>
            {
                await before;

                for (var i = 0; i < count; i++)
                {
                    await server.EmitAsync("n", emitted++);
                }
            });
        }

        async Task ExchangeSomeAsync()
        {
            EmitSome(random.Next(1, 20));
            var count = random.Next(1, 5);
            await session.SendAsync(Enumerable.Range(posted, count).Select(i => Wire.Invariant($"42[\"count\",{i}]")));
            posted += count;
            var reply = await session.PollAsync();
            Assert.Equal(200, reply.Status);
            received.AddRange(reply.Packets.Where(p => p != "6"));
        }

        for (var i = random.Next(4); i > 0; i--)
        {
            await ExchangeSomeAsync();
        }

        await UpgradeTests.ProbeAsync(socket);

        for (var i = random.Next(4); i > 0; i--)
        {
            await ExchangeSomeAsync();
        }

        EmitSome(100);
        await socket.SendTextAsync(["5", .. Enumerable.Range(posted, 50).Select(i => Wire.Invariant($"42[\"count\",{i}]"))]);
        await Wait.For("the emitter", emitting);

        while (received.Count < emitted)
        {
            received.Add(await socket.ReadTextAsync($"message {received.Count} of {emitted}"));
        }

        Assert.Equal(Enumerable.Range(0, emitted).Select(i => Wire.Invariant($"42[\"n\",{i}]")), received);
        await UpgradeTests.AssertAliveAsync(socket);
        Assert.Equal(posted + 50, server.Counted);
    }

    [Fact]
    [Trait("Hostile", "D15")]
    public async Task A_post_in_flight_is_finished_before_the_upgrade()
    {
        await using var server = await TestServer.StartAsync();
        using var session = await PollingSession.JoinedAsync(server.Target);
        using var socket = await RawWebSocket.ConnectAsync(server.Target, session.UpgradeUrl);
        using var post = await RawHttp.ConnectAsync(server.Target);
        await UpgradeTests.ProbeAsync(socket);
        var body = Wire.Utf8("42[\"a\"]");

        await post.Connection.SendAsync((byte[])[.. RawHttp.Head("POST", session.S, $"Content-Length: {body.Length}\r\n"), .. body[..4]]);
        await server.RequestsAsync(2);
        await socket.SendTextAsync("5", "42[\"b\"]", "421[\"alive\"]");
        await post.Connection.SendAsync(body[4..]);

        PollingSession.AssertOk(await post.ReadReplyAsync("POST"));
        Assert.Equal("431[\"yes\"]", await socket.ReadTextAsync("the ack on the new transport"));
        server.AssertEvents("a []", "b []");
    }

    [Fact]
    [Trait("Hostile", "D15")]
    public async Task A_post_that_is_never_finished_does_not_hold_the_upgrade_up()
    {
        await using var server = await TestServer.StartAsync();
        using var session = await PollingSession.JoinedAsync(server.Target);
        using var socket = await RawWebSocket.ConnectAsync(server.Target, session.UpgradeUrl);
        using var post = await RawHttp.ConnectAsync(server.Target);
        await UpgradeTests.ProbeAsync(socket);

        await post.Connection.SendAsync((byte[])[.. RawHttp.Head("POST", session.S, "Content-Length: 50\r\n"), .. "42"u8]);
        await server.RequestsAsync(2);
        await socket.SendTextAsync("5", "421[\"alive\"]");
        await server.AdvanceUntilAsync("the new transport carries messages", TimeSpan.FromSeconds(0.25), TimeSpan.FromSeconds(5), () => socket.Connection.HasUnreadBytes);

        Assert.Equal("431[\"yes\"]", await socket.ReadTextAsync("the ack on the new transport"));
        await post.Connection.ReadToEndAsync("the post is cut off");
        await UpgradeTests.AssertAliveAsync(socket);
    }

    [Fact]
    [Trait("Spec", "EIO-065")]
    public async Task A_header_may_come_by_polling_and_its_attachment_by_websocket()
    {
        await using var server = await TestServer.StartAsync();
        using var session = await PollingSession.JoinedAsync(server.Target);
        using var socket = await RawWebSocket.ConnectAsync(server.Target, session.UpgradeUrl);
        await UpgradeTests.ProbeAsync(socket);

        await session.SendAsync("""451-["a",{"_placeholder":true,"num":0}]""");
        await socket.SendAsync(WsFrame.OfText("5"), WsFrame.OfBinary(7));
        await UpgradeTests.AssertAliveAsync(socket);
        server.AssertEvents("a [<07>]");
    }
}
