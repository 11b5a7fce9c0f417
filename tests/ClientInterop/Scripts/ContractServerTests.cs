using SocketIO.Tests;

namespace SocketIO.ClientInterop;

/// <summary>This repository's own server at the other end: both clients must see the same of it, too.</summary>
public sealed class ContractServerTests(Kit kit, ContractServer server)
{
    public static TheoryData<Profile, string> Profiles => new()
    {
        { Profile.Main, "polling" },
        { Profile.Main, "websocket" },
        { Profile.Main, "upgraded" },
        { Profile.MessagePack, "polling" },
        { Profile.MessagePack, "websocket" },
        { Profile.Compress, "polling" },
        { Profile.Compress, "websocket" },
        { Profile.WebSocketOnly, "websocket" },
        { Profile.PollingOnly, "polling" },
        { Profile.PollingOnly, "upgraded" },
        { Profile.Strict, "polling" },
        { Profile.Strict, "websocket" },
    };

    [Theory]
    [MemberData(nameof(Profiles))]
    [Trait("Spec", "CLI-098")]
    public Task A_conversation(Profile profile, string transport) => kit.SameAsync(async play =>
    {
        play.Apart("upgrade");
        var url = Url(play, profile);
        var options = Options(profile, transport);
        await play.ConnectedAsync("a", url, options);
        await play.ConnectedAsync("b", $"{url}/hello", options);
        await play.EventAsync("b", "greeting");
        await play.EventAsync("b", "greeting-bin");

        if (transport == "upgraded" && profile == Profile.Main)
        {
            await play.NextAsync("upgrade", "a");
        }

        await play.EmitAsync("a", "echo", 1, "é😀", null, new { a = new object[] { true, 1.5 } }, Play.Bytes(1, 2));
        await play.EventAsync("a", "echoed");
        await play.AckAsync("a", "ack-many");
        await play.AckAsync("b", "ack-bin");
        await play.AckAsync("a", "ack-twice");
        await play.AckAsync("a", "describe", Play.Bytes(1, 2, 3), new { a = 1, b = new object?[] { null, false, "x" } });
        await play.ReplyAsync(play.AskWithin(30, "a", "ack-never"));
        await play.AnswerAsync("a", "question");
        await play.AckAsync("a", "ask-plain", "question", 1, Play.Bytes(9), "x");
        await play.AckAsync("a", "ask", "unheard", 20, 1);

        foreach (var (send, heard, count) in new[] { ("utf8-send", "utf8", 1), ("date-send", "date", 1), ("mixed-seq", "m", 5) })
        {
            await play.EmitAsync("a", send);

            for (var i = 0; i < count; i++)
            {
                await play.EventAsync("a", heard);
            }
        }

        await play.EmitAsync("a", "bin-send", 200);
        await play.EventAsync("a", "bin");
        await play.EmitAsync("a", "big-send", 700);
        await play.EventAsync("a", "big");
        await play.EmitAsync("b", "send-then-bye", true);
        await play.DisconnectAsync("b");
        await play.DisconnectAsync("a");
        await play.StateAsync("a");
        play.Connect("a");
        await play.ConnectAsync("a");
    });

    [Theory]
    [MemberData(nameof(Transports.Single), MemberType = typeof(Transports))]
    [Trait("Spec", "CLI-057")]
    [Trait("Spec", "TST-146")]
    public Task Its_refusals(string transport) => kit.SameAsync(async play =>
    {
        var url = Url(play, Profile.Main);

        foreach (var token in new[] { "none", "plain" })
        {
            play.Open(token, $"{url}/auth", Client.Over(transport).With("auth", new { token }));
            await play.ConnectErrorAsync(token);
            await play.StateAsync(token);
        }

        play.Authenticate("plain", new { token = "async" });
        play.Connect("plain");
        await play.ConnectAsync("plain");
        play.Open("nowhere", $"{url}/nowhere", Client.Over(transport));
        await play.ConnectErrorAsync("nowhere", "Invalid namespace");

        foreach (var nsp in new[] { "/kick", "/kick-close" })
        {
            play.Open(nsp, url + nsp, Client.Over(transport).With("forceNew", true));
            await play.EventAsync(nsp, "echoed");
            await play.DisconnectAsync(nsp);
            await play.StateAsync(nsp);
        }

        play.Forgive("connect");
    });

    [Theory]
    [InlineData("deny")]
    [InlineData("denymsg")]
    [InlineData("denyslow")]
    [Trait("Spec", "T-09")]
    public Task Its_refusals_of_requests(string query) => kit.SameAsync(async play =>
    {
        play.Open("a", $"{Url(play, Profile.Strict)}?{query}=1", Options(Profile.Strict, "polling").With("reconnection", false));
        await play.ConnectErrorAsync("a");
        await play.StateAsync("a");
    });

    [Theory]
    [MemberData(nameof(Transports.All), MemberType = typeof(Transports))]
    [Trait("Spec", "CLI-078")]
    public Task Its_heartbeat(string transport) => kit.SameAsync(async play =>
    {
        play.Apart("upgrade");
        await play.ConnectedAsync("a", Url(play, Profile.Large), Client.Over(transport));

        for (var i = 0; i < 3; i++)
        {
            await play.NextAsync("ping", "a");
        }

        await play.AckAsync("a", "ack-echo", "still here");
    });

    [Theory]
    [MemberData(nameof(Transports.Single), MemberType = typeof(Transports))]
    [Trait("Spec", "T-72")]
    [Trait("Spec", "T-82")]
    [Trait("Spec", "TST-079")]
    public Task Its_limit(string transport) => kit.SameAsync(async play =>
    {
        await play.ConnectedAsync("a", Url(play, Profile.Strict), Options(Profile.Strict, transport));
        await play.AckAsync("a", "ack-echo", 1);
        await play.EmitAsync("a", "echo", new string('x', 2000));
        await play.DisconnectAsync("a");
        await play.ConnectAsync("a");
    });

    // Clients remember the addresses that they have connected to: each play has its own.
    private string Url(Play play, Profile profile) => play.Relay(server.Url(profile).Port).Url;

    private static Client Options(Profile profile, string transport)
    {
        var options = Client.Over(transport).With("path", ContractServer.PathOf(profile));
        return profile == Profile.MessagePack ? options.With("parser", "msgpack") : options;
    }
}
