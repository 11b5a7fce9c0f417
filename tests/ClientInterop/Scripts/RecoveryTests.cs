using System.Text.Json.Nodes;

namespace SocketIO.ClientInterop;

/// <summary>Connection state recovery: the same socket after an outage, with what it has missed.</summary>
public sealed class RecoveryTests(Kit kit)
{
    private static readonly object Recovery = new { connectionStateRecovery = new { maxDisconnectionDuration = 30_000 } };

    [Theory]
    [MemberData(nameof(Transports.Single), MemberType = typeof(Transports))]
    [Trait("Spec", "CLI-055")]
    [Trait("Spec", "CLI-065")]
    [Trait("Spec", "CLI-074")]
    [Trait("Spec", "CLI-075")]
    [Trait("Spec", "CLI-076")]
    [Trait("Spec", "T-107")]
    [Trait("Spec", "T-111")]
    [Trait("Spec", "TST-151")]
    public Task What_was_missed_comes_before_the_connection_is_told(string transport) => kit.SameAsync(async play =>
    {
        var server = await play.ServerAsync(Recovery);
        var relay = play.Relay(server.Port);
        await play.ConnectedAsync("a", relay.Url, Client.Over(transport).With("auth", new { token = "t" }).With("reconnectionDelay", 700).With("reconnectionDelayMax", 700));
        await server.EmitAsync("news", 1);
        await play.EventAsync("a", "news");
        await server.IdleAsync();
        relay.Cut();
        await play.DisconnectAsync("a");
        await play.StateAsync("a");
        await server.OpenAsync(0);
        await server.EmitAsync("news", 2, Play.Bytes(1));
        await server.EmitAsync("news", 3);
        await play.ConnectAsync("a");
        await play.StateAsync("a");
        await server.EmitAsync("news", 4);
        await play.EventAsync("a", "news", 4);
        play.WithoutOffsets();
    });

    [Fact]
    [Trait("Spec", "CLI-075")]
    [Trait("Spec", "T-110")]
    public Task A_server_that_has_forgotten_says_so() => kit.SameAsync(async play =>
    {
        var server = await play.ServerAsync(Recovery);
        var relay = play.Relay(server.Port);
        await play.ConnectedAsync("a", relay.Url);
        await server.EmitAsync("news", 1);
        await play.EventAsync("a", "news");
        relay.PointTo((await play.ServerAsync(Recovery)).Port);
        relay.Cut();
        await play.DisconnectAsync("a");
        await server.EmitAsync("news", "lost");
        await play.ConnectAsync("a");
        await play.StateAsync("a");
        play.WithoutOffsets();
    });

    [Fact]
    [Trait("Spec", "CLI-075")]
    public Task Who_leaves_is_forgotten() => kit.SameAsync(async play =>
    {
        var server = await play.ServerAsync(Recovery);
        await play.ConnectedAsync("a", server.Url);
        await server.EmitAsync("news", 1);
        await play.EventAsync("a", "news");
        play.Disconnect("a");
        await play.DisconnectAsync("a");
        play.Connect("a");
        await play.ConnectAsync("a");
        await play.StateAsync("a");
        play.WithoutOffsets();
    });

    [Theory]
    [MemberData(nameof(Transports.Single), MemberType = typeof(Transports))]
    [Trait("Spec", "CLI-074")]
    [Trait("Spec", "CLI-075")]
    public Task The_offset_is_that_of_the_last_event(string transport) => kit.SameAsync(async play =>
    {
        var server = play.Scripted();
        play.Open("a", server.Url, Client.Over(transport).With("auth", new { token = "t", pid = "own" }));
        var first = await server.SessionAsync(1);
        first.Open(pingInterval: 300, pingTimeout: 600);
        play.Note(Sorted(await first.ExpectAsync("40")));
        first.Send("""40{"sid":"x","pid":"p1"}""", """42["news",1,"o1"]""", """42["news",2,"o2"]""", """42["no-offset",3]""", """427["question","not an offset"]""");
        await play.EventAsync("a", "question");
        await play.DisconnectAsync("a");
        var second = await server.SessionAsync(2);
        second.Open();
        play.Note(Sorted(await second.ExpectAsync("40")));
        second.Send("""42["missed",1,"o3"]""", """40{"sid":"x","pid":"p1"}""");
        await play.EventAsync("a", "missed");
        await play.ConnectAsync("a");
        await play.StateAsync("a");
    });

    // The order of the names in a CONNECT packet says nothing.
    private static string Sorted(string connect)
        => string.Join(" ", JsonNode.Parse(connect[2..])!.AsObject().Select(pair => $"{pair.Key}={pair.Value}").Order(StringComparer.Ordinal));
}
