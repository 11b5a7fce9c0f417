using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using SocketIO.Engine;

namespace SocketIO.Tests;

public sealed class WebSocketUpgradeTests
{
    private const string Key = "dGhlIHNhbXBsZSBub25jZQ==";

    [Fact]
    public void A_sound_request_is_accepted()
        => Assert.Equal(WebSocketUpgradeError.None, Check(Request()));

    [Fact]
    public void The_answer_to_a_key_is_that_of_the_specification()
        => Assert.Equal("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", WebSocketUpgrade.AnswerTo(Key));

    [Theory]
    [InlineData("websocket", WebSocketUpgradeError.None)]
    [InlineData("WebSocket", WebSocketUpgradeError.None)]
    [InlineData("h2c", WebSocketUpgradeError.InvalidUpgrade)]
    [InlineData("websocket, h2c", WebSocketUpgradeError.InvalidUpgrade)]
    [InlineData("websocket2", WebSocketUpgradeError.InvalidUpgrade)]
    [Trait("Hostile", "C8")]
    public void Only_an_upgrade_to_websocket_is_accepted(string upgrade, object expected)
        => Assert.Equal(expected, Check(Request(h => h.Upgrade = upgrade)));

    [Theory]
    [InlineData(Key, WebSocketUpgradeError.None)]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA==", WebSocketUpgradeError.None)]
    [InlineData("+/+/+/+/+/+/+/+/+/+/+/==", WebSocketUpgradeError.None)]
    [InlineData("short", WebSocketUpgradeError.InvalidKey)]
    [InlineData("", WebSocketUpgradeError.InvalidKey)]
    [InlineData(null, WebSocketUpgradeError.InvalidKey)]
    [InlineData("dGhlIHNhbXBsZSBub25jZQ= ", WebSocketUpgradeError.InvalidKey)]
    [InlineData("dGhlIHNhbXBsZSBub25jZQAA", WebSocketUpgradeError.InvalidKey)]
    [InlineData("dGhlIHNhbXBsZSBub25jZ-==", WebSocketUpgradeError.InvalidKey)]
    [InlineData("dGhlIHNhbXBsZSBub25jZQ==AA==", WebSocketUpgradeError.InvalidKey)]
    [InlineData("dGhlIHNhbXBsZSBub25jZé==", WebSocketUpgradeError.InvalidKey)]
    [Trait("Hostile", "C7")]
    public void The_key_must_be_16_bytes_in_base64(string? key, object expected)
        => Assert.Equal(expected, Check(Request(h => h.SecWebSocketKey = key)));

    [Fact]
    [Trait("Hostile", "C7")]
    public void There_must_be_one_key()
        => Assert.Equal(WebSocketUpgradeError.InvalidKey, Check(Request(h => h.SecWebSocketKey = new string[] { Key, Key })));

    [Theory]
    [InlineData("13", WebSocketUpgradeError.None)]
    [InlineData("12", WebSocketUpgradeError.InvalidVersion)]
    [InlineData("8", WebSocketUpgradeError.InvalidVersion)]
    [InlineData("", WebSocketUpgradeError.InvalidVersion)]
    [InlineData(null, WebSocketUpgradeError.InvalidVersion)]
    [InlineData("13, 13", WebSocketUpgradeError.InvalidVersion)]
    [Trait("Hostile", "C6")]
    public void The_version_must_be_13(string? version, object expected)
        => Assert.Equal(expected, Check(Request(h => h.SecWebSocketVersion = version)));

    [Theory]
    [InlineData("POST")]
    [InlineData("HEAD")]
    [InlineData("CONNECT")]
    public void The_method_must_be_GET(string method)
    {
        var context = Request();
        context.Request.Method = method;
        Assert.Equal(WebSocketUpgradeError.InvalidMethod, Check(context));
    }

    [Fact]
    public void A_request_without_an_upgrade_asks_for_none()
    {
        var context = Request();
        context.Request.Headers.Remove("Upgrade");
        Assert.False(WebSocketUpgrade.IsRequested(context));
        Assert.Equal(WebSocketUpgradeError.NotRequested, Check(context));
        Assert.False(WebSocketUpgrade.IsRequested(new DefaultHttpContext()));
    }

    [Theory]
    [InlineData("CONNECT", "websocket", "13", WebSocketUpgradeError.None)]
    [InlineData("CONNECT", "webtransport", "13", WebSocketUpgradeError.InvalidUpgrade)]
    [InlineData("CONNECT", "websocket", "12", WebSocketUpgradeError.InvalidVersion)]
    [InlineData("CONNECT", "websocket", null, WebSocketUpgradeError.InvalidVersion)]
    [Trait("Hostile", "C29")]
    public void Over_http2_there_is_a_protocol_and_no_key(string method, string protocol, string? version, object expected)
    {
        var context = new DefaultHttpContext();
        context.Request.Method = method;
        context.Request.Headers.SecWebSocketVersion = version;
        context.Features.Set<IHttpExtendedConnectFeature>(new ExtendedConnect(protocol));
        Assert.True(WebSocketUpgrade.IsRequested(context));
        Assert.Equal(expected, Check(context));
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("chat", "chat")]
    [InlineData("chat, superchat", "chat")]
    [InlineData("  chat\t,v2.x  ", "chat")]
    public void The_first_subprotocol_is_taken(string? header, string? expected)
    {
        Assert.Equal(WebSocketUpgradeError.None, Check(Request(h => h.SecWebSocketProtocol = header)));
        Assert.True(SubprotocolHeader.TryGetFirst(header, out var first));
        Assert.Equal(expected, first);
    }

