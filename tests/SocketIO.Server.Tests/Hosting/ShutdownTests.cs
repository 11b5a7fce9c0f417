using Microsoft.AspNetCore.Builder;
using SocketIO.Tests;

namespace SocketIO.Server.Tests;

/// <summary>A stopping host, and closes that a polling client has to fetch.</summary>
public sealed class ShutdownTests
{
    [Fact]
    [Trait("Spec", "SRV-011")]
    [Trait("Spec", "SRV-075")]
    public async Task What_was_accepted_reaches_every_client_before_the_host_stops()
    {
        await using var host = await WebHost.StartAsync(options: o => o.ShutdownTimeout = TimeSpan.FromSeconds(10));
        var reasons = new System.Collections.Concurrent.ConcurrentQueue<string>();
        host.Io.OnDisconnect((_, reason) => reasons.Enqueue(reason));

        var socket = await host.OpenWebSocketAsync();
        await WebHost.SendAsync(socket, "40");
        Assert.StartsWith("40{", await WebHost.ReceiveAsync(socket));
        var waiting = await host.OpenPollingAsync();
        await host.PostAsync(waiting, "40");
        Assert.StartsWith("40{", await host.Http.GetStringAsync(waiting));
        var away = await host.OpenPollingAsync();
        await host.PostAsync(away, "40");
        Assert.StartsWith("40{", await host.Http.GetStringAsync(away));

        var poll = host.Http.GetStringAsync(waiting);
        await Task.Yield();
        await host.Io.EmitAsync("last", 1);
        var firstPoll = await Wait.For("the poll to be answered", poll);
        await host.Io.EmitAsync("last", 2);
        var stopping = host.StopAsync();

        Assert.Equal("42[\"last\",1]", firstPoll);
        Assert.Equal("42[\"last\",1]", await WebHost.ReceiveAsync(socket));
        Assert.Equal("42[\"last\",2]", await WebHost.ReceiveAsync(socket));
        Assert.Null(await WebHost.ReceiveAsync(socket));
        Assert.StartsWith("42[\"last\",2]", await host.Http.GetStringAsync(waiting));
        Assert.StartsWith("42[\"last\",1]\u001e42[\"last\",2]", await host.Http.GetStringAsync(away));
        await Wait.For("the host to stop", stopping);
        Assert.Equal(Enumerable.Repeat("server shutting down", 3), reasons);
    }

    [Fact]
    public async Task A_client_that_does_not_come_back_holds_nothing_up_for_longer_than_the_option_says()
    {
        await using var host = await WebHost.StartAsync(options: o => o.ShutdownTimeout = TimeSpan.FromMilliseconds(300));
        var session = await host.OpenPollingAsync();
        await host.PostAsync(session, "40");
        Assert.StartsWith("40{", await host.Http.GetStringAsync(session));
        await host.Io.EmitAsync("never fetched");

        // This wait is shorter than PollingCloseTimeout, after which the session would end in any case.
        await Wait.For("the host to stop", host.StopAsync());

        Assert.Equal(0, host.Io.Engine.ClientsCount);
    }

    [Theory]
    [Trait("Spec", "SRV-035")]
    [Trait("Spec", "SRV-076")]
    [Trait("Spec", "TST-089")]
    [InlineData("40", "forced server close")]
    [InlineData("42/nope,[\"a\"]", "forced server close")]
    public async Task Over_polling_a_violation_ends_the_socket_at_once_and_the_next_poll_brings_the_close(string packet, string expected)
    {
        await using var host = await WebHost.StartAsync();
        var reason = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Io.OnDisconnect((_, why) => reason.SetResult(why));
        var session = await host.OpenPollingAsync();
        await host.PostAsync(session, "40");
        Assert.StartsWith("40{", await host.Http.GetStringAsync(session));

        await host.PostAsync(session, packet);

        Assert.Equal(expected, await Wait.For("the socket to end", reason.Task));
        Assert.Equal("6\u001e1", await host.Http.GetStringAsync(session));
    }

    [Fact]
    [Trait("Spec", "SRV-036")]
    [Trait("Spec", "TST-089")]
    public async Task Over_polling_a_bad_packet_ends_the_socket_when_the_close_was_fetched()
    {
        await using var host = await WebHost.StartAsync();
        var reason = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Io.OnDisconnect((_, why) => reason.SetResult(why));
        var session = await host.OpenPollingAsync();
        await host.PostAsync(session, "40");
        Assert.StartsWith("40{", await host.Http.GetStringAsync(session));

        await host.PostAsync(session, "42{}");
        Assert.False(reason.Task.IsCompleted);

        Assert.Equal("6\u001e1", await host.Http.GetStringAsync(session));
        Assert.Equal("forced close", await Wait.For("the socket to end", reason.Task));
    }

    [Fact]
    [Trait("Spec", "SRV-035")]
    [Trait("Hostile", "B23")]
    public async Task A_second_connect_in_the_same_payload_is_noticed()
    {
        await using var host = await WebHost.StartAsync();
        var connected = 0;
        host.Io.OnConnection(_ => { Interlocked.Increment(ref connected); });
        var session = await host.OpenPollingAsync();

        await host.PostAsync(session, string.Join('\u001e', Enumerable.Repeat("40", 1_000)));

        await Wait.Until("the session is over", () => host.Io.SocketsCount == 0);
        Assert.Equal(1, connected);
    }
}
