using System.Text.Json;
using SocketIO.Engine;
using SocketIO.Tests;

namespace SocketIO.FunctionalTests;

/// <summary>Long-polling by scripts and forms, for browsers that know no better.</summary>
public sealed class JsonpTests
{
    private const string Form = "Content-Type: application/x-www-form-urlencoded\r\n";

    [Fact]
    [Trait("Spec", "V3-014")]
    [Trait("Spec", "V3-015")]
    [Trait("Hostile", "B32")]
    public async Task Scripts_and_forms_carry_a_session()
    {
        await using var server = await StartAsync();
        using var http = await RawHttp.ConnectAsync(server.Target);
        var s = await OpenAsync(server, http);

        PollingOk(await PostAsync(http, s, "d=" + Uri.EscapeDataString(WireV3.Payload("42[\"a\",\"é+&\u2028\"]", "421[\"alive\"]")).Replace("%20", "+", StringComparison.Ordinal)));
        server.AssertEvents("a [\"é+&\u2028\"]");

        await server.EmitAsync("b", "</script>\u2028&\"", new byte[] { 1, 2, 3, 4 });
        await http.SendRequestAsync("GET", s);
        var reply = await http.ReadReplyAsync();
        Assert.Equal(200, reply.Status);
        Assert.Equal("application/javascript; charset=UTF-8", reply.Header("Content-Type"));
        Assert.Equal("nosniff", reply.Header("X-Content-Type-Options"));
        Assert.Equal("no-store", reply.Header("Cache-Control"));
        Assert.DoesNotContain('<', reply.Text);
        Assert.DoesNotContain('\u2028', reply.Text);
        Assert.Equal(
            ["431[\"yes\"]", "451-[\"b\",\"</script>\u2028&\\\"\",{\"_placeholder\":true,\"num\":0}]", "bAQIDBA=="], WireV3.SplitText(PayloadOf(reply)));
    }

    [Theory]
    [Trait("Spec", "V3-014")]
    [Trait("Hostile", "B30")]
    [Trait("Hostile", "B31")]
    [InlineData("")]
    [InlineData("0];alert(1)//")]
    [InlineData("1234567890")]
    [InlineData("x")]
    public async Task An_index_that_could_be_code_is_refused(string index)
    {
        await using var server = await StartAsync();

        Expect.Refused(await RawHttp.GetAsync(server.Target, $"{server.Target.ForV3().PollingUrl}&j={index}"), 3);
        Assert.Equal((3, "name", "INVALID_PARAMETER"), server.SingleError("name"));
        Assert.Equal((3, "parameter", "j"), server.SingleError("parameter"));
    }

    [Theory]
    [Trait("Spec", "V3-016")]
    [InlineData("0")]
    [InlineData("x")]
    public async Task The_parameter_means_nothing_to_later_revisions(string index)
    {
        await using var server = await StartAsync();
        using var session = await PollingSession.OpenAsync(server.Target, $"&j={index}");

        await session.JoinAsync();
        await session.AssertAliveAsync();
    }

    [Fact]
    [Trait("Hostile", "B34")]
    public async Task The_parameter_means_nothing_after_the_handshake()
    {
        await using var server = await StartAsync();
        using var session = await PollingSession.JoinedAsync(server.Target.ForV3());

        PollingOk(await RawHttp.AskAsync(server.Target, "POST", session.S + "&j=0", body: Wire.Utf8("1:2")));
        Assert.Equal("1:3", (await RawHttp.GetAsync(server.Target, session.S + "&j=0")).Text);
    }

    [Theory]
    [Trait("Spec", "V3-015")]
    [Trait("Hostile", "B33")]
    [InlineData("x=1:2")]
    [InlineData("")]
    [InlineData("d=1:2&d=1:2")]
    public async Task A_form_without_one_payload_ends_the_session(string body)
    {
        await using var server = await StartAsync();
        using var http = await RawHttp.ConnectAsync(server.Target);
        var s = await OpenAsync(server, http);

        Assert.Equal(400, (await PostAsync(http, s, body)).Status);
        await server.DisconnectedAsync("parse error");
        Expect.Refused(await RawHttp.GetAsync(server.Target, s), 1);
    }

