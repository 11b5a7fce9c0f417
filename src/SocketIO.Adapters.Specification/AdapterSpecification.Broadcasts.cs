using Xunit;

namespace SocketIO.Adapters.Specification;

/// <content>Packets for clients.</content>
public abstract partial class AdapterSpecification
{
    [Fact]
    public async Task Broadcast_reaches_the_clients_of_all_servers_once()
    {
        var (a, b, c) = await OneEachAsync();
        await Nodes[0].Adapter.BroadcastAsync(Event("/", "hello", 1, "2", new { three = "4" }), Target.Everyone);

        await Receives(a, "42[\"hello\",1,\"2\",{\"three\":\"4\"}]");
        await Receives(b, "42[\"hello\",1,\"2\",{\"three\":\"4\"}]");
        await Receives(c, "42[\"hello\",1,\"2\",{\"three\":\"4\"}]");
    }

    [Fact]
    public async Task Broadcast_to_rooms_reaches_their_members_once()
    {
        var a = await Nodes[0].AddAsync("a", "r1");
        var b = await Nodes[1].AddAsync("b", "r1", "r2");
        var c = await Nodes[2].AddAsync("c", "r3");

        await Nodes[2].Adapter.BroadcastAsync(Event("/", "one"), Target.Everyone.WithRooms("r1"));
        await Nodes[2].Adapter.BroadcastAsync(Event("/", "two"), Target.Everyone.WithRooms("r1", "r2"));
        await Nodes[2].Adapter.BroadcastAsync(Event("/", "nobody"), Target.Everyone.WithRooms("r4"));
        await Settle(Nodes[2]);

        await Receives(a, "42[\"one\"]", "42[\"two\"]");
        await Receives(b, "42[\"one\"]", "42[\"two\"]");
        await Receives(c);
    }

    [Fact]
    public async Task Broadcast_leaves_out_rooms()
    {
        var a = await Nodes[0].AddAsync("a", "r1");
        var b = await Nodes[1].AddAsync("b", "r1", "r2");
        var c = await Nodes[2].AddAsync("c", "r3");

        await Nodes[0].Adapter.BroadcastAsync(Event("/", "not r2"), Target.Everyone.WithExcept("r2"));
        await Nodes[0].Adapter.BroadcastAsync(Event("/", "r1, not r2"), Target.Everyone.WithRooms("r1").WithExcept("r2"));
        await Nodes[0].Adapter.BroadcastAsync(Event("/", "not a"), Target.Everyone.WithExcept("a"));
        await Settle(Nodes[0]);

        await Receives(a, "42[\"not r2\"]", "42[\"r1, not r2\"]");
        await Receives(b, "42[\"not a\"]");
        await Receives(c, "42[\"not r2\"]", "42[\"not a\"]");
    }

    [Fact]
    public async Task Broadcast_to_the_room_of_a_socket_reaches_it_on_another_server()
    {
        var (a, b, c) = await OneEachAsync();
        await Nodes[0].Adapter.BroadcastAsync(Event("/", "for b"), Target.Everyone.WithRooms("b"));
        await Settle(Nodes[0]);

        await Receives(b, "42[\"for b\"]");
        await Receives(a);
        await Receives(c);
    }

    [Theory]
    [InlineData("with * and ? and [brackets]")]
    [InlineData("with # and : and /")]
    [InlineData("zwölf Boxkämpfer 😀")]
    [InlineData("'quoted' \"twice\" \\ and %")]
    [InlineData(" ")]
    public async Task Rooms_may_have_any_name(string room)
    {
        var a = await Nodes[0].AddAsync("a", room);
        var b = await Nodes[1].AddAsync("b", room + "x");
        await Nodes[2].Adapter.BroadcastAsync(Event("/", "hi"), Target.Everyone.WithRooms(room));
        await Settle(Nodes[2]);

        await Receives(a, "42[\"hi\"]");
        await Receives(b);
    }

    [Fact]
    public async Task Local_broadcast_stays_on_its_server()
    {
        var (a, b, c) = await OneEachAsync();
        await Nodes[1].Adapter.BroadcastAsync(Event("/", "here"), Target.Everyone.WithFlags(BroadcastFlags.Local));
        await Settle(Nodes[1]);

        await Receives(b, "42[\"here\"]");
        await Receives(a);
        await Receives(c);
    }

    [Fact]
    public async Task Flags_travel_along()
    {
        var (_, b, _) = await OneEachAsync();
        await Nodes[0].Adapter.BroadcastAsync(Event("/", "v"), Target.Everyone.WithFlags(BroadcastFlags.Volatile));
        await Nodes[0].Adapter.BroadcastAsync(Event("/", "c"), Target.Everyone.WithFlags(BroadcastFlags.NoCompress));
        await Nodes[0].Adapter.BroadcastAsync(Event("/", "n"), Target.Everyone);

        await Receives(b, "42[\"v\"]", "42[\"c\"]", "42[\"n\"]");
        Assert.Equal([BroadcastFlags.Volatile, BroadcastFlags.NoCompress, BroadcastFlags.None], b.Flags);
    }

