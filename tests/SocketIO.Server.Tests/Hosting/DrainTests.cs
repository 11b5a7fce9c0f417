using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SocketIO.Tests;

namespace SocketIO.Server.Tests;

/// <summary>A server that closes its connections over time.</summary>
public sealed class DrainTests
{
    [Theory]
    [InlineData(1, 10)]
    [InlineData(4, 10)]
    [InlineData(10, 10)]
    [InlineData(100, 10)]
    [InlineData(1000, 2)]
    public async Task Connections_are_closed_evenly_over_the_time(int count, int seconds)
    {
        await using var harness = new ServerHarness(options => (options.MaxUnjoinedSessions, options.MaxUnjoinedSessionsPerAddress) = (2_000, 2_000));
        var clients = Enumerable.Range(0, count).Select(_ => harness.Open()).ToArray();
        var draining = harness.Io.DrainAsync(TimeSpan.FromSeconds(seconds));
        var least = TimeSpan.FromMilliseconds(50);

        for (var elapsed = least; elapsed < TimeSpan.FromSeconds(seconds); elapsed += least)
        {
            harness.Time.Advance(least);
            var due = count * elapsed.TotalSeconds / seconds;
            var closed = clients.Count(client => client.IsClosed);

            // Never more than are due, and never later than a step, which is a second at most and the time for one connection otherwise.
            var step = Math.Min(Math.Max(1, count * 0.05 / seconds), (double)count / seconds);
            Assert.InRange(closed, Math.Max(0, due - step - 1), due + 1e-6);
        }

        Assert.False(draining.IsCompleted);
        harness.Time.Advance(least);
        await Wait.For("the server to have closed", draining);
        Assert.All(clients, client => Assert.True(client.IsClosed));
    }

    [Fact]
    [Trait("Spec", "SRV-075")]
    public async Task Each_is_closed_as_by_a_server_that_stops()
    {
        await using var harness = new ServerHarness();
        var reasons = new List<string>();
        harness.Io.OnDisconnect((_, reason) => reasons.Add(reason));
        var (client, socket) = await harness.ConnectSocketAsync();
        var draining = harness.Io.DrainAsync(TimeSpan.FromSeconds(2));

        harness.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(socket.Connected);
        await socket.EmitAsync("last");
        harness.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("2[\"last\"]", client.All[^1]);
        await Wait.For("the server to have closed", draining);
        Assert.Equal(["server shutting down"], reasons);
        Assert.True(client.IsClosed);
    }

    [Fact]
    public async Task Meanwhile_those_that_are_there_go_on_and_new_ones_are_refused()
    {
        await using var harness = new ServerHarness();
        harness.Io.On("add", (int a, int b) => a + b);
        var client = await harness.ConnectAsync();

        Assert.Equal(200, (await AskAsync(harness)).StatusCode);
        var draining = harness.Io.DrainAsync(TimeSpan.FromSeconds(10));

        var refused = await AskAsync(harness);
        Assert.Equal((503, "5"), (refused.StatusCode, refused.Headers.RetryAfter.ToString()));
        await client.SendAsync("20[\"add\",1,2]");
        Assert.Equal("30[3]", await client.ReceiveAsync());
        Assert.False(draining.IsCompleted);
    }

    [Fact]
    public async Task The_health_check_fails_at_once_and_says_why()
    {
        await using var harness = new ServerHarness(addServices: services => services.AddHealthChecks().AddSocketIO());
        var health = harness.Services.GetRequiredService<HealthCheckService>();
        harness.Open();
        Assert.Equal((HealthStatus.Healthy, false), await CheckAsync());

        var draining = harness.Io.DrainAsync(TimeSpan.FromSeconds(10));

        Assert.Equal((HealthStatus.Unhealthy, true), await CheckAsync());
        Assert.Contains("draining", (await health.CheckHealthAsync()).Entries["socketio"].Description);
        harness.Time.Advance(TimeSpan.FromSeconds(10));
        await Wait.For("the server to have closed", draining);
        Assert.Equal((HealthStatus.Unhealthy, false), await CheckAsync());

        async Task<(HealthStatus, object)> CheckAsync()
        {
            var entry = (await health.CheckHealthAsync()).Entries["socketio"];
            return (entry.Status, entry.Data["draining"]);
        }
    }

    [Fact]
    public async Task Without_connections_it_is_over_at_once()
    {
        await using var harness = new ServerHarness();

        await Wait.For("the server to have closed", harness.Io.DrainAsync(TimeSpan.FromHours(1)));

        Assert.False(harness.Io.IsOpen);
    }

    [Fact]
    public async Task When_the_last_has_left_it_is_over()
    {
        await using var harness = new ServerHarness();
        var client = harness.Open();
        var draining = harness.Io.DrainAsync(TimeSpan.FromHours(1));

        client.Session.Close();
        harness.Time.Advance(TimeSpan.FromSeconds(1));

        await Wait.For("the server to have closed", draining);
    }

    [Fact]
    public async Task Those_who_leave_by_themselves_make_room_for_others_to_stay()
    {
        await using var harness = new ServerHarness();
        var clients = Enumerable.Range(0, 10).Select(_ => harness.Open()).ToArray();
        _ = harness.Io.DrainAsync(TimeSpan.FromSeconds(10));

        Array.ForEach(clients[..5], client => client.Session.Close());
        harness.Time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(5, clients.Count(client => client.IsClosed));
        harness.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(6, clients.Count(client => client.IsClosed));
    }

