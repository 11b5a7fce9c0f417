using System.Globalization;
using System.Text.RegularExpressions;
using SocketIO.Tests;

namespace SocketIO.Server.Tests;

/// <summary>How much joining one client may do, and how long it may take.</summary>
public sealed class ConnectLimitTests
{
    [Fact]
    [Trait("Spec", "SRV-002")]
    [Trait("Spec", "SRV-034")]
    [Trait("Spec", "TST-100")]
    [Trait("Hostile", "G4")]
    public async Task A_connection_that_joins_nothing_is_closed_after_the_connect_timeout()
    {
        await using var server = new ServerHarness(o => o.PingInterval = TimeSpan.FromHours(1));
        var silent = server.Open();
        var refused = server.Open();
        await refused.SendAsync("0/nope,");
        var joined = await server.ConnectAsync();

        server.Time.Advance(TimeSpan.FromSeconds(44.9));
        Assert.False(silent.IsClosed);
        server.Time.Advance(TimeSpan.FromSeconds(0.2));

        await silent.ClosedAsync();
        await refused.ClosedAsync();
        Assert.False(joined.IsClosed);
        Assert.Equal(0, server.Io.ConnectDeadlines.Count);
    }

    [Fact]
    [Trait("Spec", "SRV-034")]
    public async Task The_first_join_ends_the_deadline_for_good()
    {
        await using var server = new ServerHarness(o =>
        {
            o.ConnectTimeout = TimeSpan.FromSeconds(1);
            o.PingInterval = TimeSpan.FromHours(1);
        });
        var client = await server.ConnectAsync();
        await client.SendAsync("1");

        server.Time.Advance(TimeSpan.FromMinutes(5));

        Assert.False(client.IsClosed);
    }

    [Fact]
    [Trait("Spec", "SRV-040")]
    [Trait("Spec", "SRV-047")]
    [Trait("Hostile", "G5")]
    public async Task A_middleware_that_never_calls_next_is_ended_by_the_same_timeout()
    {
        await using var server = new ServerHarness(o => o.PingInterval = TimeSpan.FromHours(1));
        var seen = new List<string>();
        ServerSocket? pending = null;
        Func<Task>? late = null;
        server.Io.Use(async (socket, next) =>
        {
            (pending, late) = (socket, next);
            await socket.JoinAsync("room");
        });
        server.Io.OnConnection(_ => seen.Add("connection"));
        server.Io.OnDisconnect((_, _) => seen.Add("disconnect"));
        var client = server.Open();
        await client.SendAsync("0", "2[\"waits\"]");

        server.Time.Advance(TimeSpan.FromSeconds(46));

        await client.ClosedAsync();
        await late!();
        Assert.Empty(seen);
        Assert.False(pending!.Connected);
        Assert.True(pending.DisconnectToken.IsCancellationRequested);
        Assert.Empty(server.Io.Adapter.Rooms.Names);
        Assert.Empty(client.All);
    }

    [Fact]
    [Trait("Spec", "SRV-024")]
    [Trait("Spec", "TST-096")]
    [Trait("Hostile", "G6")]
    public async Task Unknown_namespaces_are_refused_and_32_refusals_are_enough()
    {
        await using var server = new ServerHarness();
        var client = await server.ConnectAsync();

        for (var i = 0; i < 32; i++)
        {
            await client.SendAsync("0/nope,");
            Assert.Equal("4/nope,{\"message\":\"Invalid namespace\"}", await client.ReceiveAsync());
        }

        Assert.False(client.IsClosed);
        await client.SendAsync("0/nope,");
        await client.ClosedAsync();
    }

    [Fact]
    [Trait("Hostile", "G7")]
    public async Task A_namespace_that_is_too_long_closes_the_connection_without_an_echo()
    {
        await using var server = new ServerHarness();
        var atLimit = "/" + new string('a', 511);
        var client = server.Open();

        await client.SendAsync($"0{atLimit},");
        Assert.Equal($"4{atLimit},{{\"message\":\"Invalid namespace\"}}", await client.ReceiveAsync());
        await client.SendAsync($"0{atLimit}a,");

        await client.ClosedAsync();
        Assert.Empty(client.Drain());
    }