    [Fact]
    public async Task Binary_data_arrives()
    {
        var (_, b, c) = await OneEachAsync();
        await Nodes[0].Adapter.BroadcastAsync(Event("/", "bin", new byte[] { 1, 2, 3 }, new { nested = new byte[] { 4 }, n = 5 }), Target.Everyone);

        const string Expected = "452-[\"bin\",{\"_placeholder\":true,\"num\":0},{\"nested\":{\"_placeholder\":true,\"num\":1},\"n\":5}]#010203#04";
        await Receives(b, Expected);
        await Receives(c, Expected);
    }

    [Fact]
    public async Task Values_arrive_as_they_were()
    {
        var (_, b, _) = await OneEachAsync();
        object?[] values = [null, true, -1, 255, 65536, 4294967296, -2147483649, 9007199254740991, 1.5, "", "h€llo 😀 \"quoted\" \\", Array.Empty<int>(), new { }, new object?[] { 1, new { a = (string?)null } }];
        var packet = Event("/", "values", values);
        await Nodes[0].Adapter.BroadcastAsync(packet, Target.Everyone);

        await Receives(b, System.Text.Encoding.UTF8.GetString(packet.Text.Span));
    }

    [Fact]
    public async Task Large_packets_arrive()
    {
        var (_, b, _) = await OneEachAsync();
        var text = new string('x', 200_000);
        await Nodes[0].Adapter.BroadcastAsync(Event("/", "large", text), Target.Everyone);
        await Nodes[0].Adapter.BroadcastAsync(Event("/", "binary", new byte[100_000]), Target.Everyone);
        await Nodes[0].Adapter.BroadcastAsync(Event("/", "small"), Target.Everyone);

        await Receives(
            b,
            $"42[\"large\",\"{text}\"]",
            $"451-[\"binary\",{{\"_placeholder\":true,\"num\":0}}]#{new string('0', 200_000)}",
            "42[\"small\"]");
    }

    [Fact]
    public async Task Order_is_kept()
    {
        var (a, b, _) = await OneEachAsync();
        var expected = new List<string>();

        for (var i = 0; i < 1_000; i++)
        {
            expected.Add($"42[\"n\",{i}]");
            await Nodes[0].Adapter.BroadcastAsync(Event("/", "n", i), i % 3 == 0 ? Target.Everyone.WithRooms("a", "b") : Target.Everyone);
        }

        await Receives(a, [.. expected]);
        await Receives(b, [.. expected]);
    }

    [Fact]
    public async Task The_same_packet_twice_arrives_twice()
    {
        var (_, b, _) = await OneEachAsync();
        var packet = Event("/", "again");
        await Nodes[0].Adapter.BroadcastAsync(packet, Target.Everyone);
        await Nodes[0].Adapter.BroadcastAsync(packet, Target.Everyone);
        await Receives(b, "42[\"again\"]", "42[\"again\"]");
    }

    [Fact]
    public async Task Namespaces_do_not_hear_each_other()
    {
        var (a, b, _) = await OneEachAsync();
        var other = await Chat[1].AddAsync("other");
        await Chat[0].Adapter.BroadcastAsync(Event("/chat", "hi"), Target.Everyone);
        await Settle(Chat[0]);
        await Nodes[0].Adapter.BroadcastAsync(Event("/", "hi"), Target.Everyone);

        await Receives(other, "42/chat,[\"hi\"]");
        await Receives(a, "42[\"hi\"]");
        await Receives(b, "42[\"hi\"]");
    }

    [Fact]
    public async Task Who_has_left_a_room_or_gone_gets_nothing()
    {
        var a = await Nodes[0].AddAsync("a", "r");
        var b = await Nodes[1].AddAsync("b", "r");
        await Nodes[1].Adapter.LeaveAsync(b, ["r"]);
        await Nodes[2].Adapter.BroadcastAsync(Event("/", "hi"), Target.Everyone.WithRooms("r"));
        await Settle(Nodes[2]);

        await Receives(a, "42[\"hi\"]");
        await Receives(b);
    }

    /// <summary>
    /// Adds the sockets a, b and c, one to each server.
    /// </summary>
    /// <returns>The sockets.</returns>
    protected async Task<(SpecificationSocket A, SpecificationSocket B, SpecificationSocket C)> OneEachAsync()
        => (await Nodes[0].AddAsync("a"), await Nodes[1].AddAsync("b"), await Nodes[2].AddAsync("c"));
}
