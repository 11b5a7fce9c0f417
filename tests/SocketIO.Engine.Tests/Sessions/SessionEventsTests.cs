using System.Text;
using SocketIO.Protocol;

namespace SocketIO.Engine.Tests;

public sealed class SessionEventsTests
{
    [Fact]
    [Trait("Spec", "EIO-130")]
    [Trait("Spec", "TST-049")]
    public async Task Packets_are_seen_in_both_directions_before_they_act()
    {
        await using var engine = new EngineHarness();
        var seen = new List<string>();
        engine.Session.OnPacketReceived((type, data) => seen.Add($"in {type} {Encoding.UTF8.GetString(data.Span)}"));
        using var sent = engine.Session.OnPacketSent(packet => seen.Add($"out {Encoding.UTF8.GetString(packet.Text.Span)}"));

        engine.Time.Advance(TimeSpan.FromSeconds(26));
        await engine.Peer.ReceiveAsync("3", "4hello");
        await engine.Session.SendMessageAsync("answer");
        await engine.Session.SendAsync(new EncodedPacket("4shared"u8.ToArray()));
        sent.Dispose();
        await engine.Session.SendMessageAsync("unseen");

        Assert.Equal(["in Pong ", "in Message hello", "out 4answer", "out 4shared"], seen);
    }

    [Fact]
    [Trait("Spec", "EIO-118")]
    public async Task A_heartbeat_is_an_answered_ping()
    {
        await using var engine = new EngineHarness();
        var beats = 0;
        engine.Session.OnHeartbeat(() => beats++);

        await engine.Peer.ReceiveAsync("3");
        Assert.Equal(0, beats);

        engine.Time.Advance(TimeSpan.FromSeconds(26));
        await engine.Peer.ReceiveAsync("3");
        Assert.Equal(1, beats);
    }

    [Fact]
    [Trait("Spec", "EIO-136")]
    public async Task A_watcher_that_throws_changes_nothing()
    {
        await using var engine = new EngineHarness();
        engine.Session.OnPacketReceived((_, _) => throw new InvalidOperationException("watcher"));
        engine.Session.OnPacketSent(_ => throw new InvalidOperationException("watcher"));

        await engine.Peer.ReceiveAsync("4hello");
        await engine.Session.SendMessageAsync("answer");

        Assert.Equal(["hello"], engine.Messages);
        Assert.Equal(["4answer"], engine.Sent);
    }

    [Fact]
    [Trait("Spec", "EIO-071")]
    [Trait("Spec", "EIO-134")]
    public async Task An_empty_message_is_a_message()
    {
        await using var engine = new EngineHarness();

        await engine.Peer.ReceiveAsync("4");

        Assert.Equal([""], engine.Messages);
    }

    [Fact]
    [Trait("Spec", "EIO-131")]
    [Trait("Spec", "TST-046")]
    [Trait("Spec", "TST-047")]
    public async Task A_sender_is_released_when_the_session_ends_and_sends_complete_in_order()
    {
        await using var engine = new EngineHarness();
        engine.Peer.IsStalled = true;
        var first = engine.Session.SendMessageAsync(new string('x', 70_000)).AsTask();
        var second = engine.Session.SendMessageAsync("y").AsTask();
        Assert.False(first.IsCompleted || second.IsCompleted);

        engine.Session.Close(discard: true);

        await SocketIO.Tests.Wait.For("both senders", Task.WhenAll(first, second));
        Assert.Empty(engine.Sent);
    }
}
