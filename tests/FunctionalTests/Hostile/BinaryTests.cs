using SocketIO.Engine;
using SocketIO.Tests;

namespace SocketIO.FunctionalTests;

/// <summary>Binary packets: the declared count, the placeholders, the frames that follow or do not.</summary>
public sealed class BinaryTests
{
    private const string One = """["a",{"_placeholder":true,"num":0}]""";

    [Fact]
    [Trait("Hostile", "I1")]
    public Task A_binary_event_is_delivered() => Rows.DeliveredAsync("451-" + One, "a [<01>]", [1]);

    [Theory]
    [Trait("Hostile", "I2")]
    [InlineData("010203")]
    [InlineData("")]
    public Task Bytes_without_a_header_are_a_forced_close(string bytes) => Rows.OnBothAsync(async (server, peer) =>
    {
        await SendBytesAsync(peer, Wire.Hex(bytes));
        await peer.AssertForcedCloseAsync();
        await server.DisconnectedAsync("forced close");
    });

    [Theory]
    [Trait("Hostile", "I3")]
    [Trait("Hostile", "I4")]
    [Trait("Rule", "Attachments_ZeroRefused")]
    [InlineData("451[\"a\"]")]
    [InlineData("451")]
    [InlineData("45-[\"a\"]")]
    [InlineData("450-[\"a\"]")]
    [InlineData("45000-[\"a\"]")]
    [InlineData("45-1-[\"a\"]")]
    [InlineData("451.5-[\"a\"]")]
    [InlineData("451e1-[\"a\"]")]
    [InlineData("450x2-[\"a\"]")]
    [InlineData("45 1-[\"a\"]")]
    [InlineData("451 -[\"a\"]")]
    [InlineData("45+1-[\"a\"]")]
    [InlineData("45\u0661-[\"a\"]")]
    [InlineData("45000001-[\"a\",{\"_placeholder\":true,\"num\":0}]")]
    [InlineData("461[\"a\"]")]
    [InlineData("460-1[\"a\"]")]
    public Task A_bad_count_is_a_forced_close(string packet) => Rows.ForcedCloseAsync(packet);

    [Fact]
    [Trait("Hostile", "I3")]
    public Task Four_hundred_digits_of_count_are_a_forced_close() => Rows.ForcedCloseAsync("45" + new string('9', 400) + "-[\"a\"]");

    [Fact]
    [Trait("Hostile", "I4")]
    public Task A_leading_zero_is_allowed() => Rows.DeliveredAsync("4501-" + One, "a [<01>]", [1]);

    [Theory]
    [Trait("Hostile", "I5")]
    [Trait("Rule", "Attachments_CountCapped")]
    [Trait("Rule", "Attachments_NothingAllocatedFromDeclaredCount")]
    [Trait("Limit", "MaxAttachments")]
    [InlineData("4511-[\"a\"]")]
    [InlineData("4599999-[\"a\"]")]
    [InlineData("45999999999-[\"a\"]")]
    [InlineData("451832742252-[\"a\"]")]
    [InlineData("4611-1[\"a\"]")]
    public Task More_attachments_than_allowed_are_refused_from_the_header(string packet) => Rows.OnBothAsync(async (server, peer) =>
    {
        await peer.SendAsync(packet);
        await peer.AssertForcedCloseAsync();
        Assert.True(
            !packet.StartsWith("4511-", StringComparison.Ordinal) || server.Log.Messages.Any(m => m.Contains("MaxAttachments", StringComparison.Ordinal)),
            "The log does not name the option.");
    });

    [Fact]
    [Trait("Hostile", "I5")]
    [Trait("Limit", "MaxAttachments")]
    public Task Ten_attachments_are_delivered() => Rows.DeliveredAsync(
        "4510-" + Placeholders(10),
        "a [<00>,<01>,<02>,<03>,<04>,<05>,<06>,<07>,<08>,<09>]",
        [.. Enumerable.Range(0, 10).Select(i => (byte[])[(byte)i])]);

    [Fact]
    [Trait("Hostile", "I5")]
    [Trait("Limit", "MaxAttachments")]
    public Task The_option_moves_the_number_of_attachments() => Rows.OnBothAsync(
        async (server, peer) =>
        {
            await peer.SendAsync("4512-" + Placeholders(12), [.. Enumerable.Repeat((byte[])[1], 12)]);
            await peer.AssertAliveAsync();
            Assert.Single(server.Events);
            await peer.SendAsync("4513-" + Placeholders(13));
            await peer.AssertForcedCloseAsync();
        },
        o => o.MaxAttachments = 12);

