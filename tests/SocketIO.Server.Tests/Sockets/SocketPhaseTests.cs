namespace SocketIO.Server.Tests;

/// <summary>The table of a socket's life, pair by pair.</summary>
public sealed class SocketPhaseTests
{
    private static readonly Dictionary<(SocketPhase, SocketStep), SocketPhase> s_moves = new()
    {
        [(SocketPhase.Joining, SocketStep.Admitted)] = SocketPhase.Connected,
        [(SocketPhase.Joining, SocketStep.Abandoned)] = SocketPhase.Disconnected,
        [(SocketPhase.Connected, SocketStep.Ended)] = SocketPhase.Disconnecting,
        [(SocketPhase.Disconnecting, SocketStep.Left)] = SocketPhase.Disconnected,
    };

    [Fact]
    [Trait("Spec", "SRV-074")]
    public void Every_pair_is_decided()
        => Assert.All(
            from phase in Enum.GetValues<SocketPhase>()
            from step in Enum.GetValues<SocketStep>()
            select (phase, step),
            pair => Assert.Equal(s_moves.TryGetValue(pair, out var next) ? next : (SocketPhase?)null, ServerSocket.Next(pair.phase, pair.step)));
}
