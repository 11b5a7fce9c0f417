using System.Text.Json;
using SocketIO.Adapters;
using SocketIO.Tests;

namespace SocketIO.Server.Tests;

/// <summary>Which ends a session survives, and that it never has two sockets.</summary>
public sealed class RecoveryLifeTests : IAsyncLifetime
{
    private readonly ServerHarness _server = new(options =>
    {
        options.PingInterval = TimeSpan.FromSeconds(10);
        options.ConnectionStateRecovery = new ConnectionStateRecoveryOptions { SkipMiddlewares = false, MaxPackets = 10, MaxSessions = 2 };
    });

    private SocketIOServer Io => _server.Io;

    [Theory]
    [Trait("Spec", "SRV-100")]
    [InlineData(DisconnectReasons.TransportClose, true)]
    [InlineData(DisconnectReasons.PingTimeout, true)]
    [InlineData(DisconnectReasons.ForcedClose, true)]
    [InlineData(DisconnectReasons.ClientNamespaceDisconnect, false)]
    [InlineData(DisconnectReasons.ServerNamespaceDisconnect, false)]
    public async Task Only_a_lost_connection_can_be_recovered(string reason, bool expected)
    {
        var first = await RecoveryClient.ConnectAsync(_server);
        var reasons = new List<string>();
        Io.OnDisconnect((_, why) => reasons.Add(why));

        switch (reason)
        {
            case DisconnectReasons.TransportClose:
                first.Client.Lose();
                break;
            case DisconnectReasons.PingTimeout:
                _server.Time.Advance(TimeSpan.FromSeconds(10));
                _server.Time.Advance(TimeSpan.FromSeconds(25));
                break;
            case DisconnectReasons.ForcedClose:
                await first.Client.SendAsync("nonsense");
                break;
            case DisconnectReasons.ClientNamespaceDisconnect:
                await first.Client.SendAsync("1");
                break;
            default:
                await Io.FindSocket(first.Sid)!.DisconnectAsync();
                break;
        }

        await Wait.Until("the socket has gone", () => reasons.Count > 0);
        Assert.Equal([reason], reasons);
        var (second, _) = await first.ReturnAsync(_server, offset: null);
        Assert.Equal(expected, second.Sid == first.Sid);
    }

    [Fact]
    [Trait("Spec", "SRV-106")]
    public async Task The_newer_connection_takes_the_session_of_the_one_that_is_not_yet_known_to_be_lost()
    {
        var first = await RecoveryClient.ConnectAsync(_server);
        var ended = new List<(string Id, string Reason)>();
        Io.OnDisconnect((socket, reason) => ended.Add((socket.Id, reason)));
        var before = Io.FindSocket(first.Sid);
        await Io.EmitAsync("hello");
        var offset = await first.OffsetAsync();

        var (second, _) = await first.ReturnAsync(_server, offset);
        var (third, _) = await second.ReturnAsync(_server, offset);

        Assert.Equal(first.Sid, third.Sid);
        Assert.Equal([(first.Sid, DisconnectReasons.TransportClose), (first.Sid, DisconnectReasons.TransportClose)], ended);
        Assert.NotSame(before, Assert.Single(Io.Sockets));
        await first.Client.ClosedAsync();
        await second.Client.ClosedAsync();
        Assert.False(third.Client.IsClosed);
    }

    [Fact]
    [Trait("Spec", "SRV-101")]
    public async Task Nobody_is_cut_off_by_a_request_that_cannot_be_met()
    {
        var first = await RecoveryClient.ConnectAsync(_server);

        var (second, _) = await first.ReturnAsync(_server, "nope");

        Assert.NotEqual(first.Sid, second.Sid);
        Assert.False(first.Client.IsClosed);
        Assert.Equal(2, Io.SocketsCount);
    }

