namespace SocketIO.Adapters.Tests;

public sealed class RoomIndexTests
{
    private readonly RoomIndex _rooms = new();
    private readonly List<string> _seen = [];

    public RoomIndexTests()
    {
        _rooms.Created += room => _seen.Add($"create-room {room}");
        _rooms.Deleted += room => _seen.Add($"delete-room {room}");
        _rooms.Joined += (room, id) => _seen.Add($"join-room {room} {id}");
        _rooms.Left += (room, id) => _seen.Add($"leave-room {room} {id}");
    }

    [Fact]
    [Trait("Spec", "SRV-079")]
    [Trait("Spec", "SRV-125")]
    [Trait("Spec", "ADP-008")]
    public void A_room_lives_from_the_first_join_to_the_last_leave()
    {
        var a = new RecordingSocket("a");
        var b = new RecordingSocket("b");

        _rooms.Join(a, "r");
        _rooms.Join(b, "r");
        _rooms.Leave(a, "r");
        _rooms.Leave(b, "r");

        Assert.Equal(["create-room r", "join-room r a", "join-room r b", "leave-room r a", "leave-room r b", "delete-room r"], _seen);
        Assert.Empty(_rooms.Names);
        Assert.Equal(0, _rooms.Count("r"));
    }

    [Fact]
    [Trait("Spec", "SRV-061")]
    [Trait("Spec", "ADP-008")]
    public void Joining_twice_and_leaving_twice_announce_once()
    {
        var a = new RecordingSocket("a");

        _rooms.Join(a, "r", "r");
        _rooms.Join(a, "r");
        _rooms.Leave(a, "r");
        _rooms.Leave(a, "r", "never joined");

        Assert.Equal(["create-room r", "join-room r a", "leave-room r a", "delete-room r"], _seen);
    }

    [Fact]
    [Trait("Spec", "TST-123")]
    public void A_socket_lists_its_rooms_in_the_order_of_joining()
    {
        var a = new RecordingSocket("a");

        _rooms.Join(a, "a", "one", "two");
        var before = _rooms.RoomsOf(a);
        _rooms.Leave(a, "one");

        Assert.Equal(["a", "one", "two"], before);
        Assert.Equal(["a", "two"], _rooms.RoomsOf(a));
    }

    [Fact]
    [Trait("Spec", "TST-119")]
    [Trait("Hostile", "Join_AfterDisconnect_NoLeak")]
    public void A_socket_that_has_gone_joins_nothing_any_more()
    {
        var a = new RecordingSocket("a");
        _rooms.Join(a, "a", "r");

        _rooms.RemoveSocket(a);
        _rooms.Join(a, "late");

        Assert.Empty(_rooms.Names);
        Assert.Empty(_rooms.RoomsOf(a));
    }

    [Fact]
    public void A_snapshot_of_members_does_not_change()
    {
        var a = new RecordingSocket("a");
        var b = new RecordingSocket("b");
        _rooms.Join(a, "r");

        var before = _rooms.Members("r");
        _rooms.Join(b, "r");

        Assert.Equal([a], before);
        Assert.Equal([a, b], _rooms.Members("r"));
        Assert.Same(_rooms.Members("r"), _rooms.Members("r"));
        Assert.Empty(_rooms.Members("unknown"));
    }

    [Fact]
    public async Task Concurrent_joins_and_leaves_keep_both_sides_in_agreement()
    {
        var rooms = new RoomIndex();
        var sockets = Enumerable.Range(0, 8).Select(i => new RecordingSocket($"s{i}")).ToArray();

        await Task.WhenAll(sockets.Select((socket, seed) => Task.Run(() =>
        {
            var random = new Random(seed);

            for (var i = 0; i < 5_000; i++)
            {
                var room = $"r{random.Next(12)}";

                if (random.Next(2) == 0)
                {
                    rooms.Join(socket, room);
                }
                else
                {
                    rooms.Leave(socket, room);
                }
            }
        })));

        foreach (var room in rooms.Names)
        {
            Assert.Equal(
                sockets.Where(s => rooms.RoomsOf(s).Contains(room)).Select(s => s.Id),
                rooms.Members(room).Select(s => s.Id).Order());
        }

        Assert.All(sockets, socket => rooms.RemoveSocket(socket));
        Assert.Empty(rooms.Names);
    }
}
