namespace SocketIO.ClientInterop;

/// <summary>Servers of Socket.IO 2, which speak another protocol: what the client says about them.</summary>
public sealed class OldServerTests(Kit kit)
{
    [Theory]
    [MemberData(nameof(Transports.All), MemberType = typeof(Transports))]
    [Trait("Spec", "CLI-058")]
    [Trait("Spec", "T-41")]
    [Trait("Spec", "T-43")]
    [Trait("Spec", "T-80")]
    [Trait("Spec", "TST-142")]
    [Trait("Spec", "V3-033")]
    [Trait("Hostile", "M6")]
    public Task It_is_told_apart(string transport) => kit.SameAsync(async play =>
    {
        var server = await play.ServerAsync("2.5.1", new { });
        play.Open("a", server.Url, Client.Over(transport).With("reconnectionAttempts", 1));
        await play.ConnectErrorAsync("a");
        await play.StateAsync("a");

        if (transport == "websocket")
        {
            return;
        }

        await play.ExhaustedAsync("a", 1);
    });

    [Fact]
    [Trait("Spec", "T-80")]
    [Trait("Spec", "T-81")]
    [Trait("Spec", "V3-034")]
    public Task Its_connection_ends_for_want_of_heartbeats() => kit.SameAsync(async play =>
    {
        var server = await play.ServerAsync("2.5.1", new { pingInterval = 300, pingTimeout = 600 });
        play.Open("a", server.Url);
        await play.ConnectErrorAsync("a");

        // Each side waits for the other to ask, for the same time.
        await play.DisconnectAsync("a");
        await play.AttemptAsync("a", 1);
        play.Forgive("disconnect");
    });
}
