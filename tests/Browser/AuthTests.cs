using Microsoft.Playwright;

namespace SocketIO.Tests;

/// <summary>The sample about authentication, in Chromium and with npm's client in Node.</summary>
public sealed class AuthTests(AuthFixture auth) : IClassFixture<AuthFixture>
{
    [Fact]
    public async Task Whoever_has_not_signed_in_is_refused_and_told_why()
    {
        await using var page = await auth.OpenAsync();

        await page.SeesFormAsync("Sign in to connect");
        await page.SeesNamespaceAsync("/", "refused", """{"code":"sign-in","signIn":"/session"}""");
        await page.SeesNamespaceAsync("/ops", "refused", "not authorized");

        await page.TrySignInAsync("alan", "wrong");
        await page.SeesFormAsync("That is not the name and password of anybody here.");
        await page.TrySignInAsync("nobody", "wrong", "token");
        await page.SeesFormAsync("That is not the name and password of anybody here.");
        Assert.Empty(page.Errors);
    }

    [Theory]
    [InlineData("cookie", "cookie")]
    [InlineData("token", "bearer token")]
    public async Task A_user_who_signs_in_is_known_and_may_do_what_users_may(string way, string via)
    {
        await using var page = await auth.OpenAsync();
        await page.SignInAsync("alan", way);

        await page.SeesUserAsync("Alan Turing", "user", via);
        await page.SeesNamespaceAsync("/", "connected", "connected");
        await page.SeesNamespaceAsync("/ops", "refused", "not authorized");
        await page.Page.ClickAsync("#wave");
        await page.SeesAsync("Alan Turing waves");
        await page.AnnounceAsync("I should not");
        await page.SeesAsync("""“announce” refused {"error":"forbidden"}""");

        // Of the two, only the cookie is there when the page comes again.
        await page.Page.ReloadAsync();
        await (way == "cookie" ? page.SeesUserAsync("Alan Turing", "user", via) : page.SeesFormAsync("Sign in to connect"));
        Assert.Equal(way == "cookie", (await page.Page.Context.CookiesAsync()).Any(IsHttpOnlyAndStrict));
        Assert.Empty(page.Errors);
    }

    [Theory]
    [InlineData("cookie")]
    [InlineData("token")]
    public async Task An_operator_may_join_announce_and_sign_others_out(string way)
    {
        await using var alan = await auth.OpenAsync();
        await alan.SignInAsync("alan");
        await using var grace = await auth.OpenAsync();
        await grace.SignInAsync("grace", way);

        await grace.SeesNamespaceAsync("/ops", "connected", "connected");
        await grace.SeesOnBoardAsync("Alan Turing", "Grace Hopper");
        await grace.AnnounceAsync("Tea is ready");
        await alan.SeesAsync("Grace Hopper announces: Tea is ready");

        await grace.Page.ClickAsync("#board tr:first-child button");
        await alan.SeesFormAsync("Sign in to connect");
        await grace.SeesOnBoardAsync("Grace Hopper");
        Assert.Empty(alan.Errors);
        Assert.Empty(grace.Errors);
    }

    [Theory]
    [InlineData("cookie")]
    [InlineData("token")]
    public async Task Signing_out_ends_the_connections_of_all_tabs_and_browsers(string way)
    {
        await using var elsewhere = await auth.OpenAsync();
        await elsewhere.SignInAsync("ada", way);
        await using var tab = await auth.OpenAsync();
        await tab.SignInAsync("ada");
        await using var other = await auth.OpenAsync(tab.Page.Context);
        await other.SeesUserAsync("Ada Lovelace", "user", "cookie");
        await using var alan = await auth.OpenAsync();
        await alan.SignInAsync("alan");

        await tab.SignOutAsync();

        await tab.SeesFormAsync("Sign in to connect");
        await other.SeesFormAsync("Sign in to connect");
        await elsewhere.SeesFormAsync("Sign in to connect");
        await alan.SeesNamespaceAsync("/", "connected", "connected");
        Assert.Empty(other.Errors);
    }

