using System.Text.RegularExpressions;
using SocketIO.Tests;

namespace SocketIO.Server.Tests;

public sealed class DynamicNamespaceTests
{
    private const string Refused = "{\"message\":\"Invalid namespace\"}";

    [Fact]
    [Trait("Spec", "SRV-025")]
    [Trait("Spec", "SRV-027")]
    [Trait("Spec", "TST-103")]
    public async Task An_expression_lets_clients_in_and_its_children_do_what_the_parent_did()
    {
        await using var server = new ServerHarness();
        var seen = new List<string>();
        var parent = server.Io.Of(new Regex("^/dyn-\\d+$"));
        parent.Use((_, next) =>
        {
            seen.Add("middleware");
            return next();
        });
        parent.OnConnection(s => seen.Add("connection " + s.Namespace.Name));
        parent.On("who", (ServerNamespace ns) => ns.Name);
        server.Io.OnNewNamespace(ns => seen.Add("new " + ns.Name));

        var client = await server.ConnectAsync("/dyn-101");
        parent.OnConnection(_ => seen.Add("added later"));
        await client.SendAsync("2/dyn-101,0[\"who\"]", "0/dyn-x,");
        await client.JoinAfterAsync("/dyn-102", 2);

        Assert.Equal(["new /dyn-101", "middleware", "connection /dyn-101", "new /dyn-102", "middleware", "connection /dyn-102", "added later"], seen);
        Assert.Contains("3/dyn-101,0[\"/dyn-101\"]", client.All);
        Assert.Contains("4/dyn-x," + Refused, client.All);
    }

    [Fact]
    [Trait("Spec", "SRV-025")]
    [Trait("Spec", "SRV-026")]
    [Trait("Spec", "SRV-032")]
    public async Task Functions_are_asked_in_order_with_the_name_and_what_the_client_sent()
    {
        await using var server = new ServerHarness();
        var seen = new List<string>();
        server.Io.Of((name, auth) => throw new InvalidOperationException("broken"));
        server.Io.Of(async (name, auth, token) =>
        {
            await Task.Yield();
            seen.Add($"first {name} {auth.GetRawText()} {token.CanBeCanceled}");
            return false;
        });
        server.Io.Of((name, auth) => auth.TryGetProperty("allow", out var allow) && allow.GetBoolean()).OnConnection(s => seen.Add("in"));
        server.Io.Of((name, auth) =>
        {
            seen.Add("never asked for the second");
            return false;
        });

        var client = server.Open();
        await client.SendAsync("0/fn-1,");
        Assert.Equal("4/fn-1," + Refused, await client.ReceiveAsync());
        await client.JoinAsync("/fn-1", "{\"allow\":true}");
        await client.SendAsync("1/fn-1,");
        await client.JoinAsync("/fn-1");

        Assert.Equal(["first /fn-1 {} True", "never asked for the second", "first /fn-1 {\"allow\":true} True", "in", "in"], seen);
        Assert.Equal(2, server.Errors.Count(e => e.Source == "namespace function"));
    }

