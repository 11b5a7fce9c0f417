using SocketIO.Tests;

namespace SocketIO.FunctionalTests;

/// <summary>The bodies of polling sessions of Engine.IO v3.</summary>
public sealed class PayloadV3Tests
{
    private const string OctetStream = "Content-Type: application/octet-stream\r\n";

    [Theory]
    [Trait("Spec", "T-40")]
    [Trait("Spec", "T-46")]
    [Trait("Spec", "V3-005")]
    [Trait("Spec", "V3-007")]
    [Trait("Spec", "V3-012")]
    [Trait("Spec", "V3-013")]
    [Trait("Spec", "TST-179")]
    [InlineData("", "Content-Type: text/plain;charset=UTF-8\r\n")]
    [InlineData("&b64=1", "Content-Type: text/plain; charset=utf-8\r\n")]
    public async Task Events_travel_both_ways(string query, string contentType)
    {
        await using var server = await StartAsync();
        using var session = await OpenAsync(server, query);

        PollingSession.AssertOk(await session.PostAsync(WireV3.Payload("42[\"é€😀\u2028\",1]", "451-[\"b\",{\"_placeholder\":true,\"num\":0}]", "b4AQIDBA=="), contentType));
        await session.AssertAliveAsync();
        server.AssertEvents("é€😀\u2028 [1]", "b [<01020304>]");

        await server.EmitAsync("€😀", new byte[] { 1, 2, 3, 4 });
        var reply = await session.PollAsync();

        if (query.Length > 0)
        {
            Assert.Equal("text/plain; charset=UTF-8", reply.Header("Content-Type"));
            Assert.Equal("""41:451-["€😀",{"_placeholder":true,"num":0}]10:b4AQIDBA==""", reply.Text);
        }
        else
        {
            Assert.Equal("application/octet-stream", reply.Header("Content-Type"));
            Assert.Equal(["""451-["€😀",{"_placeholder":true,"num":0}]""", "bAQIDBA=="], session.PacketsOf(reply));
        }
    }

    [Fact]
    [Trait("Spec", "T-46")]
    [Trait("Spec", "V3-008")]
    [Trait("Spec", "V3-009")]
    [Trait("Spec", "V3-012")]
    public async Task One_binary_packet_makes_the_whole_body_binary()
    {
        await using var server = await StartAsync();
        using var session = await OpenAsync(server);

        await server.EmitAsync("a");
        await server.EmitAsync("b", new byte[] { 1, 2, 3 });
        var reply = await session.PollAsync();

        Assert.Equal("application/octet-stream", reply.Header("Content-Type"));
        Assert.Equal(
            "00" + "07" + "FF" + Convert.ToHexString("42[\"a\"]"u8)
                + "00" + "0309" + "FF" + Convert.ToHexString("451-[\"b\",{\"_placeholder\":true,\"num\":0}]"u8)
                + "01" + "04" + "FF" + "04010203",
            Convert.ToHexString(reply.Body));

        // Without binary data the next one is text again.
        await server.EmitAsync("a");
        Assert.Equal("7:42[\"a\"]", (await session.PollAsync()).Text);
    }

    [Theory]
    [Trait("Spec", "V3-012")]
    [Trait("Hostile", "F8")]
    [Trait("Hostile", "F16")]
    [InlineData("application/octet-stream")]
    [InlineData("application/octet-stream; x=y")]
    [InlineData("Application/Octet-Stream")]
    public async Task A_binary_body_is_told_by_its_media_type(string type)
    {
        await using var server = await StartAsync();
        using var session = await OpenAsync(server);

        byte[] body = [0, 3, 9, 0xff, .. "451-[\"b\",{\"_placeholder\":true,\"num\":0}]"u8, 1, 3, 0xff, 4, 7, 8];
        PollingSession.AssertOk(await session.PostAsync(body, $"Content-Type: {type}\r\n"));
        PollingSession.AssertOk(await session.PostAsync(Wire.Hex("00 01 FF 32"), $"Content-Type: {type}\r\n"));

        Assert.Equal("1:3", (await session.PollAsync()).Text);
        server.AssertEvents("b [<0708>]");
    }

