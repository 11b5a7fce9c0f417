using Xunit;

namespace SocketIO.Adapters.Specification;

/// <summary>
/// What an adapter promises that lets clients go on where they were, on another server: all that every adapter does, and what is here.
/// </summary>
public abstract class RecoverySpecification : AdapterSpecification
{
    /// <inheritdoc/>
    protected override ConnectionStateRecoveryOptions Recovery { get; } = new();

    [Fact]
    public async Task A_client_comes_back_on_another_server()
    {
        var a = await Nodes[0].AddAsync("a", "room");
        a.Data = new Dictionary<string, object?> { ["name"] = "Ann" };
        await Nodes[1].Adapter.BroadcastAsync(Event("/", "seen"), Target.Everyone);
        await Receives(a, "42[\"seen\"]");
        var offset = a.Offset;
        Assert.NotNull(offset);
        Nodes[0].Lose(a);

        await Nodes[0].Adapter.BroadcastAsync(Event("/", "all", 1), Target.Everyone);
        await Nodes[1].Adapter.BroadcastAsync(Event("/", "room", new byte[] { 1 }), Target.Everyone.WithRooms("room"));
        await Nodes[2].Adapter.BroadcastAsync(Event("/", "own"), Target.Everyone.WithRooms("a"));
        await Nodes[2].Adapter.BroadcastAsync(Event("/", "other room"), Target.Everyone.WithRooms("elsewhere"));
        await Nodes[2].Adapter.BroadcastAsync(Event("/", "not a"), Target.Everyone.WithExcept("a"));
        await Nodes[2].Adapter.BroadcastAsync(Event("/", "volatile"), Target.Everyone.WithFlags(BroadcastFlags.Volatile));

        // Publishing waits for nobody: the last packet of each server tells that those before are in the store.
        var witness = await Nodes[2].AddAsync("witness");
        await Nodes[0].Adapter.BroadcastAsync(Event("/", "end"), Target.Everyone.WithRooms("witness"));
        await Nodes[1].Adapter.BroadcastAsync(Event("/", "end"), Target.Everyone.WithRooms("witness"));
        await Nodes[2].Adapter.BroadcastAsync(Event("/", "end"), Target.Everyone.WithRooms("witness"));
        await Eventually("everything is in the store", () => Task.FromResult(witness.Received.Count(static packet => packet.Contains("end", StringComparison.Ordinal))), 3);

        var back = await Nodes[2].RestoreAsync(a.Pid, offset);
        Assert.NotNull(back);
        Assert.Equal("a", back.Id);
        Assert.Equal("Ann", back.Data["name"]!.ToString());
        Assert.Equal(["a", "room"], Nodes[2].Adapter.Rooms.RoomsOf(back).Order());
        Assert.Equal(["[\"all\",1", "[\"own\"", "[\"room\",{\"_placeholder\":true,\"num\":0}"], back.Received.Select(Name).Order(StringComparer.Ordinal));

        await Nodes[0].Adapter.BroadcastAsync(Event("/", "after"), Target.Everyone);
        await Eventually("the client takes part again", () => Task.FromResult(Name(back.Received.Last())), "[\"after\"");
        Assert.Equal(4, back.Received.Count);
    }

    [Fact]
    public async Task A_session_is_taken_once()
    {
        var a = await Nodes[0].AddAsync("a");
        await Nodes[0].Adapter.BroadcastAsync(Event("/", "seen"), Target.Everyone);
        await Receives(a, "42[\"seen\"]");
        Nodes[0].Lose(a);

        SpecificationSocket? back = null;
        await Eventually("the session is in the store", async () => (back = await Nodes[1].RestoreAsync(a.Pid, a.Offset)) is not null, true);
        Assert.Null(await Nodes[2].RestoreAsync(a.Pid, a.Offset));
        Assert.Empty(back!.Received);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("")]
    [InlineData("99999999999999-0")]
    public async Task Unknown_offsets_start_anew(string offset)
    {
        var a = await Nodes[0].AddAsync("a");
        await Nodes[0].Adapter.BroadcastAsync(Event("/", "seen"), Target.Everyone);
        await Receives(a, "42[\"seen\"]");
        Nodes[0].Lose(a);
        Assert.Null(await Nodes[0].RestoreAsync(a.Pid, offset));
    }

    [Fact]
    public async Task Unknown_sessions_start_anew()
    {
        var a = await Nodes[0].AddAsync("a");
        await Nodes[0].Adapter.BroadcastAsync(Event("/", "seen"), Target.Everyone);
        await Receives(a, "42[\"seen\"]");
        Assert.Null(await Nodes[1].RestoreAsync("unknown", a.Offset));
    }