    [Theory]
    [Trait("Hostile", "I6")]
    [InlineData("42[\"b\"]")]
    [InlineData("40")]
    [InlineData("41")]
    [InlineData("451-[\"b\",{\"_placeholder\":true,\"num\":0}]")]
    [InlineData("431[]")]
    public Task A_packet_where_an_attachment_is_due_is_a_forced_close(string second) => Rows.OnBothAsync(async (server, peer) =>
    {
        await peer.SendAsync("451-" + One, second);
        await peer.AssertForcedCloseAsync();
        await server.DisconnectedAsync("forced close");
        server.AssertEvents();
    });

    [Fact]
    [Trait("Hostile", "I7")]
    public Task Control_packets_between_header_and_attachment_are_allowed() => Rows.OnBothAsync(async (server, peer) =>
    {
        server.Clock.Advance(TimeSpan.FromSeconds(26));
        await peer.AssertNextAsync("2");
        await peer.SendAsync("451-" + One, "3");
        await SendBytesAsync(peer, [1]);
        await peer.AssertAliveAsync();
        server.AssertEvents("a [<01>]");
    });

    [Fact]
    [Trait("Hostile", "I7")]
    public async Task Control_frames_between_header_and_attachment_are_allowed()
    {
        await using var server = await TestServer.StartAsync();
        using var session = await WebSocketSession.JoinedAsync(server.Target);

        await session.Socket.SendAsync(WsFrame.OfText("451-" + One), new WsFrame(WsOpcode.Ping, []), new WsFrame(WsOpcode.Pong, []), WsFrame.OfBinary(1));
        Assert.Equal(WsOpcode.Pong, (await session.Socket.ReadFrameAsync("the pong")).Opcode);
        await session.AssertAliveAsync();
        server.AssertEvents("a [<01>]");
    }

    [Fact]
    [Trait("Hostile", "I8")]
    [Trait("Limit", "PacketCompletionTimeout")]
    public Task A_packet_must_be_complete_within_30_seconds() => Rows.OnBothAsync(
        async (server, peer) =>
        {
            await peer.SendAsync("452-" + Placeholders(2), (byte[])[1]);
            await TestServer.SettledAsync();
            server.Clock.Advance(TimeSpan.FromSeconds(29));
            Assert.Equal(1, server.Io.Engine.ClientsCount);
            server.Clock.Advance(TimeSpan.FromSeconds(2));
            await peer.AssertForcedCloseAsync();
            await server.DisconnectedAsync("forced close");
            server.AssertEvents();
        },
        o => o.PingInterval = TimeSpan.FromSeconds(60));

