using Microsoft.AspNetCore.Http;
using SocketIO.Tests;

namespace SocketIO.Engine.Tests;

/// <summary>The heartbeat of Engine.IO v3, in which the client asks.</summary>
public sealed class HeartbeatV3Tests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    [Trait("Spec", "V3-019")]
    [Trait("Spec", "V3-020")]
    [Trait("Spec", "T-77")]
    public async Task A_peer_that_does_not_ping_is_gone_after_the_interval_plus_the_timeout()
    {
        await using var engine = new EngineHarness(protocol: 3);

        engine.Time.Advance(44 * Second);
        Assert.Empty(engine.Sent);
        Assert.Empty(engine.Closes);

        engine.Time.Advance(3 * Second);
        Assert.Equal([(CloseReason.PingTimeout, null)], engine.Closes);
        Assert.Empty(engine.Sent);
    }

    [Fact]
    [Trait("Spec", "V3-019")]
    [Trait("Hostile", "F1")]
    [Trait("Hostile", "F17")]
    public async Task Every_ping_is_answered_and_starts_the_time_again()
    {
        await using var engine = new EngineHarness(protocol: 3);
        var beats = 0;
        using var watching = engine.Session.OnHeartbeat(() => beats++);

        for (var i = 0; i < 5; i++)
        {
            engine.Time.Advance(40 * Second);
            await engine.Peer.ReceiveAsync("2");
        }

        Assert.Equal(["3", "3", "3", "3", "3"], engine.Sent);
        Assert.Equal(5, beats);
        Assert.Empty(engine.Closes);

        engine.Time.Advance(47 * Second);
        Assert.Equal(CloseReason.PingTimeout, Assert.Single(engine.Closes).Reason);
    }

    [Fact]
    [Trait("Spec", "V3-019")]
    public async Task Messages_are_no_heartbeat()
    {
        await using var engine = new EngineHarness(protocol: 3);

        for (var i = 0; i < 9; i++)
        {
            engine.Time.Advance(5 * Second);
            await engine.Peer.ReceiveAsync("4busy");
        }

        engine.Time.Advance(2 * Second);
        Assert.Equal(CloseReason.PingTimeout, Assert.Single(engine.Closes).Reason);
    }

    [Fact]
    [Trait("Hostile", "F19")]
    public async Task A_probe_on_an_open_session_is_answered_as_one()
    {
        await using var engine = new EngineHarness(protocol: 3);

        await engine.Peer.ReceiveAsync("2probe", "2 other", "4a");

        Assert.Equal(["3probe", "3"], engine.Sent);
        Assert.Equal(["a"], engine.Messages);
    }

    [Theory]
    [Trait("Spec", "V3-019")]
    [Trait("Spec", "EIO-116")]
    [Trait("Hostile", "F18")]
    [InlineData("3")]
    [InlineData("3probe")]
    public async Task A_pong_of_the_client_ends_the_session(string packet)
    {
        await using var engine = new EngineHarness(protocol: 3);

        await engine.Peer.ReceiveAsync(packet, "4a");

        Assert.Equal([(CloseReason.TransportError, "invalid heartbeat direction")], engine.Closes);
        Assert.Empty(engine.Messages);
    }

    [Fact]
    [Trait("Hostile", "F7")]
    [Trait("Hostile", "F20")]
    public async Task A_flood_of_pings_ends_the_session()
    {
        await using var engine = new EngineHarness(protocol: 3);

        await engine.Peer.ReceiveAsync([.. Enumerable.Repeat("2", 2000)]);

        Assert.Equal([(CloseReason.TransportError, "too many control packets")], engine.Closes);
        Assert.Equal(engine.Server.Options.ControlPacketBurst, engine.Sent.Length);
    }

    [Fact]
    [Trait("Spec", "V3-019")]
    public async Task Time_that_the_application_holds_the_reader_does_not_count()
    {
        await using var engine = new EngineHarness(protocol: 3);
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        engine.OnMessage = _ => new ValueTask(done.Task);

        var receiving = engine.Peer.ReceiveAsync("4slow");
        engine.Time.Advance(90 * Second);
        Assert.Empty(engine.Closes);
        done.SetResult();
        await Wait.For("the batch to end", receiving);
        engine.Time.Advance(44 * Second);
        Assert.Empty(engine.Closes);

        engine.Time.Advance(3 * Second);
        Assert.Equal(CloseReason.PingTimeout, Assert.Single(engine.Closes).Reason);
    }

    [Fact]
    [Trait("Spec", "V3-003")]
    public async Task The_session_tells_its_revision()
    {
        await using var engine = new EngineHarness(protocol: 3);
        var (_, newer) = LoopbackTransport.Open(engine.Server, HandshakeRequest.From(new DefaultHttpContext(), engine.Time.GetUtcNow()));

        Assert.Equal([3, 4], engine.Server.Clients.Select(s => s.Protocol).Order());
        Assert.Equal(4, newer.Protocol);
    }
}