    [Fact]
    public async Task A_page_comes_back_with_a_new_token_when_the_old_one_has_expired()
    {
        await using var server = new SampleServer("Auth", "--TokenLifetime=00:00:04");
        await server.StartAsync();
        await using var page = await auth.OpenAsync(address: server.Address);
        await page.SignInAsync("alan", "token");

        await page.SeesTokenAsync(2);
        await page.SeesAsync("/ disconnected: io server disconnect");
        await page.SeesUserAsync("Alan Turing", "user", "bearer token");
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task Programs_show_their_token_in_auth_or_in_a_header()
    {
        var seen = await NodeScript.RunAsync<Dictionary<string, string>>(
            """
            const { io } = require("socket.io-client");
            const body = JSON.stringify({ name: "grace", password: "compiler" });
            const answer = await fetch(`${input}token`, { method: "POST", body, headers: { "Content-Type": "application/json" } });
            const { accessToken: token } = await answer.json();
            const header = { Authorization: `Bearer ${token}` };

            const connect = (path, options) => new Promise((done) => {
              const socket = io(input + path, { forceNew: true, reconnection: false, ...options });
              const end = (text) => { socket.disconnect(); done(text); };
              socket.on(path ? "board" : "you are", (told) => end(path ? "joined" : `${told.id} by ${told.via}`));
              socket.on("connect_error", (error) => end(`${error.message} ${JSON.stringify(error.data ?? error.description ?? null)}`));
            });

            return {
              auth: await connect("", { auth: { token } }),
              header: await connect("", { extraHeaders: header }),
              webSocket: await connect("", { extraHeaders: header, transports: ["websocket"] }),
              opsByAuth: await connect("ops", { auth: (answer) => answer({ token }) }),
              opsByHeader: await connect("ops", { extraHeaders: header }),
              forged: await connect("", { auth: { token: token.slice(0, -3) + "AAA" } }),
              forgedHeader: await connect("", { extraHeaders: { Authorization: "Bearer nonsense" } }),
              foreignPage: await connect("", { extraHeaders: { ...header, Origin: "http://elsewhere.localhost" } }),
              foreignSocket: await connect("", { extraHeaders: { ...header, Origin: "http://elsewhere.localhost" }, transports: ["websocket"] }),
            };
            """,
            auth.Server.Address);

        Assert.Equal("grace by bearer token", seen["auth"]);
        Assert.Equal("grace by bearer token", seen["header"]);
        Assert.Equal("grace by bearer token", seen["webSocket"]);
        Assert.Equal("joined", seen["opsByAuth"]);
        Assert.Equal("joined", seen["opsByHeader"]);
        Assert.Equal("""This token is not valid any more {"code":"token"}""", seen["forged"]);
        Assert.Equal("""Sign in to connect {"code":"sign-in","signIn":"/session"}""", seen["forgedHeader"]);
        Assert.StartsWith("xhr poll error", seen["foreignPage"], StringComparison.Ordinal);
        Assert.StartsWith("websocket error", seen["foreignSocket"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cookie_alone_signs_nobody_in_or_out()
    {
        await using var page = await auth.OpenAsync();
        await page.SignInAsync("ada");

        // What a form or script elsewhere could have the browser send, if SameSite did not stop it already: the cookie, but no antiforgery token.
        var refused = await page.Page.EvaluateAsync<int[]>(
            """
            async () => {
              const body = JSON.stringify({ name: "alan", password: "enigma" }), headers = { "Content-Type": "application/json" };
              const answers = [await fetch("/session", { method: "POST", body, headers }), await fetch("/session", { method: "DELETE" })];
              return answers.map((answer) => answer.status);
            }
            """);

        Assert.Equal([400, 400], refused);
        await page.SeesUserAsync("Ada Lovelace", "user", "cookie");
        await page.SeesNamespaceAsync("/", "connected", "connected");
    }

    private static bool IsHttpOnlyAndStrict(BrowserContextCookiesResult cookie)
        => cookie is { Name: "auth-sample", HttpOnly: true, SameSite: SameSiteAttribute.Strict };
}