    [Theory]
    [Trait("Spec", "V3-006")]
    [Trait("Spec", "V3-011")]
    [Trait("Hostile", "F2")]
    [Trait("Hostile", "F3")]
    [Trait("Hostile", "F4")]
    [Trait("Hostile", "F5")]
    [Trait("Hostile", "F14")]
    [InlineData("")]
    [InlineData("42[\"a\"]")]
    [InlineData("5:4")]
    [InlineData("1:9")]
    [InlineData("1:2junk")]
    [InlineData("1e0:2")]
    [InlineData(" :")]
    [InlineData("2:4😀")]
    [InlineData("4:b9AQ")]
    [InlineData("1:b")]
    public async Task A_malformed_payload_is_answered_and_ends_the_session(string body)
    {
        await using var server = await StartAsync();
        using var session = await OpenAsync(server);

        await session.StartPollAsync();
        await server.RequestsAsync(1);
        PollingSession.AssertOk(await session.PostAsync(body));

        // "1:2junk" is answered before it turns out to be junk.
        Assert.Contains((await session.FinishPollAsync()).Text, new[] { "1:1", "1:3" });
        await server.DisconnectedAsync("parse error");
        await session.AssertGoneAsync();
    }

    [Theory]
    [Trait("Hostile", "F9")]
    [Trait("Hostile", "F10")]
    [Trait("Hostile", "F11")]
    [Trait("Hostile", "F12")]
    [Trait("Hostile", "F13")]
    [Trait("Hostile", "F15")]
    [InlineData("")]
    [InlineData("01 01 01 01")]
    [InlineData("FF FF FF")]
    [InlineData("00 FF 00 FF")]
    [InlineData("01 09 FF 04")]
    [InlineData("01 0C FF 04")]
    [InlineData("01 02 FF 09 01")]
    [InlineData("00 03 FF 34 FF FE")]
    [InlineData("00 03 FF 34 C0 80")]
    [InlineData("00 04 FF 34 ED A0 80")]
    public async Task A_malformed_binary_payload_is_answered_and_ends_the_session(string hex)
    {
        await using var server = await StartAsync();
        using var session = await OpenAsync(server);

        PollingSession.AssertOk(await session.PostAsync(Wire.Hex(hex), OctetStream));
        await server.DisconnectedAsync("parse error");
        await session.AssertGoneAsync();
    }

    [Fact]
    [Trait("Hostile", "F6")]
    public async Task A_length_without_an_end_is_refused()
    {
        await using var server = await StartAsync();
        using var session = await OpenAsync(server);

        PollingSession.AssertOk(await session.PostAsync(new string('9', 999_999)));
        await server.DisconnectedAsync("parse error");
        await session.AssertGoneAsync();
    }

    [Theory]
    [Trait("Hostile", "F4")]
    [Trait("Hostile", "F7")]
    [InlineData("1:2", 333_000)]
    [InlineData("0:", 200_000)]
    public async Task A_flood_of_packets_without_a_message_ends_the_session(string packet, int count)
    {
        await using var server = await StartAsync();
        using var session = await OpenAsync(server);

        PollingSession.AssertOk(await session.PostAsync(Wire.Repeat(packet, count)));
        await server.DisconnectedAsync("transport error", null);
        await session.AssertGoneAsync();
    }

    [Fact]
    [Trait("Hostile", "F1")]
    [Trait("Hostile", "F4")]
    [Trait("Spec", "V3-019")]
    [Trait("Spec", "TST-179")]
    public async Task A_ping_is_answered_with_a_pong()
    {
        await using var server = await StartAsync();
        using var session = await OpenAsync(server);

        PollingSession.AssertOk(await session.PostAsync("0:1:2"));
        Assert.Equal("1:3", (await session.PollAsync()).Text);
    }

    [Fact]
    [Trait("Spec", "V3-010")]
    public async Task Lone_surrogates_become_replacement_characters()
    {
        await using var server = await StartAsync();
        using var session = await OpenAsync(server);

        var text = "42[\"s\",\"\ud800\"]";
        await session.PostAsync($"{text.Length}:{text}");
        await session.AssertAliveAsync();
        server.AssertEvents("s [\"\ufffd\"]");
    }

    [Theory]
    [Trait("Spec", "T-40")]
    [Trait("Spec", "V3-018")]
    [InlineData("1:1")]
    public async Task A_close_packet_ends_the_session(string body)
    {
        await using var server = await StartAsync();
        using var session = await OpenAsync(server);

        await session.StartPollAsync();
        await server.RequestsAsync(1);
        PollingSession.AssertOk(await session.PostAsync(body));

        Assert.Equal("1:6", (await session.FinishPollAsync()).Text);
        await server.DisconnectedAsync("transport close");
    }

    private static Task<TestServer> StartAsync() => TestServer.StartAsync(o => o.AllowEIO3 = true);

    private static async Task<PollingSession> OpenAsync(TestServer server, string query = "")
    {
        var session = await PollingSession.OpenAsync(server.Target.ForV3(), query);
        await session.JoinAsync();
        return session;
    }
}
