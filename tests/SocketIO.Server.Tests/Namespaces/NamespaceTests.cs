namespace SocketIO.Server.Tests;

public sealed class NamespaceTests : IAsyncLifetime
{
    private readonly ServerHarness _server = new();

    private SocketIOServer Io => _server.Io;

    [Fact]
    [Trait("Spec", "SRV-009")]
    [Trait("Spec", "SRV-020")]
    [Trait("Spec", "TST-093")]
    public void A_name_leads_to_one_namespace_with_or_without_its_slash()
    {
        Assert.Same(Io, Io.Of("/"));
        Assert.Same(Io, Io.Of(string.Empty));
        Assert.Same(Io.Of("/admin"), Io.Of("admin"));
        Assert.NotSame(Io.Of("/admin"), Io.Of("/Admin"));
        Assert.Equal("/admin", Io.Of("admin").Name);
        Assert.Same(Io, Io.Of("/admin").Server);
        Assert.Equal("/", Io.Name);
    }

    [Fact]
    [Trait("Spec", "SRV-010")]
    [Trait("Spec", "SRV-022")]
    [Trait("Spec", "TST-102")]
    public void New_namespaces_are_announced_but_for_the_main_one()
    {
        var seen = new List<string>();
        using (Io.OnNewNamespace(ns => seen.Add(ns.Name)))
        {
            Io.Of("/");
            Io.Of("/a");
            Io.Of("/a");
            Io.Of("/b");
        }

        Io.Of("/c");

        Assert.Equal(["/a", "/b"], seen);
        Assert.Equal(["/", "/a", "/b", "/c"], Io.Namespaces.Select(ns => ns.Name).Order());
    }

    [Fact]
    [Trait("Spec", "SRV-014")]
    [Trait("Spec", "SRV-021")]
    [Trait("Spec", "SRV-082")]
    [Trait("Spec", "TST-097")]
    public async Task Namespaces_have_sockets_rooms_and_handlers_of_their_own()
    {
        Io.Of("/a").On("who", () => "a");
        Io.Of("/b").On("who", () => "b");
        var client = _server.Open();
        await client.JoinAsync("/a");
        var id = await client.JoinAsync("/b");
        await Io.Of("/a").Sockets[0].JoinAsync("room");

        await client.SendAsync("2/a,0[\"who\"]", "2/b,0[\"who\"]");
        Assert.Equal(["3/a,0[\"a\"]", "3/b,0[\"b\"]"], client.Drain());

        await Io.Of("/b").To("room").EmitAsync("x");
        await Io.EmitAsync("x");
        Assert.Empty(client.Drain());
        await Io.Of("/a").To("room").EmitAsync("x", 1);
        Assert.Equal(["2/a,[\"x\",1]"], client.Drain());

        Assert.Equal((0, 1, 1), (Io.SocketsCount, Io.Of("/a").SocketsCount, Io.Of("/b").SocketsCount));
        Assert.Equal(1, Io.Engine.ClientsCount);
        Assert.Equal([id], Io.Of("/b").Sockets.Select(s => s.Id));
        Assert.Null(Io.Of("/a").FindSocket(id));
        Assert.Same(Io.Of("/b").Sockets[0], Io.Of("/b").FindSocket(id));
    }

    [Fact]
    [Trait("Spec", "SRV-010")]
    [Trait("Spec", "TST-094")]
    public async Task Every_connection_handler_runs_in_order()
    {
        var seen = new List<string>();
        Io.Of("/a").OnConnection(s => seen.Add("first " + s.Namespace.Name));
        Io.Of("/a").OnConnection((ServerSocket s) => { seen.Add("second"); });
        var third = Io.Of("/a").OnConnection((ServerSocket s) => s.On("e", () => 1));
        Io.Of("/a").OnConnection(async s =>
        {
            seen.Add("fourth");
            await Task.Yield();
        });

        await _server.ConnectAsync("/a");
        third.Dispose();
        await _server.ConnectAsync("/a");

        Assert.Equal(["first /a", "second", "fourth", "first /a", "second", "fourth"], seen);
        Assert.Equal([["e"], []], Io.Of("/a").Sockets.Select(s => s.EventNames.ToArray()));
    }

    [Fact]
    [Trait("Spec", "SRV-069")]
    public async Task Handlers_can_be_removed_and_run_once()
    {
        var client = await _server.ConnectAsync();
        int Handler() => 1;
        var first = Io.On("e", Handler);
        Io.On("e", () => 2);
        Io.Once("once", () => "once");

        await client.SendAsync("20[\"e\"]", "21[\"once\"]", "22[\"once\"]");
        first.Dispose();
        await client.SendAsync("23[\"e\"]");
        Io.Off("e");
        await client.SendAsync("24[\"e\"]");
        var handler = Handler;
        Io.On("e", handler);
        Io.On("f", handler);
        Io.Off("e", handler);
        await client.SendAsync("25[\"e\"]", "26[\"f\"]");
        Io.Off();
        await client.SendAsync("27[\"f\"]");

        Assert.Equal(["30[1]", "31[\"once\"]", "33[2]", "36[1]"], client.Drain());
    }

    [Fact]
    public async Task Handlers_may_come_and_go_while_events_are_handled()
    {
        Io.On("e", () => "still");
        var client = await _server.ConnectAsync();
        using var stop = new CancellationTokenSource();
        var churn = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                Io.On("other", () => { }).Dispose();
                Io.On("e", () => { }).Dispose();
            }
        });

        for (var i = 0; i < 2_000; i++)
        {
            await client.SendAsync("20[\"e\"]");
        }

        await stop.CancelAsync();
        await churn;
        Assert.Equal(2_000, client.Drain().Count(p => p == "30[\"still\"]"));
    }

    [Fact]
    [Trait("Spec", "SRV-093")]
    [Trait("Spec", "SRV-095")]
    public async Task A_server_that_stands_alone_has_no_other_servers()
    {
        using var subscription = Io.OnServerSide("hello", (string from) => from);

        await Io.ServerSideEmitAsync("hello", "me");

        Assert.Empty(await Io.ServerSideEmitWithAckAsync<string>("hello", "me"));
        Assert.Equal(2, _server.Logs.Entries.Count(e => e.Event == "NoOtherServers"));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Io.ServerSideEmitAsync("connection"));
        var error = await Assert.ThrowsAsync<ArgumentException>(() => Io.ServerSideEmitWithAckAsync<int>("new_namespace"));
        Assert.Equal("\"new_namespace\" is a reserved event name", error.Message);
    }

    public ValueTask InitializeAsync() => default;

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
