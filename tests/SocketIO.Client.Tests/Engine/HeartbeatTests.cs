using SocketIO.Tests;

namespace SocketIO.Client.Tests;

/// <summary>The server pings; its silence means the end.</summary>
public sealed class HeartbeatTests : IAsyncDisposable
{
    private readonly Bed _bed = new();

    public ValueTask DisposeAsync() => _bed.DisposeAsync();

    [Fact]
    [Trait("Spec", "CLI-078")]
    [Trait("Spec", "CLI-033")]
    [Trait("Spec", "CLI-063")]
    [Trait("Spec", "T-79")]
    public async Task A_ping_is_answered_and_told()
    {
        var client = _bed.Client();
        var pings = 0;
        client.Connection.OnPing(() => pings++);
        var peer = await _bed.ConnectAsync(client);

        for (var i = 1; i <= 3; i++)
        {
            _bed.Advance(client, 25);
            await peer.SendAsync("2");
            await peer.ExpectAsync("3");
        }

        await Bed.SettleAsync(client);
        Assert.Equal(3, pings);
        Assert.True(client.Connected);
    }

    [Fact]
    [Trait("Spec", "CLI-078")]
    [Trait("Spec", "CLI-059")]
    [Trait("Spec", "TST-021")]
    [Trait("Spec", "TST-030")]
    public async Task Silence_beyond_interval_and_timeout_is_the_end()
    {
        DisconnectDetails? details = DisconnectDetails.Closed("x");
        var client = _bed.Watched();
        client.OnDisconnect((_, d) => details = d);
        var peer = await _bed.ConnectAsync(client);
        _bed.Advance(client, 44.999);
        Assert.True(client.Connected);
        _bed.Advance(client, 0.001);
        await _bed.Seen.ExpectAsync("connect", "disconnect ping timeout");
        await Bed.SettleAsync(client);
        Assert.Null(details);
        await peer.ExpectAsync("<close>");
    }

    [Fact]
    [Trait("Spec", "CLI-078")]
    [Trait("Spec", "TST-029")]
    public async Task Each_ping_gives_the_server_the_whole_time_again()
    {
        var client = _bed.Watched();
        var peer = await _bed.ConnectAsync(client);

        for (var i = 0; i < 3; i++)
        {
            _bed.Advance(client, 44);
            await peer.SendAsync("2");
            await peer.ExpectAsync("3");
        }

        // Messages are no sign of life.
        await peer.SendAsync("""42["x"]""");
        await _bed.Seen.ExpectAsync("connect", "x()");
        _bed.Advance(client, 45);
        await _bed.Seen.ExpectAsync("disconnect ping timeout");
    }

    [Fact]
    [Trait("Spec", "CLI-078")]
    [Trait("Spec", "TST-021")]
    public async Task By_polling_the_pending_poll_is_given_up()
    {
        var client = _bed.Polling();
        _bed.Seen.Watch(client);
        await _bed.ConnectByPollingAsync(client);
        var poll = await _bed.Server.PollAsync();
        _bed.Advance(client, 45);
        await _bed.Seen.ExpectAsync("connect", "disconnect ping timeout");
        await _bed.Server.ExpectPostAsync("1");
        await poll.WhenAbandonedAsync();
    }

    [Fact]
    [Trait("Hostile", "M13")]
    public async Task Of_a_flood_of_pings_few_are_answered()
    {
        var client = _bed.Watched();
        var peer = await _bed.ConnectAsync(client);
        _bed.Advance(client, 1);

        for (var i = 0; i < 100; i++)
        {
            await peer.SendAsync([.. Enumerable.Repeat("2", 100)]);
        }

        await peer.SendAsync("""421["end"]""");
        client.On("end", () => "here");
        await _bed.Seen.ExpectAsync("connect", "end()");
        await peer.ExpectAsync("3", """431["here"]""");
        _bed.Advance(client, 0.1);
        await peer.SendAsync("2", "2", """421["end"]""");
        await peer.ExpectAsync("3", """431["here"]""");
    }

    [Fact]
    [Trait("Hostile", "M13")]
    public async Task The_first_ping_is_answered_even_if_the_clock_stands_still()
    {
        var client = _bed.Client();
        var peer = await _bed.ConnectAsync(client);
        client.On("end", () => "here");
        await peer.SendAsync("2", "2", "2", """421["end"]""");
        await peer.ExpectAsync("3", """431["here"]""");
    }

    [Theory]
    [Trait("Spec", "CLI-068")]
    [Trait("Spec", "TST-081")]
    [Trait("Spec", "TST-149")]
    [Trait("Spec", "T-77")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_machine_that_slept_notices_before_it_sends(bool onlyTheWallClock)
    {
        var client = _bed.Watched();
        var peer = await _bed.ConnectAsync(client);

        // The time has passed, but no timer has run.
        if (onlyTheWallClock)
        {
            _bed.Clock.JumpWallClock(TimeSpan.FromHours(8));
        }
        else
        {
            _bed.Clock.Sleep(TimeSpan.FromHours(8));
        }

        await client.EmitAsync("kept");
        Assert.Equal(1, client.BufferedCount);
        await _bed.Seen.ExpectAsync("connect", "disconnect ping timeout");
        await peer.ExpectAsync("<close>");
        _bed.Advance(client, 1);
        peer = await _bed.ReconnectAsync();
        await peer.ExpectAsync("""42["kept"]""");
    }

    [Fact]
    [Trait("Hostile", "M2")]
    public async Task A_server_that_announces_nonsense_is_held_to_something_sensible()
    {
        var client = _bed.Watched();
        var peer = await _bed.ConnectAsync(client, """{"sid":"a","upgrades":[],"pingInterval":-1,"pingTimeout":-1}""");
        _bed.Advance(client, 0.15);
        await peer.SendAsync("2");
        await peer.ExpectAsync("3");
        _bed.Advance(client, 0.2);
        await _bed.Seen.ExpectAsync("connect", "disconnect ping timeout");
    }

    [Fact]
    [Trait("Spec", "V3-003")]
    public async Task In_revision_3_the_client_pings()
    {
        var client = _bed.Client(o => o.Protocol = ClientProtocol.Version4);
        _bed.Seen.Watch(client);
        var connected = client.ConnectAsync();
        var request = await _bed.Server.UpgradeAsync();
        Assert.Equal("3", request.Query["EIO"]);
        var peer = await request.AcceptAsync();
        await peer.SendAsync("0" + Bed.Handshake, "40");
        await Wait.For("connect", connected);
        Assert.Equal(("engine", ClientProtocol.Version4), (client.Id, client.Connection.Protocol));

        _bed.Advance(client, 25);
        await peer.ExpectAsync("2");
        await peer.SendAsync("3", """42["x"]""");
        await _bed.Seen.ExpectAsync("connect", "x()");
        _bed.Advance(client, 25);
        await peer.ExpectAsync("2");
        _bed.Advance(client, 20);
        await _bed.Seen.ExpectAsync("disconnect ping timeout");
    }
}