    [Fact]
    [Trait("Spec", "SRV-077")]
    public async Task Leaving_and_joining_again_on_one_connection_is_a_new_start()
    {
        var first = await RecoveryClient.ConnectAsync(_server);

        await first.Client.SendAsync("1", "0" + first.Request(offset: null));

        Assert.DoesNotContain(first.Sid, await first.Client.ReceiveAsync(), StringComparison.Ordinal);
        Assert.False(first.Client.IsClosed);
    }

    [Fact]
    [Trait("Spec", "SRV-104")]
    [Trait("Spec", "TST-130")]
    public async Task Middlewares_run_before_what_was_missed_is_sent()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var seen = new List<(bool Recovered, string Id, int Rooms)>();
        Io.Use(async (socket, next) =>
        {
            seen.Add((socket.Recovered, socket.Id, socket.Rooms.Count));

            if (socket.Recovered)
            {
                await gate.Task;
            }

            await next();
        });
        var first = await RecoveryClient.ConnectAsync(_server);
        await Io.FindSocket(first.Sid)!.JoinAsync("room");
        first.Client.Lose();
        await Io.EmitAsync("m", 1);
        var client = _server.Open();

        await client.SendAsync("0" + first.Request(offset: null));
        Assert.Empty(client.Drain());
        await Io.To("room").EmitAsync("m", 2);
        gate.SetResult();