    [Fact]
    [Trait("Spec", "SRV-026")]
    [Trait("Spec", "TST-104")]
    [Trait("Hostile", "G8")]
    public async Task A_hundred_requests_at_once_make_a_namespace_once()
    {
        await using var server = new ServerHarness();
        var created = 0;
        server.Io.Of(async (_, _, _) =>
        {
            await Task.Yield();
            return true;
        });
        server.Io.OnNewNamespace(_ => Interlocked.Increment(ref created));

        var clients = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => server.ConnectAsync("/new"))));

        Assert.Equal(1, created);
        Assert.Equal(100, server.Io.Of("/new").SocketsCount);
        await server.Io.Of("/new").EmitAsync("all");
        Assert.All(clients, c => Assert.Equal(["2/new,[\"all\"]"], c.Drain()));
    }

    [Fact]
    [Trait("Spec", "SRV-026")]
    [Trait("Hostile", "B23")]
    public async Task A_second_request_while_the_first_is_decided_closes_the_connection()
    {
        await using var server = new ServerHarness();
        var gate = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        CancellationToken seen = default;
        server.Io.Of((_, _, token) =>
        {
            seen = token;
            return new ValueTask<bool>(gate.Task);
        });
        var client = server.Open();

        await client.SendAsync("0/x,", "2/x,[\"a\"]");
        Assert.False(client.IsClosed);
        await client.SendAsync("0/x,");
        await client.ClosedAsync();
        gate.SetResult(true);

        await Wait.Until("the request is over", () => server.Io.Of("/x").SocketsCount == 0 && seen.IsCancellationRequested);
        Assert.Empty(client.All);
    }

    [Fact]
    public async Task Events_wait_while_the_name_is_looked_up()
    {
        await using var server = new ServerHarness();
        var gate = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Io.Of((_, _, _) => new ValueTask<bool>(gate.Task)).On("a", (int n) => n);
        var client = server.Open();

        await client.SendAsync("0/x,", "2/x,0[\"a\",1]", "2/x,1[\"a\",2]");
        gate.SetResult(true);

        Assert.StartsWith("0/x,{", await client.ReceiveAsync());
        Assert.Equal("3/x,0[1]", await client.ReceiveAsync());
        Assert.Equal("3/x,1[2]", await client.ReceiveAsync());
    }

    [Fact]
    [Trait("Spec", "SRV-028")]
    [Trait("Spec", "TST-106")]
    [Trait("Spec", "SRV-130")]
    public async Task A_name_given_by_the_application_becomes_a_child_of_the_expression_it_matches()
    {
        await using var server = new ServerHarness();
        var parent = server.Io.Of(new Regex("^/dyn-"));
        parent.On("who", () => "child");
        var named = server.Io.Of("/dyn-1");
        var client = await server.ConnectAsync("/dyn-1");

        await client.SendAsync("2/dyn-1,0[\"who\"]");
        await parent.EmitAsync("all", 1);
        await server.Io.Of("/other").EmitAsync("nobody");

        Assert.Equal(["3/dyn-1,0[\"child\"]", "2/dyn-1,[\"all\",1]"], client.Drain());
        Assert.Same(named, server.Io.Of("dyn-1"));
    }

    [Fact]
    [Trait("Spec", "SRV-029")]
    [Trait("Spec", "SRV-030")]
    public async Task A_parent_reaches_all_its_children_and_is_none_itself()
    {
        await using var server = new ServerHarness();
        var parent = server.Io.Of(new Regex("^/dyn-\\d$"));
        var one = await server.ConnectAsync("/dyn-1");
        var two = await server.ConnectAsync("/dyn-2");
        await server.Io.Of("/dyn-2").SocketsJoinAsync("room");

        await parent.EmitAsync("all");
        await parent.To("room").EmitAsync("some");
        await parent.Except("room").EmitAsync("others");

        Assert.Equal(["2/dyn-1,[\"all\"]", "2/dyn-1,[\"others\"]"], one.Drain());
        Assert.Equal(["2/dyn-2,[\"all\"]", "2/dyn-2,[\"some\"]"], two.Drain());
        var error = await Assert.ThrowsAsync<NotSupportedException>(() => parent.FetchSocketsAsync());
        Assert.Equal("fetchSockets() is not supported on parent namespaces", error.Message);
        await parent.DisconnectSocketsAsync();
        Assert.Equal(1, server.Io.Of("/dyn-1").SocketsCount);
        await one.SendAsync($"0{parent.Name},");
        Assert.Equal($"4{parent.Name}," + Refused, await one.ReceiveAsync());
    }

    [Theory]
    [Trait("Spec", "SRV-031")]
    [Trait("Spec", "TST-105")]
    [Trait("Spec", "SRV-131")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Empty_children_are_forgotten_if_the_option_says_so(bool cleanup)
    {
        await using var server = new ServerHarness(o => o.CleanupEmptyChildNamespaces = cleanup);
        server.Io.Of(new Regex("^/dyn-\\d+$")).Use((s, next) => s.Handshake.Auth.TryGetProperty("no", out _) ? throw new ConnectRefusedException("no") : next());
        server.Io.Of("/static");
        server.Io.Of("/dyn-9");
        bool Exists(string name) => server.Io.Namespaces.Any(ns => ns.Name == name);

        var first = await server.ConnectAsync("/dyn-1");
        var second = await server.ConnectAsync("/dyn-1");
        await first.SendAsync("1/dyn-1,");
        Assert.True(Exists("/dyn-1"));
        second.Lose();
        Assert.Equal(!cleanup, Exists("/dyn-1"));

        await first.SendAsync("0/dyn-2,{\"no\":1}");
        Assert.Equal(!cleanup, Exists("/dyn-2"));

        await first.JoinAfterAsync("/dyn-1", 1);
        Assert.True(Exists("/dyn-1"));

        var named = await server.ConnectAsync("/static");
        await named.JoinAsync("/dyn-9");
        named.Lose();
        Assert.True(Exists("/static") && Exists("/dyn-9"));
    }

    [Fact]
    [Trait("Hostile", "G8")]
    public async Task There_are_so_many_dynamic_namespaces_and_empty_ones_make_room()
    {
        await using var server = new ServerHarness(o => o.MaxDynamicNamespaces = 3);
        server.Io.Of(new Regex("^/dyn-\\d+$"));
        var stays = await server.ConnectAsync("/dyn-0");
        var goes = await server.ConnectAsync("/dyn-1");
        await server.ConnectAsync("/dyn-2");

        await stays.SendAsync("0/dyn-3,");
        Assert.Equal("4/dyn-3," + Refused, await stays.ReceiveAsync());
        goes.Lose();
        await stays.JoinAsync("/dyn-3");

        Assert.Equal(["/", "/dyn-0", "/dyn-2", "/dyn-3"], server.Io.Namespaces.Select(ns => ns.Name).Order());
    }

    [Fact]
    [Trait("Hostile", "G22")]
    public async Task An_expression_that_a_name_makes_go_round_in_circles_is_given_up()
    {
        await using var server = new ServerHarness();
        server.Io.Of(new Regex("^/(a+)+$"));
        var client = server.Open();

        // Matched to the end, it would outlast us all.
        await SocketIO.Tests.Wait.For("the name to be judged", Task.Run(() => client.SendAsync($"0/{new string('a', 60)}!,")));

        Assert.EndsWith(Refused, await client.ReceiveAsync());
    }

    [Fact]
    public async Task Coming_and_going_never_splits_a_namespace()
    {
        await using var server = new ServerHarness(o => o.CleanupEmptyChildNamespaces = true);
        server.Io.Of(new Regex("^/dyn-\\d+$"));

        await Parallel.ForAsync(0, 2_000, async (i, _) =>
        {
            var client = await server.ConnectAsync($"/dyn-{i % 3}");
            Assert.Contains(server.Io.Of($"/dyn-{i % 3}").Sockets, s => s.Connection.Session == client.Session);
            client.Lose();
        });

        Assert.Empty(server.Errors);
    }
}
