namespace SocketIO.ClientInterop;

/// <summary>What a client brings along when it connects, and what it says about itself then.</summary>
public sealed class ConnectTests(Kit kit)
{
    [Theory]
    [MemberData(nameof(Transports.Single), MemberType = typeof(Transports))]
    [Trait("Spec", "CLI-043")]
    [Trait("Spec", "CLI-054")]
    [Trait("Spec", "CLI-077")]
    [Trait("Spec", "TST-143")]
    public Task It_connects(string transport) => kit.SameAsync(async play =>
    {
        var server = await play.ServerAsync();
        play.Open("a", server.Url, Client.Over(transport).With("autoConnect", false));
        await play.StateAsync("a");
        play.Connect("a");
        await play.ConnectAsync("a");
        await play.StateAsync("a");
        play.Connect("a");
        await play.AckAsync("a", "ack", "still one connection");
        play.Note($"{await server.ReportAsync("connections")} {await server.ReportAsync("engines")}");
    });

    [Fact]
    [Trait("Spec", "T-23")]
    [Trait("Spec", "CLI-003")]
    public Task The_address_may_begin_with_ws() => kit.SameAsync(async play =>
    {
        var server = await play.ServerAsync();
        await play.ConnectedAsync("a", server.Url.Replace("http", "ws", StringComparison.Ordinal));
        await play.StateAsync("a");
    });

    [Fact]
    [Trait("Spec", "CLI-093")]
    [Trait("Spec", "TST-152")]
    public Task The_address_may_be_one_of_IPv6() => kit.SameAsync(async play =>
    {
        var server = await play.ServerAsync(new { host = "::1" });
        await play.ConnectedAsync("a", $"http://[::1]:{server.Port}/admin", Client.Over("polling"));
        await play.ConnectedAsync("b", $"ws://[::1]:{server.Port}/admin", Client.Over("websocket"));
    });

    [Theory]
    [InlineData("", "polling")]
    [InlineData("?a=1&b=%26%20%C3%A9", "polling")]
    [InlineData("?a=1&b=%26%20%C3%A9", "websocket")]
    [Trait("Spec", "CLI-006")]
    [Trait("Spec", "CLI-014")]
    [Trait("Spec", "CLI-094")]
    [Trait("Spec", "TST-145")]
    public Task The_query_reaches_the_handshake(string inUrl, string transport) => kit.SameAsync(async play =>
    {
        var server = await play.ServerAsync();
        var query = new Dictionary<string, object?> { ["token"] = "a b&c=d/é€", ["n"] = 5, ["yes"] = true };
        await play.ConnectedAsync("a", $"{server.Url}/record{inUrl}", Client.Over(transport).With("query", query));
        await play.EventAsync("a", "recorded");
    });

    [Theory]
    [MemberData(nameof(Transports.All), MemberType = typeof(Transports))]
    [Trait("Spec", "CLI-016")]
    [Trait("Spec", "TST-083")]
    public Task Extra_headers_go_with_every_request(string transport) => kit.SameAsync(async play =>
    {
        play.Apart("upgrade");
        var server = await play.ServerAsync();
        var headers = new Dictionary<string, string> { ["X-Custom"] = "value 1", ["Authorization"] = "Bearer abc" };
        await play.ConnectedAsync("a", server.Url, Client.Over(transport).With("extraHeaders", headers));

        if (transport == "upgraded")
        {
            await play.NextAsync("upgrade", "a");
        }

        await play.AckAsync("a", "handshake");
        var requests = await server.ReportAsync("requests");
        var seen = requests.EnumerateArray().Select(r => $"{r.GetProperty("kind")} {r.GetProperty("method")} {r.GetProperty("headers").GetProperty("custom")} {r.GetProperty("headers").GetProperty("authorization")}");
        play.Note(string.Join(", ", seen.Distinct().Order(StringComparer.Ordinal)));
    });

    [Theory]
    [MemberData(nameof(Transports.Single), MemberType = typeof(Transports))]
    [Trait("Spec", "CLI-028")]
    [Trait("Spec", "T-112")]
    public Task The_auth_payload_reaches_the_handshake(string transport) => kit.SameAsync(async play =>
    {
        var server = await play.ServerAsync();
        var auth = new Dictionary<string, object?> { ["token"] = "t", ["nested"] = new { list = new object?[] { 1, "é", null, true } } };
        await play.ConnectedAsync("a", $"{server.Url}/record", Client.Over(transport).With("auth", auth));
        await play.EventAsync("a", "recorded");

        play.Disconnect("a");
        await play.DisconnectAsync("a");
        play.Authenticate("a", new { other = "auth" });
        play.Connect("a");
        await play.ConnectAsync("a");
        await play.EventAsync("a", "recorded");
    });

    [Theory]
    [InlineData(true, "polling")]
    [InlineData(false, "polling")]
    [InlineData(true, "websocket")]
    [InlineData(true, "upgraded")]
    [Trait("Spec", "CLI-017")]
    [Trait("Spec", "CLI-097")]
    [Trait("Spec", "TST-085")]
    public Task Cookies_are_kept_when_credentials_are_wanted(bool withCredentials, string transport) => kit.SameAsync(async play =>
    {
        play.Apart("upgrade");

        // npm's client has a jar of its own, which knows no paths and takes quotes off; what is the same for every jar is played here.
        var cookies = new[] { "sid=abc; Path=/; HttpOnly", "long=1; Max-Age=100; SameSite=Lax", "gone=1; Max-Age=0", "old=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT", "odd=a=b" };
        var server = await play.ServerAsync(new { setCookie = cookies });
        await play.ConnectedAsync("a", server.Url, Client.Over(transport).With("withCredentials", withCredentials));

        if (transport == "upgraded")
        {
            await play.NextAsync("upgrade", "a");
        }

        await play.AckAsync("a", "ack");
        var requests = await server.ReportAsync("requests");
        var seen = requests.EnumerateArray().Select(r => $"{r.GetProperty("kind")} {r.GetProperty("query").TryGetProperty("sid", out _)} {(r.GetProperty("headers").TryGetProperty("cookie", out var c) ? Sorted(c.GetString()!) : "none")}");
        play.Note(string.Join(", ", seen.Distinct().Order(StringComparer.Ordinal)));
    });

    // Their order says nothing.
    private static string Sorted(string cookies) => string.Join("; ", cookies.Split("; ").Order(StringComparer.Ordinal));
}
