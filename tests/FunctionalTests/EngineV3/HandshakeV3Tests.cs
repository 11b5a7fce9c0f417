using System.Text.RegularExpressions;
using SocketIO.Server;

namespace SocketIO.FunctionalTests;

/// <summary>Who is let in by AllowEIO3, and what it is told.</summary>
public sealed partial class HandshakeV3Tests
{
    [Theory]
    [Trait("Spec", "T-35")]
    [Trait("Spec", "T-37")]
    [Trait("Spec", "T-54")]
    [Trait("Spec", "V3-002")]
    [Trait("Spec", "TST-131")]
    [InlineData("EIO=3")]
    [InlineData("b64=1")]
    public async Task Clients_of_version_2_are_refused_unless_they_are_allowed(string version)
    {
        await using var server = await TestServer.StartAsync();

        var reply = await RawHttp.GetAsync(server.Target, $"{server.Target.Path}?{version}&transport=polling");

        Assert.Equal((400, "Bad Request"), (reply.Status, reply.Reason));
        Assert.Equal("application/json", reply.Header("Content-Type"));
        Assert.Equal("""{"code":5,"message":"Unsupported protocol version"}""", reply.Text);
        Assert.Equal((5, "protocol", "3"), server.SingleError("protocol"));
        Expect.UpgradeRefused(await RawWebSocket.RefusedAsync(server.Target, $"{server.Target.Path}?{version}&transport=websocket"), 5);
    }

    [Theory]
    [Trait("Spec", "V3-001")]
    [Trait("Spec", "V3-005")]
    [Trait("Spec", "V3-021")]
    [Trait("Spec", "V3-022")]
    [Trait("Spec", "V3-023")]
    [Trait("Spec", "V3-032")]
    [Trait("Spec", "T-28")]
    [Trait("Spec", "T-50")]
    [Trait("Spec", "T-51")]
    [Trait("Spec", "TST-179")]
    [InlineData("EIO=3")]
    [InlineData("b64=1")]
    public async Task The_first_answer_is_the_open_packet_and_the_main_namespace(string version)
    {
        await using var server = await StartAsync();
        using var session = await PollingSession.OpenAsync(server.Target with { Version = version });

        var match = OpenBody().Match(session.Open.Text);
        Assert.True(match.Success, session.Open.Text);
        Assert.Equal(int.Parse(match.Groups["length"].Value), match.Groups["open"].Length);
        Assert.Equal("text/plain; charset=UTF-8", session.Open.Header("Content-Type"));
        Assert.Equal("no-store", session.Open.Header("Cache-Control"));

        await session.JoinAsync();
        Assert.Equal(session.Sid, server.LastSocket!.Id);
        Assert.Equal(3, server.LastSocket.Connection.Protocol);
        await session.AssertAliveAsync();
    }

    [Theory]
    [Trait("Spec", "V3-001")]
    [Trait("Spec", "V3-017")]
    [Trait("Spec", "T-50")]
    [Trait("Spec", "T-51")]
    [InlineData("EIO=3")]
    [InlineData("x=1")]
    public async Task A_WebSocket_needs_no_more(string version)
    {
        await using var server = await StartAsync();
        using var session = await WebSocketSession.OpenAsync(server.Target with { Version = version });

        await session.JoinAsync();
        await session.AssertAliveAsync();
        Assert.Equal("{}", Assert.Single(server.Auths));
    }