    [Fact]
    public void Subprotocols_may_come_in_several_headers()
    {
        Assert.True(SubprotocolHeader.TryGetFirst(new string[] { "a, b", "c" }, out var first));
        Assert.Equal("a", first);
        Assert.False(SubprotocolHeader.TryGetFirst(new string[] { "a, b", "a" }, out first));
        Assert.Null(first);
    }

    [Theory]
    [InlineData("")]
    [InlineData(",")]
    [InlineData("a,")]
    [InlineData("a,,b")]
    [InlineData("a b")]
    [InlineData("a, a")]
    [InlineData("a;b")]
    [InlineData("\"a\"")]
    [InlineData("é")]
    public void A_malformed_list_of_subprotocols_is_refused(string header)
        => Assert.Equal(WebSocketUpgradeError.InvalidProtocol, Check(Request(h => h.SecWebSocketProtocol = header)));

    [Fact]
    [Trait("Hostile", "CVE-2021-32640")]
    public Task Long_headers_take_linear_time() => Wait.For("the headers to be judged, which takes minutes if a blank costs a look at all others", Task.Run(() =>
    {
        var spaces = "b" + new string(' ', 1_000_000) + "x";
        var list = string.Join(',', Enumerable.Range(0, 100_000));
        Assert.Equal(WebSocketUpgradeError.InvalidProtocol, Check(Request(h => h.SecWebSocketProtocol = spaces)));
        Assert.Equal(WebSocketUpgradeError.None, Check(Request(h => h.SecWebSocketProtocol = list)));
        Assert.Equal(WebSocketUpgradeError.InvalidExtensions, Check(Request(h => h.SecWebSocketExtensions = spaces), deflate: true));
        Assert.Equal(WebSocketUpgradeError.None, Check(Request(h => h.SecWebSocketExtensions = list), deflate: true));
    }));

    [Fact]
    public void Extensions_do_not_matter_while_compression_is_off()
        => Assert.Equal(WebSocketUpgradeError.None, Check(Request(h => h.SecWebSocketExtensions = ";;; = ,,")));

    [Fact]
    public void Every_refusal_says_what_is_wrong()
    {
        Assert.Equal("Invalid Upgrade header", WebSocketUpgrade.MessageFor(WebSocketUpgradeError.InvalidUpgrade));
        Assert.Equal("Missing or invalid Sec-WebSocket-Key header", WebSocketUpgrade.MessageFor(WebSocketUpgradeError.InvalidKey));
        Assert.Equal("Missing or invalid Sec-WebSocket-Version header", WebSocketUpgrade.MessageFor(WebSocketUpgradeError.InvalidVersion));
        Assert.Equal("Invalid HTTP method", WebSocketUpgrade.MessageFor(WebSocketUpgradeError.InvalidMethod));
        Assert.Equal(405, WebSocketUpgrade.StatusFor(WebSocketUpgradeError.InvalidMethod));
        Assert.Equal(400, WebSocketUpgrade.StatusFor(WebSocketUpgradeError.InvalidKey));
    }

    private static WebSocketUpgradeError Check(HttpContext context, bool deflate = false)
        => WebSocketUpgrade.Check(context, new WebSocketSettings { Deflate = deflate ? new PerMessageDeflateOptions() : null });

    private static DefaultHttpContext Request(Action<IHeaderDictionary>? change = null)
    {
        var context = new DefaultHttpContext();
        context.Request.Method = "GET";
        context.Request.Headers.Upgrade = "websocket";
        context.Request.Headers.SecWebSocketVersion = "13";
        context.Request.Headers.SecWebSocketKey = Key;
        context.Features.Set<IHttpUpgradeFeature>(new Upgradable());
        change?.Invoke(context.Request.Headers);
        return context;
    }

    private sealed class Upgradable : IHttpUpgradeFeature
    {
        public bool IsUpgradableRequest => true;

        public Task<Stream> UpgradeAsync() => throw new InvalidOperationException("A check has no effect.");
    }

    private sealed class ExtendedConnect(string protocol) : IHttpExtendedConnectFeature
    {
        public bool IsExtendedConnect => true;

        public string Protocol => protocol;

        public ValueTask<Stream> AcceptAsync() => throw new InvalidOperationException("A check has no effect.");
    }
}
