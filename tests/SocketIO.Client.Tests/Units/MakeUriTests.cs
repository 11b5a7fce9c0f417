using System.Text.RegularExpressions;
using SocketIO.Tests;

namespace SocketIO.Client.Tests;

/// <summary>The addresses of requests.</summary>
public sealed partial class MakeUriTests
{
    private static string Make(string transport, string? sid = null, Action<SocketIOClientOptions>? configure = null, string url = "http://example.com", int version = 4)
    {
        var options = new SocketIOClientOptions { TimeProvider = new ManualTimeProvider() };
        configure?.Invoke(options);
        using var http = new ClientHttp(options);
        return Timestamp().Replace(new EngineSettings { Url = ClientUrl.Parse(url), Options = options, Http = http }.MakeUri(transport, version, sid).AbsoluteUri, "t=…");
    }

    [Fact]
    [Trait("Spec", "CLI-094")]
    [Trait("Spec", "CLI-008")]
    [Trait("Spec", "T-60")]
    [Trait("Spec", "T-63")]
    public void The_order_is_that_of_the_reference()
    {
        Assert.Equal("http://example.com/socket.io/?EIO=4&transport=polling&t=…", Make("polling"));
        Assert.Equal("http://example.com/socket.io/?EIO=4&transport=polling&t=…&sid=abc", Make("polling", "abc"));
        Assert.Equal("http://example.com/socket.io/?EIO=4&transport=websocket", Make("websocket"));
        Assert.Equal("http://example.com/socket.io/?EIO=4&transport=websocket&sid=abc", Make("websocket", "abc"));
        Assert.Equal("http://example.com/socket.io/?EIO=3&transport=polling&t=…", Make("polling", version: 3));
    }

    [Fact]
    [Trait("Spec", "CLI-013")]
    [Trait("Spec", "CLI-094")]
    public void Base64_is_asked_for_in_each_request()
    {
        void Force(SocketIOClientOptions o) => o.ForceBase64 = true;
        Assert.Equal("http://example.com/socket.io/?EIO=4&transport=polling&t=…&b64=1", Make("polling", configure: Force));
        Assert.Equal("http://example.com/socket.io/?EIO=4&transport=polling&t=…&b64=1&sid=abc", Make("polling", "abc", Force));
        Assert.Equal("http://example.com/socket.io/?EIO=4&transport=websocket&sid=abc&b64=1", Make("websocket", "abc", Force));
    }

    [Fact]
    [Trait("Spec", "CLI-014")]
    [Trait("Spec", "CLI-094")]
    [Trait("Spec", "TST-145")]
    public void The_users_query_comes_first_and_encoded()
    {
        var url = Make("polling", "abc", o => o.Query = new() { ["a b"] = "1&2=3", ["ü"] = "+ %" });
        Assert.Equal("http://example.com/socket.io/?a%20b=1%262%3D3&%C3%BC=%2B%20%25&EIO=4&transport=polling&t=…&sid=abc", url);
    }

    [Fact]
    [Trait("Spec", "CLI-014")]
    public void Reserved_names_are_the_protocols_own()
        => Assert.Equal(
            "http://example.com/socket.io/?EIO=4&transport=polling&sid=abc&x=1&t=…",
            Make("polling", "abc", o => o.Query = new() { ["EIO"] = "9", ["transport"] = "evil", ["sid"] = "stolen", ["x"] = "1" }));

    [Fact]
    [Trait("Spec", "CLI-015")]
    [Trait("Spec", "TST-082")]
    public void Timestamps_are_an_option()
    {
        Assert.Equal("http://example.com/socket.io/?EIO=4&transport=polling", Make("polling", configure: o => o.TimestampRequests = false));
        Assert.Equal("http://example.com/socket.io/?EIO=4&transport=websocket&t=…", Make("websocket", configure: o => o.TimestampRequests = true));
        Assert.EndsWith("&transport=websocket&sid=s&t=…", Make("websocket", "s", o => o.TimestampRequests = true), StringComparison.Ordinal);
        Assert.Contains("&stamp=", Make("polling", configure: o => o.TimestampParam = "stamp"), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Spec", "CLI-015")]
    [Trait("Spec", "CLI-095")]
    public void No_two_requests_have_the_same_timestamp()
    {
        var options = new SocketIOClientOptions { TimeProvider = new ManualTimeProvider() };
        using var http = new ClientHttp(options);
        var settings = new EngineSettings { Url = ClientUrl.Parse("http://a"), Options = options, Http = http };
        Assert.Distinct(Enumerable.Range(0, 10_000).Select(_ => settings.MakeUri("polling", 4, null).Query));
    }

    [Theory]
    [Trait("Spec", "CLI-008")]
    [Trait("Spec", "T-62")]
    [InlineData("/custom", true, "/custom/")]
    [InlineData("/custom/", true, "/custom/")]
    [InlineData("/custom", false, "/custom")]
    [InlineData("/custom/", false, "/custom")]
    [InlineData("/", true, "/")]
    [InlineData("/", false, "/")]
    [InlineData("/a/b c", true, "/a/b%20c/")]
    public void The_path_ends_as_asked_for(string path, bool slash, string sent)
        => Assert.StartsWith($"http://example.com{sent}?EIO=", Make("polling", configure: o => (o.Path, o.AddTrailingSlash) = (path, slash)), StringComparison.Ordinal);

    [Fact]
    [Trait("Spec", "CLI-019")]
    public void A_transport_may_have_a_path_and_a_query_of_its_own()
    {
        void Own(SocketIOClientOptions o)
        {
            o.Query = new() { ["who"] = "all" };
            o.TransportOptions["websocket"] = new() { Path = "/ws", Query = new() { ["who"] = "ws" } };
        }

        Assert.Equal("http://example.com/ws/?who=ws&EIO=4&transport=websocket", Make("websocket", configure: Own));
        Assert.Equal("http://example.com/socket.io/?who=all&EIO=4&transport=polling&t=…", Make("polling", configure: Own));
    }

    [Theory]
    [Trait("Spec", "CLI-093")]
    [Trait("Spec", "TST-082")]
    [InlineData("http://example.com:80", "http://example.com/socket.io/")]
    [InlineData("https://example.com:443", "https://example.com/socket.io/")]
    [InlineData("http://example.com:443", "http://example.com:443/socket.io/")]
    [InlineData("wss://example.com/admin", "https://example.com/socket.io/")]
    [InlineData("http://[::1]:8080", "http://[::1]:8080/socket.io/")]
    public void Default_ports_are_left_out(string url, string start) => Assert.StartsWith(start + "?", Make("websocket", url: url), StringComparison.Ordinal);

    [GeneratedRegex("\\bt=[0-9a-z]{8}")]
    private static partial Regex Timestamp();
}