    [Fact]
    [Trait("Hostile", "G11")]
    [Trait("Hostile", "G21")]
    public async Task Names_are_compared_as_they_are()
    {
        await using var server = new ServerHarness();
        server.Io.Of("/a");
        server.Io.Of("/__proto__");
        var client = server.Open();

        await client.JoinAsync("/a");
        await client.JoinAsync("/__proto__");
        await client.SendAsync("0/A,", "0/?a=1,", "0/a/../a,", "0/constructor,", "0/%61,", "0/..,");

        Assert.All(client.Drain(), answer => Assert.Contains("Invalid namespace", answer));
    }

    [Fact]
    [Trait("Hostile", "G8")]
    public async Task A_connection_joins_64_namespaces_and_no_more()
    {
        await using var server = new ServerHarness();
        server.Io.Of(new Regex("^/dyn-\\d+$"));
        var client = server.Open();

        for (var i = 0; i < 64; i++)
        {
            await client.JoinAsync($"/dyn-{i.ToString(CultureInfo.InvariantCulture)}");
        }

        await client.SendAsync("0/dyn-64,");
        Assert.Equal("4/dyn-64,{\"message\":\"Too many namespaces\"}", await client.ReceiveAsync());
        await client.SendAsync("1/dyn-0,");
        await client.JoinAsync("/dyn-64");
    }

    [Fact]
    [Trait("Hostile", "G12")]
    [Trait("Hostile", "G15")]
    public async Task Auth_has_a_size_and_a_depth_and_no_id()
    {
        await using var server = new ServerHarness();
        var big = $"{{\"a\":\"{new string('x', 16_384)}\"}}";
        var deep = "{\"a\":" + new string('[', 70) + new string(']', 70) + "}";

        foreach (var connect in new[] { "0" + big, "0" + deep, "012{}" })
        {
            var client = server.Open();
            await client.SendAsync(connect);
            await client.ClosedAsync();
            Assert.Empty(client.All);
        }
    }

    [Fact]
    [Trait("Hostile", "G19")]
    public async Task Joining_and_leaving_at_full_speed_ends_the_connection()
    {
        await using var server = new ServerHarness();
        var client = server.Open();

        for (var i = 0; i < 1_000 && !client.IsClosed; i++)
        {
            await client.SendAsync("0", "1");
        }

        await client.ClosedAsync();
        Assert.InRange(client.All.Count, 400, 700);
        Assert.Empty(server.Io.Sockets);
    }

    [Fact]
    [Trait("Hostile", "G23")]
    [Trait("Spec", "SRV-040")]
    public async Task A_connection_may_end_at_any_moment_of_the_join()
    {
        await using var server = new ServerHarness();
        var joined = 0;
        var left = 0;
        server.Io.Use(async (socket, next) =>
        {
            await socket.JoinAsync("room");
            await Task.Yield();
            await next();
        });
        server.Io.OnConnection(_ => { Interlocked.Increment(ref joined); });
        server.Io.OnDisconnect((_, _) => { Interlocked.Increment(ref left); });

        await Parallel.ForAsync(0, 3_000, async (i, _) =>
        {
            var client = server.Open();
            var lost = Task.Run(() =>
            {
                SpinWait.SpinUntil(() => false, TimeSpan.FromTicks(i % 500));
                client.Lose();
            }, CancellationToken.None);
            await client.SendAsync("0", "2[\"a\"]");
            await lost;
            await client.ClosedAsync();
        });

        await Wait.Until("everybody who came has gone", () => joined == left && server.Io.SocketsCount == 0, () => (joined, left, server.Io.SocketsCount));
        await Wait.Until("the rooms are empty", () => server.Io.Adapter.Rooms.Names.Count == 0);
        Assert.Equal(0, server.Io.Engine.ClientsCount);
        Assert.Equal(0, server.Io.ConnectDeadlines.Count);
        Assert.Empty(server.Errors);
    }
}
