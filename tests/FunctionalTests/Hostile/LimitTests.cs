using SocketIO.Tests;
using SocketIO.Protocol;

namespace SocketIO.FunctionalTests;

/// <summary>Limits that an option moves: what they allow passes, one more does not.</summary>
public sealed class LimitTests
{
    [Fact]
    [Trait("Limit", "MaxNamespaceLength")]
    [Trait("Rule", "Options_ReachTheTransport")]
    public Task Namespace_names_have_the_length_that_the_option_says() => Rows.OnBothAsync(
        async (_, peer) =>
        {
            await peer.SendAsync("40/aaaaaaaaa,");
            await peer.AssertNextAsync("44/aaaaaaaaa,{\"message\":\"Invalid namespace\"}");
            await peer.SendAsync("40/aaaaaaaaaa,");
            await peer.AssertForcedCloseAsync();
        },
        o => o.MaxNamespaceLength = 10);

    [Fact]
    [Trait("Limit", "MaxNamespacesPerClient")]
    public Task A_client_joins_as_many_namespaces_as_the_option_says() => Rows.OnBothAsync(
        async (_, peer) =>
        {
            await peer.JoinAsync("/dyn-1");
            await peer.SendAsync("40/dyn-2,");
            Assert.StartsWith("44/dyn-2,", await peer.NextAsync("the refusal"), StringComparison.Ordinal);
            await peer.SendAsync("41/dyn-1,");
            await peer.JoinAsync("/dyn-2");
        },
        o => o.MaxNamespacesPerClient = 2);

    [Fact]
    [Trait("Limit", "MaxFailedConnectsPerClient")]
    public Task A_client_is_refused_as_often_as_the_option_says() => Rows.OnBothAsync(
        async (server, peer) =>
        {
            await peer.SendAsync("40/nope,", "40/nope,");
            await peer.AssertNextAsync("44/nope,{\"message\":\"Invalid namespace\"}");
            await peer.AssertNextAsync("44/nope,{\"message\":\"Invalid namespace\"}");
            await peer.AssertAliveAsync();
            await peer.SendAsync("40/nope,");
            await server.ClosedAsync(peer);
        },
        o => o.MaxFailedConnectsPerClient = 2);

    [Theory]
    [Trait("Limit", "MaxAuthBytes")]
    [InlineData(20, true)]
    [InlineData(21, false)]
    public Task Auth_has_the_size_that_the_option_says(int bytes, bool accepted) => Rows.OnBothUnjoinedAsync(
        async (_, peer) =>
        {
            await peer.SendAsync("40{\"a\":\"" + new string('x', bytes - 8) + "\"}");

            if (accepted)
            {
                Peer.SidOf(await peer.NextAsync("the answer to CONNECT"));
            }
            else
            {
                await peer.AssertForcedCloseAsync();
            }
        },
        o => o.MaxAuthBytes = 20);

    [Fact]
    [Trait("Limit", "ControlPacketBurst")]
    public async Task The_burst_of_control_packets_is_exact()
    {
        // Joining is one control packet, so nineteen are left of twenty.
        await using var server = await TestServer.StartAsync(o => (o.ControlPacketRate, o.ControlPacketBurst) = (10, 20));
        using var session = await WebSocketSession.JoinedAsync(server.Target);

        await session.SendAsync(Enumerable.Repeat("3", 19));
        await session.AssertAliveAsync();
        await session.SendAsync("3");
        await session.Socket.ReadCloseAsync("the close");
        await server.DisconnectedAsync("transport error", null);
    }

