using SocketIO.Tests;

namespace SocketIO.Client.Tests;

/// <summary>Which transport a client begins with, and what if it fails.</summary>
[Collection(nameof(TransportChoiceTests))]
[CollectionDefinition(nameof(TransportChoiceTests), DisableParallelization = true)]
public sealed class TransportChoiceTests : IAsyncDisposable
{
    private readonly Bed _bed = new();

    private ScriptedServer Server => _bed.Server;

    public ValueTask DisposeAsync() => _bed.DisposeAsync();

    private SocketIOClient Watched(params string[] transports)
    {
        var client = _bed.Client(o => o.Transports = transports);
        _bed.Seen.Watch(client);
        return client;
    }

    [Theory]
    [Trait("Spec", "CLI-010")]
    [Trait("Spec", "TST-075")]
    [InlineData]
    [InlineData("carrier pigeon")]
    [InlineData("webtransport")]
    public async Task Without_a_transport_there_is_an_error_that_comes_later(params string[] transports)
    {
        var client = Watched(transports);
        client.Connect();
        await _bed.Seen.ExpectAsync("connect_error No transports available");
        Assert.Equal(0, Server.Requests);
    }

    [Fact]
    [Trait("Spec", "CLI-009")]
    public async Task Unknown_transports_are_passed_over()
    {
        Watched("webtransport", "carrier pigeon", "websocket", "polling").Connect();
        await Server.UpgradeAsync();
    }

    [Fact]
    [Trait("Spec", "CLI-012")]
    [Trait("Spec", "TST-076")]
    public async Task Only_the_first_transport_is_tried_by_default()
    {
        var client = Watched("polling", "websocket");
        client.Connect();
        await (await Server.PollAsync()).RespondAsync(500);
        await _bed.Seen.ExpectAsync("connect_error xhr poll error");
        Assert.False(Server.HasUpgrade);
        _bed.Advance(client, 1);
        await Server.PollAsync();
    }

    [Fact]
    [Trait("Spec", "CLI-012")]
    [Trait("Spec", "TST-076")]
    public async Task All_transports_may_be_tried_within_one_attempt()
    {
        var client = _bed.Client(o => (o.Transports, o.TryAllTransports) = (["polling", "websocket"], true));
        _bed.Seen.Watch(client);
        client.Connect();
        await (await Server.PollAsync()).RespondAsync(500);
        await Bed.JoinAsync(await _bed.OpenAsync());
        await _bed.Seen.ExpectAsync("connect");
    }

    [Fact]
    [Trait("Spec", "CLI-012")]
    [Trait("Spec", "TST-076")]
    public async Task Polling_is_tried_after_a_WebSocket_and_the_last_failure_counts()
    {
        var client = _bed.Client(o => (o.Transports, o.TryAllTransports) = (["websocket", "polling"], true));
        _bed.Seen.Watch(client);
        client.Connect();
        await (await Server.UpgradeAsync()).RespondAsync(500);
        await (await Server.PollAsync()).RespondAsync(500);
        await _bed.Seen.ExpectAsync("connect_error xhr poll error");

        // The next attempt begins at the beginning.
        _bed.Advance(client, 1);
        await (await Server.UpgradeAsync()).RespondAsync(500);
        await Server.AnswerPollAsync("0" + Bed.Handshake);
        await Server.ExpectPostAsync("40");
    }

    [Fact]
    [Trait("Spec", "CLI-011")]
    [Trait("Spec", "TST-082")]
    public async Task A_WebSocket_that_worked_is_remembered_where_that_is_asked_for()
    {
        var first = _bed.Client();
        await _bed.ConnectAsync(first);

        var second = _bed.Client(o => (o.Transports, o.RememberUpgrade) = (["polling", "websocket"], true));
        second.Connect();
        var request = await Server.UpgradeAsync();

        var third = _bed.Client(o => o.Transports = ["polling", "websocket"]);
        third.Connect();
        await (await Server.PollAsync()).OkAsync("0" + Bed.Handshake);

        // A failure is the end of that.
        await request.RespondAsync(500);
        await Wait.Until("the failure", () => second.Connection.State is ConnectionState.Closed);
        _bed.Advance(second, 1);
        Assert.Null((await NextHandshakeAsync()).Query["sid"]);
    }

    private async Task<Exchange> NextHandshakeAsync()
    {
        while (true)
        {
            if (await Server.PollAsync() is var poll && poll.Query["sid"] is null)
            {
                return poll;
            }
        }
    }

    [Fact]
    [Trait("Spec", "CLI-011")]
    [Trait("Spec", "CLI-012")]
    public async Task Where_a_remembered_WebSocket_fails_polling_is_tried()
    {
        await _bed.ConnectAsync(_bed.Client());
        var client = _bed.Client(o => (o.Transports, o.RememberUpgrade, o.TryAllTransports) = (["polling", "websocket"], true, true));
        client.Connect();
        await (await Server.UpgradeAsync()).RespondAsync(500);
        await Server.AnswerPollAsync("0" + Bed.Handshake);
        await Server.ExpectPostAsync("40");
    }