    [Fact]
    [Trait("Hostile", "I8")]
    [Trait("Limit", "PacketCompletionTimeout")]
    public Task The_option_moves_the_time_to_completion() => Rows.OnBothAsync(
        async (server, peer) =>
        {
            await peer.SendAsync("451-" + One);
            await TestServer.SettledAsync();
            server.Clock.Advance(TimeSpan.FromSeconds(2.5));
            await SendBytesAsync(peer, [1]);
            await peer.AssertAliveAsync();
            await peer.SendAsync("451-" + One);
            await server.AdvanceUntilAsync("the session is closing", TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4), () => server.Io.Engine.Clients.All(c => c.State != SessionState.Open));
            await peer.AssertForcedCloseAsync();
        },
        o => o.PacketCompletionTimeout = TimeSpan.FromSeconds(3));

    [Fact]
    [Trait("Hostile", "I9")]
    [Trait("Limit", "MaxPacketBytes")]
    public Task A_packet_with_its_attachments_is_bounded() => Rows.OnBothAsync(
        async (server, peer) =>
        {
            var header = "452-" + Placeholders(2);
            var rest = 1000 - (header.Length - 1) - 500;

            await peer.SendAsync(header, new byte[500], new byte[rest]);
            await peer.AssertAliveAsync();
            Assert.Single(server.Events);
            await peer.SendAsync(header, new byte[500], new byte[rest + 1]);
            await peer.AssertForcedCloseAsync();
            Assert.Single(server.Events);
        },
        o => o.MaxPacketBytes = 1000);

    [Theory]
    [Trait("Hostile", "I10")]
    [Trait("Hostile", "I11")]
    [Trait("Rule", "Placeholder_NumMustBeIndex")]
    [InlineData("{\"_placeholder\":true,\"num\":5}")]
    [InlineData("{\"_placeholder\":true,\"num\":1}")]
    [InlineData("{\"_placeholder\":true,\"num\":-1}")]
    [InlineData("{\"_placeholder\":true,\"num\":\"splice\"}")]
    [InlineData("{\"_placeholder\":true,\"num\":\"0\"}")]
    [InlineData("{\"_placeholder\":true,\"num\":null}")]
    [InlineData("{\"_placeholder\":true,\"num\":0.5}")]
    [InlineData("{\"_placeholder\":true,\"num\":1e9}")]
    [InlineData("{\"_placeholder\":true,\"num\":[0]}")]
    [InlineData("{\"_placeholder\":true}")]
    public Task A_placeholder_names_an_attachment_that_exists(string placeholder) => Rows.ForcedCloseAsync($"451-[\"a\",{placeholder}]", [1]);

    [Fact]
    [Trait("Hostile", "I12")]
    public Task An_attachment_may_be_named_twice() =>
        Rows.DeliveredAsync("""451-["a",{"_placeholder":true,"num":0},{"x":{"_placeholder":true,"num":0}}]""", "a [<01>,{\"x\":<01>}]", [1]);

    [Theory]
    [Trait("Hostile", "I13")]
    [Trait("Hostile", "I14")]
    [InlineData("451-[\"a\"]", 1)]
    [InlineData("452-[\"a\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":0}]", 2)]
    [InlineData("452-[\"a\",{\"_placeholder\":true,\"num\":1}]", 2)]
    public Task Every_attachment_is_named(string packet, int count) =>
        Rows.ForcedCloseAsync(packet, [.. Enumerable.Repeat((byte[])[1], count)]);

    [Theory]
    [Trait("Hostile", "I15")]
    [Trait("Hostile", "I16")]
    [InlineData("451-")]
    [InlineData("451-[{\"_placeholder\":true,\"num\":0}]")]
    [InlineData("451-[]")]
    [InlineData("451-{\"_placeholder\":true,\"num\":0}")]
    [InlineData("451-[\"a\",{\"_placeholder\":true,\"num\":0}")]
    [InlineData("451-[\"connect\",{\"_placeholder\":true,\"num\":0}]")]
    [InlineData("461-[{\"_placeholder\":true,\"num\":0}]x")]
    public Task A_binary_packet_obeys_the_rules_of_its_plain_kind(string packet) => Rows.ForcedCloseAsync(packet, [1]);

    [Theory]
    [Trait("Hostile", "I17")]
    [InlineData("{\"_placeholder\":true,\"num\":0}")]
    [InlineData("{\"_placeholder\":true,\"num\":\"splice\"}")]
    public Task A_placeholder_in_a_plain_event_is_plain_data(string placeholder) =>
        Rows.DeliveredAsync($"42[\"a\",{placeholder}]", $"a [{placeholder}]");

    [Theory]
    [Trait("Hostile", "I17")]
    [InlineData("{\"_placeholder\":true,\"num\":0}")]
    [InlineData("\"AQID\"")]
    public Task A_plain_value_is_no_byte_array_of_someone_else_s(string value) => Rows.OnBothAsync(async (server, peer) =>
    {
        await peer.SendAsync($"42[\"bytes\",{value}]");
        await peer.AssertAliveAsync();
        Assert.DoesNotContain(server.Bytes, b => b.Length == 0 || b[0] != 1);
        server.Log.TakeErrors("");
    });

    [Fact]
    [Trait("Hostile", "I18")]
    public Task A_placeholder_with_more_members_is_replaced_whole() =>
        Rows.DeliveredAsync("""451-["a",{"_placeholder":true,"num":0,"x":1}]""", "a [<01>]", [1]);

    [Theory]
    [Trait("Hostile", "I19")]
    [InlineData("{\"_placeholder\":\"true\",\"num\":0}")]
    [InlineData("{\"_placeholder\":1,\"num\":0}")]
    [InlineData("{\"_placeholder\":false,\"num\":7}")]
    [InlineData("{\"num\":7}")]
    public Task What_merely_looks_like_a_placeholder_is_plain_data(string value) =>
        Rows.DeliveredAsync($"451-[\"a\",{value},{{\"_placeholder\":true,\"num\":0}}]", $"a [{value},<01>]", [1]);

    [Fact]
    [Trait("Hostile", "I20")]
    public Task A_binary_ack_nobody_waits_for_is_ignored() => Rows.OnBothAsync(async (server, peer) =>
    {
        await peer.SendAsync("""461-7[{"_placeholder":true,"num":0}]""", (byte[])[1]);
        await peer.AssertAliveAsync();
        server.AssertEvents();
    });

    [Fact]
    [Trait("Hostile", "I21")]
    public Task A_prototype_is_plain_data() => Rows.DeliveredAsync(
        """451-["a",{"__proto__":{"p":1},"b":{"_placeholder":true,"num":0}}]""",
        "a [{\"__proto__\":{\"p\":1},\"b\":<01>}]",
        [1]);

    [Theory]
    [Trait("Hostile", "I22")]
    [InlineData(65)]
    [InlineData(100_000)]
    public Task Nesting_in_a_binary_event_is_bounded(int depth) =>
        Rows.ForcedCloseAsync("451-[\"a\",{\"_placeholder\":true,\"num\":0}," + Wire.Nested(depth - 1) + "]", [1]);

    [Theory]
    [Trait("Hostile", "I23")]
    [InlineData("452-[\"a\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]\u001ebAQ==\u001e42[\"b\"]\u001ebAg==")]
    [InlineData("452-[\"a\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]\u001e42[\"b\"]\u001ebAQ==\u001ebAg==")]
    public async Task Attachments_are_not_interleaved_with_packets(string body)
    {
        await using var server = await TestServer.StartAsync();
        using var session = await PollingSession.JoinedAsync(server.Target);

        PollingSession.AssertOk(await session.PostAsync(body));
        await session.AssertForcedCloseAsync();
        server.AssertEvents();
    }

    [Fact]
    [Trait("Hostile", "I24")]
    public Task Headers_and_attachments_stay_together_whoever_sends() => Rows.OnBothAsync(async (server, peer) =>
    {
        const int Each = 100;
        var emitters = Enumerable.Range(0, 4).Select(thread => Task.Run(async () =>
        {
            for (var i = 0; i < Each; i++)
            {
                await server.EmitAsync("bin", thread, new byte[] { (byte)thread, (byte)i }, new byte[] { (byte)i });
            }
        })).ToArray();
        var next = new int[4];

        for (var i = 0; i < 4 * Each; i++)
        {
            var header = await peer.NextAsync("a header");
            Assert.StartsWith("452-[\"bin\",", header, StringComparison.Ordinal);
            var thread = header["452-[\"bin\",".Length] - '0';
            await peer.AssertNextAsync((byte)thread, (byte)next[thread]);
            await peer.AssertNextAsync((byte)next[thread]);
            next[thread]++;
        }

        await Wait.For("the emitters", Task.WhenAll(emitters));
    });

    [Fact]
    [Trait("Rule", "Attachments_ZeroRefused")]
    public async Task Bytes_nobody_asked_for_are_not_kept()
    {
        await using var server = await TestServer.StartAsync();
        long before = 0;

        for (var i = 0; i < 40; i++)
        {
            if (i == 20)
            {
                // By now every pool has what it keeps.
                before = GC.GetTotalMemory(forceFullCollection: true);
            }

            using var session = await WebSocketSession.JoinedAsync(server.Target);
            await session.Socket.Connection.TrySendAsync(WsFrame.Join(
                WsFrame.OfText("450-[\"a\"]"), WsFrame.OfBinary(new byte[900_000]), WsFrame.OfBinary(new byte[900_000]), WsFrame.OfBinary(new byte[900_000])));
            await session.AssertForcedCloseAsync();
        }

        await Wait.Until("all sessions are gone", () => server.Io.Engine.ClientsCount == 0);

        // Other tests of this process hold memory of their own for a while.
        await Wait.Until("the bytes are let go", () => GC.GetTotalMemory(forceFullCollection: true) - before < 10_000_000);
    }

    private static Task SendBytesAsync(Peer peer, byte[] bytes) => peer is WebSocketSession socket
        ? socket.Socket.SendBinaryAsync(bytes)
        : peer.SendAsync("b" + Convert.ToBase64String(bytes));

    private static string Placeholders(int count) =>
        "[\"a\"" + string.Concat(Enumerable.Range(0, count).Select(i => Wire.Invariant($",{{\"_placeholder\":true,\"num\":{i}}}"))) + "]";
}