    [Theory]
    [Trait("Hostile", "H32")]
    [Trait("Limit", "InboundQueueEvents")]
    [Trait("Limit", "InboundQueueBytes")]
    [InlineData(3, 1_000_000, 10)]
    [InlineData(1000, 3_000, 1000)]
    public async Task The_reader_stops_when_as_much_waits_as_the_options_say(int events, int bytes, int size)
    {
        await using var server = await TestServer.StartAsync(o => (o.InboundQueueEvents, o.InboundQueueBytes) = (events, bytes));
        using var session = await WebSocketSession.JoinedAsync(server.Target);
        var socket = server.LastSocket!;
        var first = socket.EmitWithAckAsync<int>("question");
        await session.AssertNextAsync("420[\"question\"]");
        var second = socket.EmitWithAckAsync<int>("question");
        await session.AssertNextAsync("421[\"question\"]");
        await session.SendAsync("42[\"hold\"]");
        await Wait.Until("the handler is busy", () => server.Held == 1);
        var waiting = "42[\"a\",\"" + new string('x', size) + "\"]";

        // Two wait: answers are still read. The third is one too many, and what stands behind it is not read.
        await session.SendAsync(waiting, waiting, "430[1]");
        Assert.Equal(1, await Wait.For("the answer in front", first));
        await session.SendAsync(waiting, "431[2]");
        await TestServer.SettledAsync();
        Assert.False(second.IsCompleted);

        server.Release();
        Assert.Equal(2, await Wait.For("the answer behind", second));
        await session.AssertAliveAsync();
        Assert.Equal(4, server.Events.Count);
    }

    [Theory]
    [Trait("Limit", "PollingCloseTimeout")]
    [Trait("Spec", "EIO-085")]
    [InlineData(null, 30)]
    [InlineData(4, 4)]
    public async Task A_close_waits_so_long_for_the_poll_that_fetches_it(int? option, int seconds)
    {
        await using var server = await TestServer.StartAsync(o => o.PollingCloseTimeout = TimeSpan.FromSeconds(option ?? 30));
        using var session = await PollingSession.JoinedAsync(server.Target);
        using var fetching = await PollingSession.JoinedAsync(server.Target);

        await session.SendAsync("42[]");
        await fetching.SendAsync("42[]");
        server.Clock.Advance(TimeSpan.FromSeconds(seconds - 1));
        Assert.Equal(2, server.Io.Engine.ClientsCount);
        await fetching.AssertForcedCloseAsync();
        server.Clock.Advance(TimeSpan.FromSeconds(2));
        await Wait.Until("nobody waits any more", () => server.Io.Engine.ClientsCount == 0);
        await session.AssertGoneAsync();
    }

    [Fact]
    [Trait("Hostile", "H28")]
    [Trait("Limit", "AckTimeout")]
    public Task A_question_without_a_timeout_has_one() => Rows.OnBothAsync(
        async (server, peer) =>
        {
            var question = server.LastSocket!.EmitWithAckAsync<int>("question");
            await peer.AssertNextAsync("420[\"question\"]");
            server.Clock.Advance(TimeSpan.FromSeconds(6));
            Assert.False(question.IsCompleted);
            server.Clock.Advance(TimeSpan.FromSeconds(2));
            await Assert.ThrowsAsync<Protocol.AckTimeoutException>(() => Wait.For("the timeout", question));
            await peer.AssertAliveAsync();
        },
        o => o.AckTimeout = TimeSpan.FromSeconds(7));

    [Fact]
    [Trait("Hostile", "B34")]
    public async Task The_parameter_of_jsonp_means_nothing_to_a_session()
    {
        await using var server = await TestServer.StartAsync();
        using var session = await PollingSession.JoinedAsync(server.Target);

        PollingSession.AssertOk(await RawHttp.AskAsync(server.Target, "POST", session.S + "&j=0", body: "421[\"alive\"]"u8.ToArray()));
        var reply = await RawHttp.GetAsync(server.Target, session.S + "&j=0];alert(1)//");
        Assert.Equal(("431[\"yes\"]", "text/plain; charset=UTF-8"), (reply.Text, reply.Header("Content-Type")));
    }

    [Fact]
    [Trait("Hostile", "A24")]
    public async Task An_id_that_could_not_be_found_again_is_no_id()
    {
        await using var server = await TestServer.StartAsync(o => o.GenerateId = _ => ValueTask.FromResult(new string('x', 65)));

        Expect.Refused(await RawHttp.GetAsync(server.Target, server.Target.PollingUrl), 3);
        Assert.Equal((3, "name", "ID_GENERATION_ERROR"), server.SingleError("name"));
        Assert.Equal(0, server.Io.Engine.ClientsCount);
    }
}