    [Fact]
    public async Task A_clock_that_was_stopped_loses_no_time()
    {
        await using var harness = new ServerHarness();
        var clients = Enumerable.Range(0, 10).Select(_ => harness.Open()).ToArray();
        var draining = harness.Io.DrainAsync(TimeSpan.FromSeconds(10));

        harness.Time.Stall(TimeSpan.FromSeconds(30));

        await Wait.For("the server to have closed", draining);
        Assert.All(clients, client => Assert.True(client.IsClosed));
    }

    [Fact]
    public async Task Cut_short_it_closes_what_is_left_and_warns()
    {
        await using var harness = new ServerHarness();
        var clients = Enumerable.Range(0, 4).Select(_ => harness.Open()).ToArray();
        using var patience = new CancellationTokenSource();
        var draining = harness.Io.DrainAsync(TimeSpan.FromSeconds(4), patience.Token);
        harness.Time.Advance(TimeSpan.FromSeconds(1));

        await patience.CancelAsync();

        await Wait.For("the server to have closed", draining);
        Assert.All(clients, client => Assert.True(client.IsClosed));
        Assert.Contains("3 connections", Assert.Single(harness.Logs.Entries, entry => entry is { Event: "DrainCutShort", Level: LogLevel.Warning }).Text);
    }

    [Fact]
    public async Task A_second_call_waits_for_the_first_and_can_cut_it_short()
    {
        await using var harness = new ServerHarness();
        var client = harness.Open();
        using var patience = new CancellationTokenSource();
        var first = harness.Io.DrainAsync(TimeSpan.FromSeconds(10));
        var second = harness.Io.DrainAsync(TimeSpan.FromSeconds(1), patience.Token);

        harness.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.False(client.IsClosed);
        await patience.CancelAsync();

        await Wait.For("both to be over", Task.WhenAll(first, second));
        Assert.True(client.IsClosed);
    }

    [Fact]
    public async Task Closing_ends_it()
    {
        await using var harness = new ServerHarness();
        var client = harness.Open();
        var draining = harness.Io.DrainAsync(TimeSpan.FromSeconds(10));

        await Wait.For("the server to have closed", harness.Io.CloseAsync());

        await Wait.For("the drain to be over", draining);
        Assert.True(client.IsClosed);
        await Wait.For("a drain of a closed server to be over", harness.Io.DrainAsync(TimeSpan.FromSeconds(1)));
        Assert.DoesNotContain(harness.Logs.Entries, entry => entry.Level >= LogLevel.Warning);
    }

    [Fact]
    public async Task A_negative_time_is_refused()
    {
        await using var harness = new ServerHarness();
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => harness.Io.DrainAsync(TimeSpan.FromSeconds(-1)));
        Assert.True(harness.Io.IsOpen);
    }

    [Fact]
    [Trait("Spec", "SRV-101")]
    public async Task The_state_of_sockets_is_kept_as_they_go()
    {
        await using var harness = new ServerHarness(options => options.ConnectionStateRecovery = new());
        var clients = new[] { await RecoverableAsync(harness), await RecoverableAsync(harness) };
        await harness.Io.EmitAsync("news", 1);
        _ = harness.Io.DrainAsync(TimeSpan.FromSeconds(2));

        harness.Time.Advance(TimeSpan.FromSeconds(1));

        // While the other one goes on.
        var (gone, pid) = Assert.Single(clients, client => client.Client.IsClosed);
        using var news = JsonDocument.Parse(gone.All[^1][1..]);
        var restoration = await harness.Io.Adapter.RestoreSessionAsync(pid, news.RootElement[2].GetString()!, default);
        Assert.NotNull(restoration.Session);
    }

    [Fact]
    public async Task A_host_drains_all_its_servers_at_the_same_time()
    {
        await using var harness = new ServerHarness(
            options => options.DrainTime = TimeSpan.FromSeconds(10),
            services => services.AddSocketIO("admin", options => options.DrainTime = TimeSpan.FromSeconds(10)));
        var admin = harness.Services.GetRequiredKeyedService<SocketIOServer>("admin");
        harness.Open();
        LoopbackOf(admin);

        var service = Assert.Single(harness.Services.GetServices<IHostedService>().OfType<IHostedLifecycleService>(), one => one.GetType().Name is "GracefulShutdownService");
        var stopping = service.StoppingAsync(default);

        Assert.True(harness.Io.IsDraining && admin.IsDraining);
        harness.Time.Advance(TimeSpan.FromSeconds(10));
        await Wait.For("both to have closed", stopping);
    }

    private static async Task<(LoopbackClient Client, string Pid)> RecoverableAsync(ServerHarness harness)
    {
        var client = harness.Open();
        await client.SendAsync("0");
        using var welcome = JsonDocument.Parse((await client.ReceiveAsync())[1..]);
        return (client, welcome.RootElement.GetProperty("pid").GetString()!);
    }

    private static void LoopbackOf(SocketIOServer server)
        => SocketIO.Engine.LoopbackTransport.Open(server.Engine, SocketIO.Engine.HandshakeRequest.From(new DefaultHttpContext(), default), 4);

    private static async Task<HttpResponse> AskAsync(ServerHarness harness)
    {
        var context = new DefaultHttpContext { Response = { Body = new MemoryStream() } };
        context.Request.Method = "GET";
        context.Request.QueryString = new QueryString("?EIO=4&transport=polling");
        await harness.Io.Engine.HandleAsync(context);
        return context.Response;
    }
}