    [Fact]
    public async Task What_was_sent_to_a_room_before_it_was_joined_is_not_sent_later()
    {
        var a = await Nodes[0].AddAsync("a");
        await Nodes[1].Adapter.BroadcastAsync(Event("/", "seen"), Target.Everyone);
        await Receives(a, "42[\"seen\"]");
        var offset = a.Offset;
        await Nodes[0].Adapter.BroadcastAsync(Event("/", "before"), Target.Everyone.WithRooms("late", "a"));
        await Eventually("it was sent", () => Task.FromResult(a.Received.Count), 2);
        await Nodes[1].Adapter.BroadcastAsync(Event("/", "secret"), Target.Everyone.WithRooms("late"));
        await Nodes[1].Adapter.BroadcastAsync(Event("/", "mark"), Target.Everyone);
        await Eventually("all of it has passed", () => Task.FromResult(a.Received.Count), 3);
        await Nodes[0].Adapter.JoinAsync(a, ["late"]);
        Nodes[0].Lose(a);

        SpecificationSocket? back = null;
        await Eventually("the session is in the store", async () => (back = await Nodes[1].RestoreAsync(a.Pid, offset)) is not null, true);
        Assert.Equal(["[\"before\"", "[\"mark\""], back!.Received.Select(Name));
    }

    [Fact]
    public async Task Nothing_is_lost_or_doubled_while_everybody_sends()
    {
        const int Rounds = 5;
        const int PerRound = 40;
        var witness = await Nodes[2].AddAsync("witness");
        var socket = await Nodes[0].AddAsync("a", "room");
        var got = new List<string>();
        await Nodes[0].Adapter.BroadcastAsync(Event("/", "first"), Target.Everyone);
        await Receives(socket, "42[\"first\"]");

        for (var round = 0; round < Rounds; round++)
        {
            var sending = Task.WhenAll(Nodes.Select((node, n) => Task.Run(() => SendAsync(node, $"{round}.{n}"))));
            var before = socket.Received.Count;
            await Eventually("some have arrived", () => Task.FromResult(socket.Received.Count >= before + 5), true);

            // The connection breaks while packets are on their way; the last few did not arrive.
            Nodes[round % 3].Lose(socket);
            var arrived = socket.Received.SkipLast(2).ToArray();
            got.AddRange(arrived);
            var offset = arrived.Select(SpecificationSocket.OffsetOf).Last(static o => o is not null);
            var next = Nodes[(round + 1) % 3];
            SpecificationSocket? back = null;
            await Eventually("the client is back", async () => (back = await next.RestoreAsync(socket.Pid, offset)) is not null, true);
            socket = back!;
            await sending;
        }

        await Nodes[0].Adapter.BroadcastAsync(Event("/", "last"), Target.Everyone);
        await Eventually("the client has got everything", () => Task.FromResult(socket.Received.Any(static p => Name(p) == "[\"last\"")), true);
        await Eventually("the witness has got everything", () => Task.FromResult(witness.Received.Any(static p => Name(p) == "[\"last\"")), true);
        got.AddRange(socket.Received);

        // The order is that of the store, on every server.
        Assert.Equal(witness.Received, got);
        Assert.Equal((Rounds * PerRound * 3) + 2, got.Count);

        async Task SendAsync(SpecificationNode node, string who)
        {
            for (var i = 0; i < PerRound; i++)
            {
                await node.Adapter.BroadcastAsync(Event("/", "n", who, i), i % 2 == 0 ? Target.Everyone : Target.Everyone.WithRooms("room", "witness"));
                await Task.Yield();
            }
        }
    }

    [Fact]
    public async Task Order_of_what_is_kept_and_what_is_not_is_the_order_of_calls()
    {
        var a = await Nodes[0].AddAsync("a");
        var expected = new List<string>();

        for (var i = 0; i < 100; i++)
        {
            expected.Add($"42[\"n\",{i}]");
            var flags = i % 3 == 0 ? BroadcastFlags.Volatile : i % 5 == 0 ? BroadcastFlags.Local : BroadcastFlags.None;
            _ = i % 2 == 0
                ? Nodes[0].Adapter.BroadcastAsync(Event("/", "n", i), Target.Everyone.WithFlags(flags))
                : Nodes[0].Adapter.SendAsync(a, Event("/", "n", i), flags);
        }

        await Receives(a, [.. expected]);
    }

    private static string Name(string packet)
    {
        var start = packet.IndexOf('[', StringComparison.Ordinal);
        var end = packet.LastIndexOf(",\"", StringComparison.Ordinal);
        return packet[start..(end < start ? packet.LastIndexOf(']') : end)];
    }
}
