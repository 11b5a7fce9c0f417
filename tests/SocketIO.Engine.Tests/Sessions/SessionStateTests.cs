namespace SocketIO.Engine.Tests;

public sealed class SessionStateTests
{
    [Theory]
    [InlineData(SessionState.Open, "CandidateAttached", SessionState.Upgrading)]
    [InlineData(SessionState.Open, "UpgradeConfirmed", null)]
    [InlineData(SessionState.Open, "UpgradeAbandoned", null)]
    [InlineData(SessionState.Open, "CloseRequested", SessionState.Closing)]
    [InlineData(SessionState.Open, "Ended", SessionState.Closed)]
    [InlineData(SessionState.Upgrading, "CandidateAttached", null)]
    [InlineData(SessionState.Upgrading, "UpgradeConfirmed", SessionState.Open)]
    [InlineData(SessionState.Upgrading, "UpgradeAbandoned", SessionState.Open)]
    [InlineData(SessionState.Upgrading, "CloseRequested", SessionState.Closing)]
    [InlineData(SessionState.Upgrading, "Ended", SessionState.Closed)]
    [InlineData(SessionState.Closing, "CandidateAttached", null)]
    [InlineData(SessionState.Closing, "UpgradeConfirmed", SessionState.Closing)]
    [InlineData(SessionState.Closing, "UpgradeAbandoned", null)]
    [InlineData(SessionState.Closing, "CloseRequested", null)]
    [InlineData(SessionState.Closing, "Ended", SessionState.Closed)]
    [InlineData(SessionState.Closed, "CandidateAttached", null)]
    [InlineData(SessionState.Closed, "UpgradeConfirmed", null)]
    [InlineData(SessionState.Closed, "UpgradeAbandoned", null)]
    [InlineData(SessionState.Closed, "CloseRequested", null)]
    [InlineData(SessionState.Closed, "Ended", null)]
    public void Every_event_in_every_state_is_decided(SessionState state, string happened, SessionState? expected)
        => Assert.Equal(expected, EngineSession.Next(state, Enum.Parse<SessionEvent>(happened)));

    [Fact]
    public void The_table_has_no_other_pairs()
        => Assert.Equal(20, Enum.GetValues<SessionState>().Length * Enum.GetValues<SessionEvent>().Length);

    [Fact]
    [Trait("Spec", "EIO-134")]
    public async Task A_closed_session_ignores_packets_and_drops_sends()
    {
        await using var engine = new EngineHarness();
        engine.Session.Close(discard: true);

        await engine.Peer.ReceiveAsync("4late");
        await engine.Session.SendMessageAsync("too late");

        Assert.Empty(engine.Messages);
        Assert.Empty(engine.Sent);
    }

    [Fact]
    [Trait("Spec", "EIO-135")]
    public async Task The_application_learns_the_end_once_and_why()
    {
        await using var engine = new EngineHarness();

        engine.Peer.Lose();
        engine.Session.Close();

        Assert.Equal([(CloseReason.TransportClose, "the peer has gone")], engine.Closes);
        Assert.Equal(CloseReason.TransportClose, engine.Session.CloseReason);
        Assert.True(engine.Session.Closed.IsCompletedSuccessfully);
        Assert.Equal(0, engine.Server.ClientsCount);
    }

    [Theory]
    [InlineData("2", CloseReason.TransportError, "invalid heartbeat direction")]
    [InlineData("2probe", CloseReason.TransportError, "invalid heartbeat direction")]
    [InlineData("1", CloseReason.TransportClose, "closed by the client")]
    [InlineData("x", CloseReason.ParseError, "no packet")]
    [Trait("Spec", "EIO-116")]
    public async Task A_packet_that_ends_the_session_does_so_with_its_reason(string packet, CloseReason reason, string description)
    {
        await using var engine = new EngineHarness();

        await engine.Peer.ReceiveAsync("4before", packet, "4after");

        Assert.Equal(["before"], engine.Messages);
        Assert.Equal([(reason, description)], engine.Closes);
    }

    [Fact]
    [Trait("Spec", "EIO-136")]
    public async Task An_exception_of_the_application_leaves_the_session_usable()
    {
        await using var engine = new EngineHarness();
        engine.OnMessage = _ => throw new InvalidOperationException("the application's own");

        await engine.Peer.ReceiveAsync("4one", "4two");
        engine.OnMessage = _ => ValueTask.FromException(new InvalidOperationException("later"));
        await engine.Peer.ReceiveAsync("4three");

        Assert.Equal(["one", "two", "three"], engine.Messages);
        Assert.Empty(engine.Closes);
    }

    [Theory]
    [InlineData("0{}")]
    [InlineData("5")]
    [InlineData("6")]
    [InlineData("3")]
    [Trait("Hostile", "B19")]
    public async Task Packets_that_mean_nothing_are_tolerated_at_a_rate(string packet)
    {
        await using var engine = new EngineHarness();

        await engine.Peer.ReceiveAsync([.. Enumerable.Repeat(packet, 500)]);
        Assert.Empty(engine.Closes);

        await engine.Peer.ReceiveAsync(packet);
        Assert.Equal([(CloseReason.TransportError, "too many control packets")], engine.Closes);
    }
}
