using System.Text;
using System.Text.Json;
using SocketIO.Tests;

namespace SocketIO.Adapters.Postgres.Tests;

/// <summary>Whatever stands on a channel or in a table: it is dropped and counted, and nothing is thrown.</summary>
public sealed class HostileMessageTests(PostgresServer server)
{
    private const int Count = 100_000;

    [Fact, Trait("Hostile", "L10")]
    public async Task Garbage_is_counted_and_dropped()
    {
        await using var cluster = new PostgresCluster(server.ConnectionString, static options => options.ChannelPrefix = "hostile");
        var node = new TestNode(cluster, "/", new ConnectionStateRecoveryOptions());
        await node.AddAsync("a");
        var random = new Random(7);
        string[] seeds = [.. Capture.Notifications.Select(static entry => entry.Payload).Where(static payload => payload.Length < 2000), .. Forged(node.NodeId)];
        byte[][] rows = [.. Capture.Attachments.Select(static entry => entry.Row).Where(static row => row.Length < 2000)];

        for (var i = 0; i < Count; i++)
        {
            var payload = Mutate(seeds[random.Next(seeds.Length)], random);

            if (node.Adapter.TryRead(payload, out var notification))
            {
                var row = rows[random.Next(rows.Length)].ToArray();
                row[random.Next(row.Length)] = (byte)random.Next(256);
                var found = new Dictionary<long, byte[]> { [random.Next(2) == 0 ? notification.AttachmentId : -1] = row };
                node.Adapter.Deliver(notification, new PostgresRows(new Dictionary<long, byte[]> { [notification.Position] = row }, found));
            }
        }

        Assert.InRange(cluster.Counted("messages.dropped"), Count / 20, Count);
        Assert.InRange(cluster.Counted("messages.received"), Count / 20, Count);

        // And it still works.
        var socket = await node.AddAsync("b");
        Assert.True(node.Adapter.TryRead("""{"uid":"other","nsp":"/","type":3,"data":{"packet":{"data":["fine"]},"opts":{"rooms":["b"],"except":[]}}}""", out var last));
        node.Adapter.Deliver(last, PostgresRows.None);
        Assert.Equal("42[\"fine\"]", Assert.Single(socket.Received));
    }

    [Theory, Trait("Hostile", "L10"), Trait("Hostile", "L13")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("{\"uid\":\"x\",\"type\":3}")]
    [InlineData("{\"uid\":\"x\",\"type\":99,\"nsp\":\"/\"}")]
    [InlineData("{\"uid\":true,\"type\":2,\"nsp\":\"/\"}")]
    [InlineData("{\"uid\":\"x\",\"type\":8,\"nsp\":\"/\",\"data\":{\"requestId\":5,\"sockets\":7}}")]
    [InlineData("{\"uid\":\"x\",\"type\":3,\"attachmentId\":\"12\"}")]
    [InlineData("{\"uid\":\"x\",\"type\":3,\"attachmentId\":\"99999999999999999999999999\"}")]
    [InlineData("{\"uid\":\"x\",\"type\":2,\"nsp\":\"/\"} and more")]
    [InlineData("{\"uid\":\"\\ud800\",\"type\":2,\"nsp\":\"/\"}")]
    public async Task One_piece_of_garbage_is_counted_once(string payload)
    {
        await using var cluster = new PostgresCluster(server.ConnectionString, static options => options.ChannelPrefix = "hostile");
        var node = new TestNode(cluster);

        if (node.Adapter.TryRead(payload, out var notification))
        {
            node.Adapter.Deliver(notification, PostgresRows.None);
        }

        Assert.Equal(1, cluster.Counted("messages.dropped"));
    }

    [Fact, Trait("Hostile", "L10")]
    public async Task Depth_and_size_do_no_harm()
    {
        await using var cluster = new PostgresCluster(server.ConnectionString, static options => options.ChannelPrefix = "hostile");
        var node = new TestNode(cluster);
        byte[] deep = [.. Enumerable.Repeat((byte)0x91, 1_000_000)];

        // A map that says that it has four thousand million members.
        byte[] declared = [0xdf, 0xff, 0xff, 0xff, 0xff];
        string[] payloads = [new string('[', 100_000), $"{{\"uid\":\"x\",\"nsp\":\"/{new string('n', 1_000_000)}\",\"type\":2}}", $"{{\"a\":{new string('[', 5000)}"];

        foreach (var payload in payloads)
        {
            if (node.Adapter.TryRead(payload, out var read))
            {
                node.Adapter.Deliver(read, PostgresRows.None);
            }
        }

        foreach (var row in new[] { deep, declared, [], "{"u8.ToArray() })
        {
            Assert.True(node.Adapter.TryRead("""{"uid":"x","type":3,"attachmentId":"1"}""", out var header));
            node.Adapter.Deliver(header, new PostgresRows(new Dictionary<long, byte[]>(), new Dictionary<long, byte[]> { [1] = row }));
        }

        // The message of another namespace is not garbage, and not for this one.
        Assert.Equal(6, cluster.Counted("messages.dropped"));
        Assert.Equal(0, cluster.Counted("messages.received"));
    }

    private static IEnumerable<string> Forged(string uid) =>
    [
        $$$"""{"uid":"{{{uid}}}","nsp":"/","type":3,"seq":1,"data":{"packet":{"data":["own"]},"opts":{"rooms":[],"except":[]}},"position":5}""",
        """{"uid":"x","nsp":"/","type":3,"seq":1,"n":7,"data":{"packet":{"data":["e"]},"opts":{"rooms":["a"],"except":[]}},"position":5}""",
        """{"uid":"x","type":3,"attachmentId":"7","seq":1,"position":6}""",
        """{"uid":"x","nsp":"/","type":10,"data":{"requestId":"unknown","packet":{"a":[1,2,3]}}}""",
        "\u0001\u0002\ud800 nothing at all",
    ];

    private static string Mutate(string seed, Random random)
    {
        var text = new StringBuilder(seed);

        for (var i = random.Next(3); i > 0 && text.Length > 0; i--)
        {
            switch (random.Next(4))
            {
                case 0:
                    text[random.Next(text.Length)] = (char)random.Next(128);
                    break;
                case 1:
                    text.Length = random.Next(text.Length);
                    break;
                case 2:
                    text.Insert(random.Next(text.Length), JsonSerializer.Serialize(random.NextInt64()));
                    break;
                default:
                    text.Remove(random.Next(text.Length), 1);
                    break;
            }
        }

        return text.ToString();
    }
}