    [Fact]
    [Trait("Spec", "V3-003")]
    [Trait("Spec", "V3-004")]
    [Trait("Spec", "V3-030")]
    [Trait("Spec", "V3-031")]
    [Trait("Spec", "V3-035")]
    [Trait("Spec", "T-34")]
    [Trait("Spec", "T-42")]
    [Trait("Spec", "T-44")]
    [Trait("Spec", "T-48")]
    [Trait("Spec", "T-53")]
    public async Task Both_revisions_share_a_server_and_can_be_told_apart()
    {
        await using var server = await StartAsync();
        using var older = await PollingSession.JoinedAsync(server.Target.ForV3());
        using var newer = await PollingSession.JoinedAsync(server.Target);

        // Swift 16 spells the main namespace out, Java 2 breaks lines in base64: allowing the older ones changes nothing for the newer.
        using var swift = await PollingSession.OpenAsync(server.Target);
        PollingSession.AssertOk(await swift.PostAsync("40/,"));
        Peer.SidOf(await swift.NextAsync("the answer to CONNECT"));
        PollingSession.AssertOk(await newer.PostAsync("451-[\"bin\",{\"_placeholder\":true,\"num\":0}]\u001ebAQID\nBA==\n"));

        await server.EmitAsync("hi", 1, new byte[] { 1, 2 });

        foreach (var peer in new[] { older, newer, swift })
        {
            await peer.AssertNextAsync("""451-["hi",1,{"_placeholder":true,"num":0}]""");
            await peer.AssertNextAsync(1, 2);
            await peer.AssertAliveAsync();
        }

        Assert.Equal([3, 4, 4], server.Io.Engine.Clients.Select(s => s.Protocol).Order());
    }

    [Theory]
    [Trait("Hostile", "F25")]
    [Trait("Spec", "V3-001")]
    [InlineData("EIO=4")]
    [InlineData("EIO=5")]
    public async Task A_session_keeps_its_revision(string version)
    {
        await using var server = await StartAsync();
        using var session = await PollingSession.JoinedAsync(server.Target.ForV3());
        var url = $"{server.Target.Path}?{version}&sid={session.Sid}&transport=";

        Expect.Refused(await RawHttp.GetAsync(server.Target, url + "polling"), 3);
        Expect.UpgradeRefused(await RawWebSocket.RefusedAsync(server.Target, url + "websocket"), 3);
        Assert.All(server.ConnectionErrors, e => Assert.Equal("PROTOCOL_MISMATCH", e.Context["name"]));
        await session.AssertAliveAsync();
    }

    [Fact]
    [Trait("Hostile", "A25")]
    public async Task Fetching_the_URL_alone_does_not_make_a_client()
    {
        await using var server = await TestServer.StartAsync(o =>
        {
            o.AllowEIO3 = true;
            o.MaxUnjoinedSessions = 2;
        });

        using var first = await PollingSession.JoinedAsync(server.Target.ForV3());
        using var second = await PollingSession.JoinedAsync(server.Target.ForV3());
        Assert.Equal(503, (await RawHttp.GetAsync(server.Target, server.Target.ForV3().PollingUrl)).Status);

        await first.AssertAliveAsync();
        using var third = await PollingSession.JoinedAsync(server.Target.ForV3());
        Assert.Equal(503, (await RawHttp.GetAsync(server.Target, server.Target.ForV3().PollingUrl)).Status);
    }

    [Fact]
    [Trait("Hostile", "A25")]
    public async Task Coming_back_without_having_been_let_in_does_not_make_a_client()
    {
        await using var server = await TestServer.StartAsync(o =>
        {
            o.AllowEIO3 = true;
            o.MaxUnjoinedSessions = 2;
        });
        server.Io.Use((_, _) => throw new ConnectRefusedException("no"));

        for (var i = 0; i < 2; i++)
        {
            var open = await RawHttp.GetAsync(server.Target, server.Target.ForV3().PollingUrl);
            var sid = Regex.Match(open.Text, "\"sid\":\"([^\"]+)").Groups[1].Value;
            Assert.Equal(200, (await RawHttp.AskAsync(server.Target, "POST", $"{server.Target.ForV3().PollingUrl}&sid={sid}", body: "1:2"u8.ToArray())).Status);
        }

        Assert.Equal(503, (await RawHttp.GetAsync(server.Target, server.Target.ForV3().PollingUrl)).Status);
    }

    private static Task<TestServer> StartAsync() => TestServer.StartAsync(o => o.AllowEIO3 = true);

    [GeneratedRegex("""^(?<length>\d+):(?<open>0\{"sid":"[\w-]{20}","upgrades":\["websocket"\],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000\})2:40$""")]
    private static partial Regex OpenBody();
}
