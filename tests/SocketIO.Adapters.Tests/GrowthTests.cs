using SocketIO.Tests;

namespace SocketIO.Adapters.Tests;

/// <summary>What a broadcast looks at grows with those it is for, not with the server.</summary>
public sealed class GrowthTests
{
    private const int Others = 2_000;

    private readonly TestNamespace _namespace = new();

    private InMemoryAdapter Adapter => _namespace.Adapter;

    [Theory]
    [InlineData("red", "", 3)]
    [InlineData("red,blue", "", 5)]
    [InlineData("red", "a", 3)]
    [InlineData("red,blue", "red", 2)]
    [InlineData("unknown", "", 0)]
    public async Task A_broadcast_to_rooms_looks_at_nobody_else(string rooms, string except, int expected)
    {
        var sockets = Populate();

        await Adapter.BroadcastAsync(TestNamespace.Packet(), Target.Everyone.WithRooms(Split(rooms)).WithExcept(Split(except)));

        Assert.Equal(expected, sockets.Sum(socket => socket.Looks));
        Assert.Equal(0, _namespace.Snapshots);
    }

    [Fact]
    public async Task What_is_done_to_a_room_looks_at_nobody_else()
    {
        var sockets = Populate();
        var red = Target.Everyone.WithRooms("red");

        await Adapter.SocketsJoinAsync(red, ["green"]);
        await Adapter.SocketsLeaveAsync(red, ["green"]);
        await Adapter.FetchSocketsAsync(red, null, CancellationToken.None);
        await Adapter.DisconnectSocketsAsync(red, close: false);

        Assert.All(sockets[5..], socket => Assert.Equal(0, socket.Looks));
        Assert.Equal(0, _namespace.Snapshots);
    }

    [Fact]
    public void Joining_and_leaving_allocate_the_same_in_a_full_server_as_in_an_empty_one()
    {
        var socket = _namespace.Add("a");
        var alone = Allocated.PerRun(JoinAndLeave);
        Populate();

        for (var i = 0; i < 1_000; i++)
        {
            Adapter.Rooms.Join(socket, $"room {i}");
        }

        Assert.Equal(alone, Allocated.PerRun(JoinAndLeave));

        void JoinAndLeave()
        {
            Adapter.Rooms.Join(socket, "mine");
            Adapter.Rooms.Leave(socket, "mine");
        }
    }

    // Three in "red", two in "blue", and the crowd in rooms of their own.
    private RecordingSocket[] Populate() =>
    [
        _namespace.Add("a", "red"), _namespace.Add("b", "red"), _namespace.Add("c", "red"), _namespace.Add("d", "blue"), _namespace.Add("e", "blue"),
        .. Enumerable.Range(0, Others).Select(i => _namespace.Add($"other {i}", "crowd")),
    ];

    private static string[] Split(string rooms) => rooms.Split(',', StringSplitOptions.RemoveEmptyEntries);
}