    [Fact]
    [Trait("Spec", "CLI-016")]
    [Trait("Spec", "CLI-019")]
    [Trait("Spec", "TST-083")]
    [Trait("Spec", "TST-052")]
    public async Task Headers_are_sent_with_all_requests_or_with_those_of_one_transport()
    {
        var client = _bed.Client(o =>
        {
            o.Transports = ["polling", "websocket"];
            o.ExtraHeaders = new() { ["X-All"] = "1", ["Accept"] = "text/plain", ["User-Agent"] = "mine" };
            o.TransportOptions["websocket"] = new() { ExtraHeaders = new() { ["X-Ws"] = "2" } };
        });

        client.Connect();
        var poll = await Server.PollAsync();
        Assert.Equal(("1", "text/plain", "mine"), (poll.Headers["X-All"], poll.Headers["Accept"], poll.Headers["User-Agent"]));
        await poll.OkAsync("0" + Bed.HandshakeWithUpgrade);
        Assert.Equal("1", (await Server.PostAsync()).Headers["x-all"]);
        var upgrade = await Server.UpgradeAsync();
        Assert.Equal((false, "2"), (upgrade.Headers.ContainsKey("X-All"), upgrade.Headers["X-Ws"]));
    }

    [Theory]
    [Trait("Spec", "CLI-017")]
    [Trait("Spec", "CLI-097")]
    [Trait("Spec", "TST-085")]
    [Trait("Spec", "T-112")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cookies_come_back_only_where_that_is_asked_for(bool with)
    {
        var client = _bed.Client(o => (o.Transports, o.WithCredentials) = (["polling", "websocket"], with));
        client.Connect();
        await (await Server.PollAsync()).RespondAsync(200, "0" + Bed.HandshakeWithUpgrade, "Set-Cookie: io=abc; Path=/; HttpOnly", "Set-Cookie: lb=1; Path=/; Max-Age=100", "Set-Cookie: gone=1; Path=/; Max-Age=0");
        var post = await Server.PostAsync();
        var upgrade = await Server.UpgradeAsync();
        Assert.Equal(with ? "io=abc; lb=1" : null, post.Headers.GetValueOrDefault("Cookie"));
        Assert.Equal(with ? "io=abc; lb=1" : null, upgrade.Headers.GetValueOrDefault("Cookie"));
    }

    [Fact]
    [Trait("Spec", "CLI-097")]
    [Trait("Spec", "TST-085")]
    public async Task A_cookie_container_is_where_cookies_come_from_and_go()
    {
        var cookies = new System.Net.CookieContainer();
        cookies.Add(new Uri(Server.Url), new System.Net.Cookie("own", "1"));
        var client = _bed.Polling(o => o.Cookies = cookies);
        client.Connect();
        var poll = await Server.PollAsync();
        Assert.Equal("own=1", poll.Headers["Cookie"]);
        await poll.RespondAsync(200, "0" + Bed.Handshake, "Set-Cookie: lb=2; Path=/; Expires=Wed, 01 Jan 2098 00:00:00 GMT");
        await Server.PostAsync();
        Assert.Equal(2, cookies.GetCookies(new Uri(Server.Url)).Count);
    }

    [Fact]
    [Trait("Spec", "CLI-020")]
    [Trait("Spec", "CLI-022")]
    public async Task The_connections_themselves_are_the_handlers_matter()
    {
        var configured = 0;
        var client = _bed.Client(o => o.ConfigureHttpHandler = handler =>
        {
            configured++;
            Assert.Null(handler.SslOptions.RemoteCertificateValidationCallback);
            handler.ConnectCallback = (_, _) => throw new IOException("The cable is cut.");
        });

        _bed.Seen.Watch(client);
        ConnectErrorException? error = null;
        client.OnConnectError(e => error = e);
        client.Connect();
        await _bed.Seen.ExpectAsync("connect_error websocket error");
        await Bed.SettleAsync(client);
        Assert.Contains("The cable is cut.", error!.InnerException!.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, configured);
    }

    [Theory]
    [Trait("Hostile", "M15")]
    [InlineData(302, "http://127.0.0.1:1/evil", "The server redirects to http://127.0.0.1:1/evil")]
    [InlineData(307, "https://127.0.0.1/evil", "The server redirects to")]
    [InlineData(308, "//other.example/", "The server redirects to")]
    [InlineData(303, "/elsewhere", "The server redirects to")]
    [InlineData(302, "http://[bad", "redirects to")]
    [InlineData(401, "/login", "wants credentials")]
    public async Task A_redirect_to_another_origin_is_not_followed(int status, string location, string advice)
    {
        ConnectErrorException? error = null;
        var client = _bed.Polling(o => (o.WithCredentials, o.ExtraHeaders) = (true, new() { ["Authorization"] = "secret" }));
        _bed.Seen.Watch(client);
        client.OnConnectError(e => error = e);
        client.Connect();
        await (await Server.PollAsync()).RespondAsync(status, "", $"Location: {location}", "Set-Cookie: evil=1; Path=/other");
        await _bed.Seen.ExpectAsync("connect_error xhr poll error");
        await Bed.SettleAsync(client);
        Assert.Equal(status, error!.StatusCode);
        Assert.Contains(advice, error.Advice, StringComparison.Ordinal);
        Assert.Equal(1, Server.Requests);
        _bed.Advance(client, 1);
        Assert.False((await Server.PollAsync()).Headers.ContainsKey("Cookie"));
    }

    [Fact]
    [Trait("Hostile", "M15")]
    public async Task A_redirect_within_the_origin_is_followed_a_few_times()
    {
        var client = _bed.Polling();
        _bed.Seen.Watch(client);
        client.Connect();
        await (await Server.PollAsync()).RespondAsync(307, "", "Location: /moved/?x=1");
        var moved = await Server.PollAsync();
        Assert.Equal("/moved/?x=1", moved.Target);

        for (var i = 0; i < 5; i++)
        {
            await moved.RespondAsync(302, "", $"Location: /again{i}");
            moved = i < 4 ? await Server.PollAsync() : moved;
        }

        await _bed.Seen.ExpectAsync("connect_error xhr poll error");
        Assert.Equal(6, Server.Requests);
    }
}
