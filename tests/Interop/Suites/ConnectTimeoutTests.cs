namespace SocketIO.Tests;

/// <summary>A connection that joins nothing is closed: after 400 ms on the profile with short timers.</summary>
[Collection(nameof(ShortTimers))]
public sealed class ConnectTimeoutTests(ContractServer server)
{
    public static TheoryData<string> Transports => ["polling", "websocket", "upgraded"];

    [Theory]
    [MemberData(nameof(Transports))]
    [Trait("Spec", "TST-100")]
    [Trait("Spec", "TST-182")]
    [Trait("Spec", "SRV-034")]
    [Trait("Hostile", "G4")]
    public async Task Nothing_joined(string transport)
    {
        await using var peer = await EnginePeer.OpenAsync(transport, server.Url(Profile.Fast));
        await peer.EndsAsync(TimeSpan.FromSeconds(5));
    }

    [Theory]
    [MemberData(nameof(Transports))]
    [Trait("Spec", "SRV-034")]
    [Trait("Hostile", "G4")]
    public Task Only_refused(string transport) => ShortTimers.Try(async () =>
    {
        await using var peer = await EnginePeer.OpenAsync(transport, server.Url(Profile.Fast));
        await peer.SendAsync("40/nowhere,");
        var packets = await peer.ReadToEndAsync(TimeSpan.FromSeconds(5));
        Assert.Equal("""44/nowhere,{"message":"Invalid namespace"}""", packets[0]);
    });

    [Theory]
    [MemberData(nameof(Transports))]
    [Trait("Spec", "TST-183")]
    [Trait("Spec", "SRV-034")]
    public Task Leaving_the_last_namespace_keeps_the_connection(string transport) => ShortTimers.Try(async () =>
    {
        await using var peer = await EnginePeer.OpenAsync(transport, server.Url(Profile.Fast));
        peer.AnswersPings = false;
        await peer.JoinAsync();
        await peer.SendAsync("41");

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("2", await peer.NextAsync());
            await peer.SendAsync("3");
        }
    });
}
