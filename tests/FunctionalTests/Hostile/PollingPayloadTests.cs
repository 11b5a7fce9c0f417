using SocketIO.Tests;

namespace SocketIO.FunctionalTests;

/// <summary>The bodies that a polling session posts.</summary>
public sealed class PollingPayloadTests
{
    [Theory]
    [Trait("Hostile", "B14")]
    [Trait("Hostile", "B15")]
    [Trait("Spec", "EIO-084")]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("9")]
    [InlineData("7")]
    [InlineData("42[\"a\"]\u001e")]
    [InlineData("\u001e42[\"a\"]")]
    [InlineData("42[\"a\"]\u001e\u001e42[\"b\"]")]
    [InlineData("\u001e")]
    [InlineData("-1")]
    [InlineData("\u0664")]
    public async Task A_malformed_payload_is_answered_and_ends_the_session(string body)
    {
        await using var server = await TestServer.StartAsync();
        using var session = await PollingSession.JoinedAsync(server.Target);

        PollingSession.AssertOk(await session.PostAsync(body));
        await server.DisconnectedAsync("parse error");
        await session.AssertGoneAsync();

        // What came before the bad packet counts, what came behind it does not.
        server.AssertEvents(body.StartsWith("42", StringComparison.Ordinal) ? ["a []"] : []);
    }

    [Fact]
    [Trait("Hostile", "B15")]
    [Trait("Spec", "EIO-084")]
    public async Task A_waiting_poll_learns_of_a_malformed_payload()
    {
        await using var server = await TestServer.StartAsync();
        using var session = await PollingSession.JoinedAsync(server.Target);

        await session.StartPollAsync();
        await server.RequestsAsync(1);
        PollingSession.AssertOk(await session.PostAsync("abc"));

        var reply = await session.FinishPollAsync();
        Assert.Equal((200, "1"), (reply.Status, reply.Text));
        await session.AssertGoneAsync();
    }

    [Fact]
    [Trait("Hostile", "B16")]
    [Trait("Spec", "EIO-083")]
    public async Task A_close_packet_ends_the_session()
    {
        await using var server = await TestServer.StartAsync();
        using var session = await PollingSession.JoinedAsync(server.Target);

        await session.StartPollAsync();
        await server.RequestsAsync(1);
        PollingSession.AssertOk(await session.PostAsync("42[\"a\"]\u001e1\u001e42[\"b\"]"));

        Assert.Equal("6", (await session.FinishPollAsync()).Text);
        await server.DisconnectedAsync("transport close");
        await session.AssertGoneAsync();
        server.AssertEvents("a []");
    }

    [Theory]
    [Trait("Hostile", "B17")]
    [Trait("Spec", "EIO-116")]
    [InlineData("2")]
    [InlineData("2probe")]
    public async Task A_ping_of_the_client_ends_the_session(string packet)
    {
        await using var server = await TestServer.StartAsync();
        using var session = await PollingSession.JoinedAsync(server.Target);

        PollingSession.AssertOk(await session.PostAsync(packet));
        await server.DisconnectedAsync("transport error", "invalid heartbeat direction");
        await session.AssertGoneAsync();
    }

    [Theory]
    [Trait("Hostile", "B18")]
    [InlineData("3")]
    [InlineData("3garbage")]
    public async Task A_pong_that_answers_nothing_postpones_nothing(string packet)
    {
        await using var server = await TestServer.StartAsync();
        using var session = await PollingSession.JoinedAsync(server.Target);

        server.Clock.Advance(TimeSpan.FromSeconds(24));
        await session.SendAsync(packet);
        await session.StartPollAsync();
        await server.RequestsAsync(1);
        server.Clock.Advance(TimeSpan.FromSeconds(1.5));

        Assert.Equal("2", (await session.FinishPollAsync()).Text);
    }

    [Fact]
    [Trait("Hostile", "B19")]
    [Trait("Rule", "Pong_FloodStartsNothing")]
    public async Task A_flood_of_pongs_ends_the_session()
    {
        await using var server = await TestServer.StartAsync();
        using var session = await PollingSession.JoinedAsync(server.Target);

        await session.PostAsync(Wire.Flood("3", 100_000));
        await server.DisconnectedAsync("transport error", null);
        await session.AssertGoneAsync();
    }

    [Theory]
    [Trait("Hostile", "B20")]
    [InlineData("0")]
    [InlineData("0{}")]
    [InlineData("5")]
    [InlineData("6")]
    [InlineData("6x")]
    public async Task Packets_that_only_a_server_sends_are_ignored_but_counted(string packet)
    {
        await using var server = await TestServer.StartAsync();
        using var session = await PollingSession.JoinedAsync(server.Target);

        await session.SendAsync(packet);
        await session.AssertAliveAsync();
        await session.PostAsync(Wire.Flood(packet, 10_000));
        await server.DisconnectedAsync("transport error", null);
    }

    [Theory]
    [Trait("Hostile", "B21")]
    [Trait("Hostile", "B22")]
    [InlineData("4")]
    [InlineData("b")]
    [InlineData("bAAE")]
    [InlineData("bAAE=")]
    [InlineData("b-_8=")]
    [InlineData("b-_8")]
    [InlineData("bAA\nAA")]
    public async Task A_message_that_is_no_packet_is_a_forced_close(string packet)
    {
        await using var server = await TestServer.StartAsync();
        using var session = await PollingSession.JoinedAsync(server.Target);

        PollingSession.AssertOk(await session.PostAsync(packet));
        await session.AssertForcedCloseAsync();
        await server.DisconnectedAsync("forced close");
    }

    [Theory]
    [Trait("Hostile", "B22")]
    [InlineData("b%%%%")]
    [InlineData("bAA E")]
    [InlineData("bA")]
    [InlineData("bAAAAA")]
    [InlineData("bAA=A")]
    [InlineData("b====")]
    [InlineData("bAAB")]
    [InlineData("bAA\u0000A")]
    [InlineData("bAA==AAAA")]
    public async Task Base64_is_read_strictly(string packet)
    {
        await using var server = await TestServer.StartAsync();
        using var session = await PollingSession.JoinedAsync(server.Target);

        PollingSession.AssertOk(await session.PostAsync($"451-[\"a\",{{\"_placeholder\":true,\"num\":0}}]\u001e{packet}"));
        await server.DisconnectedAsync("parse error");
        await session.AssertGoneAsync();
        server.AssertEvents();
    }

    [Theory]
    [Trait("Hostile", "B22")]
    [InlineData("b", "")]
    [InlineData("bAQID", "010203")]
    [InlineData("bAQI=", "0102")]
    [InlineData("bAQI", "0102")]
    [InlineData("b-_8=", "FBFF")]
    [InlineData("b+/8=", "FBFF")]
    [InlineData("bAQ\nID\n", "010203")]
    public async Task Base64_of_every_known_client_is_read(string packet, string bytes)
    {
        await using var server = await TestServer.StartAsync();
        using var session = await PollingSession.JoinedAsync(server.Target);

        await session.SendAsync("""451-["a",{"_placeholder":true,"num":0}]""", packet);
        await session.AssertAliveAsync();
        server.AssertEvents($"a [<{bytes}>]");
    }

    [Theory]
    [Trait("Hostile", "B25")]
    [InlineData("ff fe")]
    [InlineData("c0 80")]
    [InlineData("ed a0 80")]
    [InlineData("e2 82")]
    [InlineData("f4 90 80 80")]
    public async Task Invalid_utf8_ends_the_session(string bytes)
    {
        await using var server = await TestServer.StartAsync();
        using var session = await PollingSession.JoinedAsync(server.Target);

        PollingSession.AssertOk(await session.PostAsync([.. "42[\"a\",\""u8, .. Wire.Hex(bytes), .. "\"]"u8]));
        await server.DisconnectedAsync("parse error");
        await session.AssertGoneAsync();
        server.AssertEvents();
    }

    [Fact]
    [Trait("Hostile", "B26")]
    public async Task A_byte_order_mark_ends_the_session()
    {
        await using var server = await TestServer.StartAsync();
        using var session = await PollingSession.JoinedAsync(server.Target);

        PollingSession.AssertOk(await session.PostAsync([0xef, 0xbb, 0xbf, .. "42[\"a\"]"u8]));
        await server.DisconnectedAsync("parse error");
        server.AssertEvents();
    }

    [Fact]
    [Trait("Hostile", "B27")]
    public async Task A_megabyte_of_nothing_is_read_in_linear_time()
    {
        await using var server = await TestServer.StartAsync();

        // At a megabyte, an algorithm that is not linear takes minutes: the waits of this test end first.
        foreach (var body in (string[])[Wire.Flood("4", 500_000), new string('4', 1_000_000), Wire.Flood("42[]", 200_000), new string('\u001e', 1_000_000), "b" + new string('A', 999_999)])
        {
            using var session = await PollingSession.JoinedAsync(server.Target);
            PollingSession.AssertOk(await session.PostAsync(body));
        }

        server.AssertEvents();
    }

    [Fact]
    [Trait("Hostile", "B28")]
    public async Task Hundreds_of_thousands_of_events_in_one_body_all_arrive_in_order()
    {
        const int Count = 100_000;
        await using var server = await TestServer.StartAsync(o => o.MaxHttpBufferSize = 3_000_000);
        using var session = await PollingSession.JoinedAsync(server.Target);

        await session.SendAsync(Enumerable.Range(0, Count).Select(i => Wire.Invariant($"42[\"count\",{i}]")));

        Assert.Equal(Count, server.Counted);
        await session.AssertAliveAsync();
    }

    [Fact]
    [Trait("Spec", "EIO-081")]
    [Trait("Spec", "TST-041")]
    public async Task A_body_may_be_split_anywhere()
    {
        await using var server = await TestServer.StartAsync();
        using var session = await PollingSession.JoinedAsync(server.Target);
        using var http = await RawHttp.ConnectAsync(server.Target);
        var body = Wire.Utf8("42[\"a\",\"h€llo 😀\"]\u001e451-[\"b\",{\"_placeholder\":true,\"num\":0}]\u001ebAQID");

        await http.SendRequestAsync("POST", session.S, "Transfer-Encoding: chunked\r\n");

        foreach (var value in body)
        {
            await http.SendChunkAsync((byte[])[value]);
        }

        await http.FinishChunksAsync();
        PollingSession.AssertOk(await http.ReadReplyAsync("POST"));
        server.AssertEvents("a [\"h€llo 😀\"]", "b [<010203>]");
    }
}
