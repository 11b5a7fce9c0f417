using Xunit;

namespace SocketIO.Adapters.Specification;

/// <content>Questions to clients and to servers.</content>
public abstract partial class AdapterSpecification
{
    [Fact]
    public async Task Clients_of_all_servers_acknowledge()
    {
        var (a, b, c) = await OneEachAsync();
        a.Answers = () => Answer("[\"from a\"]");
        b.Answers = () => Answer("[{\"_placeholder\":true,\"num\":0}]", [1, 2]);
        c.Answers = () => Answer("[]");
        var sink = new RecordingSink();
        using var pending = await Nodes[0].Adapter.BroadcastWithAckAsync(Event("/", "ask", 1), Target.Everyone, TimeSpan.FromSeconds(5), sink);

        await Eventually("all servers have counted", () => Task.FromResult(sink.Counts), "3 servers, 3 clients");
        await Eventually("all clients have answered", () => Task.FromResult(string.Join('|', sink.Acks.Order(StringComparer.Ordinal))), "\"from a\"|#0102|nothing");
        Assert.Contains(b.Received, static packet => packet.StartsWith("420", StringComparison.Ordinal) || packet.StartsWith("421", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Servers_without_receivers_count_none()
    {
        await Nodes[1].AddAsync("b", "room");
        var sink = new RecordingSink();
        using var pending = await Nodes[0].Adapter.BroadcastWithAckAsync(Event("/", "ask"), Target.Everyone.WithRooms("room"), TimeSpan.FromSeconds(5), sink);
        await Eventually("all servers have counted", () => Task.FromResult(sink.Counts), "3 servers, 1 clients");
        Assert.Empty(sink.Acks);
    }

    [Fact]
    public async Task Local_questions_stay_on_their_server()
    {
        var (a, b, _) = await OneEachAsync();
        a.Answers = b.Answers = () => Answer("[1]");
        var sink = new RecordingSink();
        using var pending = await Nodes[0].Adapter.BroadcastWithAckAsync(Event("/", "ask"), Target.Everyone.WithFlags(BroadcastFlags.Local), TimeSpan.FromSeconds(5), sink);
        await Settle(Nodes[0]);
        Assert.Equal("1 servers, 1 clients", sink.Counts);
        await Receives(b);
    }

    [Fact]
    public async Task Events_reach_the_other_servers()
    {
        Assert.True(await Nodes[0].Adapter.ServerSideEmitAsync(Event("/", "plain", 1, new { a = true })));
        Assert.True(await Nodes[0].Adapter.ServerSideEmitAsync(Event("/", "binary", new byte[] { 9 })));
        Assert.True(await Chat[0].Adapter.ServerSideEmitAsync(Event("/chat", "chat")));

        await Eventually("server 1 has got them", () => Task.FromResult(string.Join('|', Nodes[1].ServerEvents)), "\"plain\"(1,{\"a\":true})|\"binary\"(#09)");
        await Eventually("server 2 has got them", () => Task.FromResult(string.Join('|', Nodes[2].ServerEvents)), "\"plain\"(1,{\"a\":true})|\"binary\"(#09)");
        await Eventually("namespace has got its own", () => Task.FromResult(string.Join('|', Chat[2].ServerEvents)), "\"chat\"()");
        Assert.Empty(Nodes[0].ServerEvents);
    }

    [Fact]
    public async Task Servers_answer()
    {
        Nodes[1].Answers = arguments => Answer($"[\"{arguments.Get<string>(0)} from 1\"]");
        Nodes[2].Answers = _ => Answer("[{\"_placeholder\":true,\"num\":0}]", [5]);
        var answers = await Nodes[0].Adapter.ServerSideEmitWithAckAsync(Event("/", "ask", "hi"), CancellationToken.None);

        Assert.Equal(["\"hi from 1\"", "#05"], answers!.Select(static answer => SpecificationNode.Describe(answer[0])).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Servers_that_do_not_answer_are_named_by_the_exception()
    {
        Nodes[1].Answers = _ => Answer("[\"here\"]");
        var exception = await Assert.ThrowsAsync<ClusterTimeoutException>(async () => await Nodes[0].Adapter.ServerSideEmitWithAckAsync(Event("/", "ask"), CancellationToken.None));

        Assert.Equal((2, 1), (exception.Expected, exception.Received));
        Assert.Equal(["\"here\""], exception.Responses.Select(static answer => SpecificationNode.Describe(answer[0])));
        Assert.StartsWith("timeout reached", exception.Message, StringComparison.Ordinal);

        // Some brokers only count.
        Assert.True(exception.MissingServers is [] || exception.MissingServers.SequenceEqual([Nodes[2].NodeId]), string.Join(',', exception.MissingServers));
    }

    [Fact]
    public async Task Waiting_for_servers_can_be_cancelled()
    {
        using var cancellation = new CancellationTokenSource();
        var asking = Nodes[0].Adapter.ServerSideEmitWithAckAsync(Event("/", "ask"), cancellation.Token).AsTask();
        await Eventually("the others were asked", () => Task.FromResult(Nodes[1].ServerEvents.Count), 1);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
    }

    [Fact]
    public async Task Bytes_reach_one_server()
    {
        Assert.True(await Nodes[0].Adapter.SendToServerAsync(Nodes[2].NodeId, new byte[] { 1, 0xc1, 0xff }));
        await Nodes[0].Adapter.ServerSideEmitAsync(Event("/", "after"));
        await Eventually("it is there", () => Task.FromResult(Nodes[2].ServerEvents.Contains($"{Nodes[0].NodeId}: #01c1ff")), true);
        await Eventually("server 1 has got the event", () => Task.FromResult(string.Join('|', Nodes[1].ServerEvents)), "\"after\"()");
    }

    [Fact]
    public async Task Servers_come_and_go()
    {
        var fourth = await StartAsync("/");
        await Eventually("the first server knows the fourth", async () => await Nodes[0].Adapter.CountServersAsync(default), 4);
        await Eventually("the fourth server knows the others", async () => await fourth.Adapter.CountServersAsync(default), 4);
        var d = await fourth.AddAsync("d");
        await Nodes[0].Adapter.BroadcastAsync(Event("/", "hi"), Target.Everyone);
        await Receives(d, "42[\"hi\"]");

        await StopAsync(fourth);
        await Eventually("the fourth server has gone", async () => await Nodes[0].Adapter.CountServersAsync(default), 3);
        Assert.Equal("", await FindAsync(Target.Everyone));
    }

    [Fact]
    public async Task Many_questions_at_once_get_their_own_answers()
    {
        Nodes[1].Answers = Nodes[2].Answers = arguments => Answer($"[{arguments.Get<int>(0)}]");

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(async i =>
            (i, await Nodes[0].Adapter.ServerSideEmitWithAckAsync(Event("/", "ask", i), CancellationToken.None))));

        Assert.All(answers, static answer => Assert.Equal([answer.i, answer.i], answer.Item2!.Select(static a => a.Get<int>(0))));
    }
}