        Assert.Equal("2[\"m\",1]", RecoveryClient.Strip(await client.ReceiveAsync()));
        Assert.Equal("2[\"m\",2]", RecoveryClient.Strip(await client.ReceiveAsync()));
        Assert.StartsWith($"0{{\"sid\":\"{first.Sid}\"", await client.ReceiveAsync());
        Assert.Equal([(false, first.Sid, 0), (true, first.Sid, 2)], seen);
    }

    [Fact]
    [Trait("Spec", "SRV-104")]
    public async Task A_client_that_a_middleware_refuses_may_try_again()
    {
        var isClosed = false;
        Io.Use((_, next) => isClosed ? throw new ConnectRefusedException("later") : next());
        var first = await RecoveryClient.ConnectAsync(_server);
        first.Client.Lose();
        isClosed = true;
        var refused = _server.Open();
        await refused.SendAsync("0" + first.Request(offset: null));
        Assert.Equal("4{\"message\":\"later\"}", await refused.ReceiveAsync());
        isClosed = false;

        var (second, _) = await first.ReturnAsync(_server, offset: null);

        Assert.Equal(first.Sid, second.Sid);
    }

    [Fact]
    public async Task A_client_that_is_lost_again_in_a_middleware_may_try_again()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Io.Use(async (socket, next) =>
        {
            if (socket.Recovered)
            {
                await gate.Task;
            }

            await next();
        });
        var first = await RecoveryClient.ConnectAsync(_server);
        first.Client.Lose();
        var lost = _server.Open();
        await lost.SendAsync("0" + first.Request(offset: null));
        lost.Lose();
        gate.SetResult();

        var (second, _) = await first.ReturnAsync(_server, offset: null);

        Assert.Equal(first.Sid, second.Sid);
        Assert.Single(Io.Sockets);
    }

    [Fact]
    [Trait("Spec", "SRV-108")]
    public async Task Whoever_has_missed_more_than_is_kept_starts_anew()
    {
        var first = await RecoveryClient.ConnectAsync(_server);
        first.Client.Lose();

        for (var i = 0; i <= 10; i++)
        {
            await Io.EmitAsync("m", i);
        }

        var (second, missed) = await first.ReturnAsync(_server, offset: null);

        Assert.NotEqual(first.Sid, second.Sid);
        Assert.Empty(missed);
        Assert.Contains(_server.Logs.Entries, entry => entry.Event == "NotRecovered" && entry.Text.Contains("PacketsForgotten", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whoever_misses_more_than_is_kept_while_a_middleware_thinks_is_asked_to_come_back()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Io.Use(async (socket, next) =>
        {
            if (socket.Recovered)
            {
                await gate.Task;
            }

            await next();
        });
        var first = await RecoveryClient.ConnectAsync(_server);
        first.Client.Lose();
        var waiting = _server.Open();
        await waiting.SendAsync("0" + first.Request(offset: null));

        for (var i = 0; i <= 10; i++)
        {
            await Io.EmitAsync("m", i);
        }

        gate.SetResult();

        await waiting.ClosedAsync();
        Assert.DoesNotContain(waiting.All, packet => packet.StartsWith('2') || packet.StartsWith('0'));
        var (second, _) = await first.ReturnAsync(_server, offset: null);
        Assert.NotEqual(first.Sid, second.Sid);
    }

    [Fact]
    [Trait("Spec", "SRV-108")]
    public async Task Of_too_many_that_are_away_the_oldest_are_forgotten()
    {
        var clients = new List<RecoveryClient>();

        for (var i = 0; i < 3; i++)
        {
            clients.Add(await RecoveryClient.ConnectAsync(_server));
        }

        clients.ForEach(client => client.Client.Lose());

        var recovered = new List<bool>();

        foreach (var client in clients)
        {
            recovered.Add((await client.ReturnAsync(_server, offset: null)).Client.Sid == client.Sid);
        }

        Assert.Equal([false, true, true], recovered);
    }

    [Fact]
    [Trait("Spec", "SRV-105")]
    public async Task An_adapter_that_fails_to_restore_has_not_found_the_session()
    {
        await using var server = new ServerHarness(options =>
        {
            options.ConnectionStateRecovery = new ConnectionStateRecoveryOptions();
            options.Adapter = sockets => new FailingAdapter(sockets);
        });

        var client = await RecoveryClient.ConnectAsync(server, auth: """{"pid":"a","offset":"b"}""");

        Assert.False(server.Io.FindSocket(client.Sid)!.Recovered);
        Assert.Contains(server.Logs.Entries, entry => entry.Event == "NotRestored");
        client.Client.Lose();
        await Wait.Until("the socket has gone", () => server.Io.SocketsCount == 0);
        Assert.Equal("persist", Assert.Single(server.Errors).Exception.Message);
    }

    [Fact]
    [Trait("Spec", "SRV-105")]
    [Trait("Spec", "TST-130")]
    public async Task Without_recovery_the_adapter_is_not_asked()
    {
        await using var server = new ServerHarness(options => options.Adapter = sockets => new FailingAdapter(sockets));
        var client = server.Open();

        await client.SendAsync("0{\"pid\":\"a\",\"offset\":\"b\"}");

        Assert.Matches("^0{\"sid\":\"[0-9A-Za-z_-]{20}\"}$", await client.ReceiveAsync());
        client.Lose();
        await Wait.Until("the socket has gone", () => server.Io.SocketsCount == 0);
        Assert.Empty(server.Errors);
    }

    [Fact]
    public async Task It_works_behind_a_parser()
    {
        await using var server = new ServerHarness(options =>
        {
            options.ConnectionStateRecovery = new ConnectionStateRecoveryOptions();
            options.Parser = new WholePacketParser();
        });
        var client = server.Open();
        await client.SendAsync("""{"type":0,"nsp":"/"}""");
        var pid = JsonDocument.Parse(await client.ReceiveAsync()).RootElement.GetProperty("data").GetProperty("pid").GetString();
        client.Lose();
        await server.Io.EmitAsync("m", new byte[] { 1, 2, 3 });
        var again = server.Open();

        await again.SendAsync($$$"""{"type":0,"nsp":"/","data":{"pid":"{{{pid}}}"}}""");

        Assert.Matches("""^{"type":2,"nsp":"/","data":\["m",{"_placeholder":true,"num":0},"[^"]{7}"\],"binary":\["AQID"\]}$""", await again.ReceiveAsync());
        Assert.Equal(pid, JsonDocument.Parse(await again.ReceiveAsync()).RootElement.GetProperty("data").GetProperty("pid").GetString());
    }

    public ValueTask InitializeAsync() => default;

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
