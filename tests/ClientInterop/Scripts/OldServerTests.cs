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
    public Task It_is_left_at_once() => kit.OursAsync(async play =>
    {
        // npm's client stays, and is cut off for want of heartbeats some thirty seconds later, again and again.
        var server = await play.ServerAsync("2.5.1", new { });
        play.Open("a", server.Url);
        await play.ConnectErrorAsync("a");
        await server.OpenAsync(0);
        var state = (await play.StateAsync("a")).Json.GetProperty("state");
        Assert.False(state.GetProperty("active").GetBoolean());
        Assert.False(state.GetProperty("connected").GetBoolean());
    });
}