    [Fact]
    [Trait("Spec", "V3-015")]
    public async Task A_malformed_payload_ends_the_session()
    {
        await using var server = await StartAsync();
        using var http = await RawHttp.ConnectAsync(server.Target);
        var s = await OpenAsync(server, http);

        PollingOk(await PostAsync(http, s, "d=1:9"));
        await server.DisconnectedAsync("parse error");
    }

    [Fact]
    [Trait("Spec", "V3-014")]
    public async Task A_form_has_no_binary_body()
    {
        await using var server = await StartAsync();
        using var http = await RawHttp.ConnectAsync(server.Target);
        var s = await OpenAsync(server, http);

        Assert.Equal(400, (await RawHttp.AskAsync(server.Target, "POST", s, "Content-Type: application/octet-stream\r\n", Wire.Hex("00 01 FF 32"))).Status);
        await server.DisconnectedAsync("transport error", "invalid content");
    }

    [Theory]
    [Trait("Rule", "Jsonp_OriginsHold")]
    [InlineData("Referer: http://allowed.test/page?x\r\n", true)]
    [InlineData("Referer: http://127.0.0.1:PORT/page\r\nHost: 127.0.0.1:PORT\r\n", true)]
    [InlineData("Referer: http://user@allowed.test/page\r\n", true)]
    [InlineData("", false)]
    [InlineData("Sec-Fetch-Site: same-origin\r\n", true)]
    [InlineData("Referer: http://evil.test/\r\n", false)]
    [InlineData("Referer: http://allowed.test.evil.test/\r\n", false)]
    [InlineData("Sec-Fetch-Site: cross-site\r\n", false)]
    [InlineData("Referer: nonsense\r\nSec-Fetch-Site: same-site\r\n", false)]
    public async Task A_list_of_origins_holds_for_scripts(string headers, bool isAllowed)
    {
        await using var server = await TestServer.StartAsync(o =>
        {
            o.AllowEIO3 = true;
            o.Cors = new EngineCorsOptions { Origin = "http://allowed.test" };
        });
        using var http = await RawHttp.ConnectAsync(server.Target);
        var request = Wire.Utf8($"GET {server.Target.ForV3().PollingUrl}&j=0 HTTP/1.1\r\n{(headers.Contains("Host:", StringComparison.Ordinal) ? "" : "Host: x\r\n")}"
            + $"{headers.Replace("PORT", $"{server.Target.Port}", StringComparison.Ordinal)}\r\n");
        await http.Connection.SendAsync(request);
        var reply = await http.ReadReplyAsync();

        if (isAllowed)
        {
            Assert.Equal(200, reply.Status);
        }
        else
        {
            Expect.Refused(reply, 4);
        }
    }

    private static Task<TestServer> StartAsync() => TestServer.StartAsync(o => o.AllowEIO3 = true);

    /// <summary>Opens a session; the answer is the URL of its requests.</summary>
    private static async Task<string> OpenAsync(TestServer server, RawHttp http)
    {
        var url = $"{server.Target.ForV3().PollingUrl}&j=3";
        await http.SendRequestAsync("GET", url);
        var packets = WireV3.SplitText(PayloadOf(await http.ReadReplyAsync())).ToArray();
        Assert.Equal("40", packets[1]);
        using var json = JsonDocument.Parse(packets[0].AsMemory(1));
        return $"{url}&sid={json.RootElement.GetProperty("sid").GetString()}";
    }

    private static async Task<HttpReply> PostAsync(RawHttp http, string url, string body)
    {
        await http.SendRequestAsync("POST", url, Form, Wire.Utf8(body));
        return await http.ReadReplyAsync("POST");
    }

    private static string PayloadOf(HttpReply reply)
    {
        Assert.StartsWith("___eio[3](", reply.Text);
        Assert.EndsWith(");", reply.Text);
        return JsonSerializer.Deserialize<string>(reply.Text[10..^2])!;
    }

    private static void PollingOk(HttpReply reply) => Assert.Equal((200, "ok"), (reply.Status, reply.Text));
}
