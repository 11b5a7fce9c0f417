using SocketIO.Tests;

namespace SocketIO.Engine.Tests;

public sealed class HeartbeatTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    [Trait("Spec", "EIO-114")]
    [Trait("Spec", "EIO-001")]
    [Trait("Spec", "EIO-002")]
    [Trait("Hostile", "E6")]
    [Trait("Spec", "TST-021")]
    [Trait("Spec", "TST-029")]
    [Trait("Spec", "TST-030")]
    public async Task A_silent_peer_is_gone_after_the_interval_plus_the_timeout()
    {
        await using var engine = new EngineHarness();

        engine.Time.Advance(24 * Second);
        Assert.Empty(engine.Sent);
        engine.Time.Advance(2 * Second);
        Assert.Equal(["2"], engine.Sent);

        engine.Time.Advance(18 * Second);
        Assert.Empty(engine.Closes);
        engine.Time.Advance(2 * Second);
        Assert.Equal([(CloseReason.PingTimeout, null)], engine.Closes);
    }

    [Fact]
    [Trait("Spec", "EIO-114")]
    public async Task A_pong_starts_the_interval_again_from_its_own_time()
    {
        await using var engine = new EngineHarness();

        engine.Time.Advance(26 * Second);
        engine.Time.Advance(10 * Second);
        await engine.Peer.ReceiveAsync("3");
        engine.Time.Advance(24 * Second);
        Assert.Equal(["2"], engine.Sent);

        engine.Time.Advance(2 * Second);
        Assert.Equal(["2", "2"], engine.Sent);
        Assert.Empty(engine.Closes);
    }

    [Fact]
    [Trait("Hostile", "E3")]
    public async Task A_pong_that_nobody_asked_for_does_not_keep_a_peer_alive()
    {
        await using var engine = new EngineHarness();

        await engine.Peer.ReceiveAsync("3");
        engine.Time.Advance(26 * Second);
        Assert.Equal(["2"], engine.Sent);

        engine.Time.Advance(21 * Second);
        Assert.Equal(CloseReason.PingTimeout, Assert.Single(engine.Closes).Reason);
    }

    [Fact]
    [Trait("Hostile", "E7")]
    [Trait("Spec", "EIO-117")]
    [Trait("Spec", "T-84")]
    public async Task Messages_instead_of_a_pong_extend_the_timeout_once()
    {
        await using var engine = new EngineHarness();
        engine.Time.Advance(26 * Second);

        for (var i = 0; i < 3; i++)
        {
            engine.Time.Advance(9 * Second);
            await engine.Peer.ReceiveAsync("4busy");
        }

        Assert.Empty(engine.Closes);
        engine.Time.Advance(3 * Second);
        Assert.Equal(CloseReason.PingTimeout, Assert.Single(engine.Closes).Reason);
    }

    [Theory]
    [InlineData("3 and more")]
    [InlineData("3")]
    [Trait("Hostile", "E8")]
    public async Task A_pong_may_carry_data(string pong)
    {
        await using var engine = new EngineHarness();
        engine.Time.Advance(26 * Second);

        await engine.Peer.ReceiveAsync(pong);
        engine.Time.Advance(24 * Second);

        Assert.Empty(engine.Closes);
    }

    [Fact]
    [Trait("Hostile", "E11")]
    public async Task The_wall_clock_does_not_matter()
    {
        await using var engine = new EngineHarness();

        engine.Time.JumpWallClock(TimeSpan.FromHours(1));
        engine.Time.Advance(24 * Second);
        engine.Time.JumpWallClock(TimeSpan.FromHours(-2));
        Assert.Empty(engine.Sent);

        engine.Time.Advance(2 * Second);
        Assert.Equal(["2"], engine.Sent);
    }

    [Fact]
    [Trait("Hostile", "J13")]
    public async Task A_stalled_process_gives_its_peers_one_more_timeout()
    {
        await using var engine = new EngineHarness();
        engine.Time.Advance(26 * Second);

        engine.Time.Stall(60 * Second);
        engine.Time.Advance(10 * Second);
        Assert.Empty(engine.Closes);

        await engine.Peer.ReceiveAsync("3");
        engine.Time.Advance(24 * Second);
        Assert.Empty(engine.Closes);
    }

    [Fact]
    [Trait("Hostile", "J13")]
    public async Task A_peer_that_stays_silent_after_a_stall_is_gone_in_the_end()
    {
        await using var engine = new EngineHarness();
        engine.Time.Advance(26 * Second);

        engine.Time.Stall(60 * Second);
        engine.Time.Advance(42 * Second);

        Assert.Equal(CloseReason.PingTimeout, Assert.Single(engine.Closes).Reason);
    }

    [Fact]
    [Trait("Hostile", "J11")]
    public async Task A_peer_is_not_judged_while_the_application_holds_the_reader()
    {
        await using var engine = new EngineHarness();
        var handled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        engine.OnMessage = _ => new ValueTask(handled.Task);
        var received = engine.Peer.ReceiveAsync("4slow", "3");

        engine.Time.Advance(120 * Second);
        Assert.Empty(engine.Closes);

        handled.SetResult();
        await Wait.For("the reader to go on", received);
        engine.Time.Advance(24 * Second);
        Assert.Empty(engine.Closes);
    }

    [Fact]
    [Trait("Spec", "EIO-119")]
    [Trait("Spec", "TST-043")]
    public async Task Pings_go_out_among_many_buffered_messages()
    {
        await using var engine = new EngineHarness();
        engine.Peer.IsStalled = true;

        for (var i = 0; i < 1000; i++)
        {
            await engine.Session.SendMessageAsync("x");
        }

        engine.Time.Advance(26 * Second);
        engine.Peer.IsStalled = false;
        await engine.Session.SendMessageAsync("last");

        Assert.Equal(["2", "4last"], engine.Sent[^2..]);
        Assert.Equal(1002, engine.Sent.Length);
    }

    [Fact]
    public async Task Ten_thousand_sessions_share_one_timer_and_are_all_asked()
    {
        await using var engine = new EngineHarness(new EngineOptions { MaxUnjoinedSessionsPerAddress = 20_000, MaxUnjoinedSessions = 20_000 }, open: false);
        var peers = Enumerable.Range(0, 10_000)
            .Select(_ => LoopbackTransport.Open(engine.Server, HandshakeRequest.From(new Microsoft.AspNetCore.Http.DefaultHttpContext(), engine.Time.GetUtcNow())).Transport)
            .ToArray();

        engine.Time.Advance(26 * Second);

        Assert.All(peers, p => Assert.Equal(2, p.Sent.Count));
    }
}
