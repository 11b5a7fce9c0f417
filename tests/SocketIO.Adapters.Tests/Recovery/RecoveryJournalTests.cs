using System.Text;
using SocketIO.Protocol;
using SocketIO.Tests;

namespace SocketIO.Adapters.Tests;

/// <summary>What is kept for those who are away, and for how long.</summary>
public sealed class RecoveryJournalTests
{
    private static readonly TimeSpan s_away = TimeSpan.FromSeconds(100);

    private readonly TestNamespace _namespace = new(new ConnectionStateRecoveryOptions { MaxDisconnectionDuration = s_away, MaxPackets = 5, MaxBytes = 10_000, MaxSessions = 3 });

    private InMemoryAdapter Adapter => _namespace.Adapter;

    [Fact]
    [Trait("Spec", "SRV-106")]
    [Trait("Spec", "ADP-012")]
    [Trait("Spec", "ADP-014")]
    public async Task A_session_can_be_taken_once()
    {
        var session = await LoseAsync("a");

        var first = await Adapter.RestoreSessionAsync("pid-a", offset: null, TestContext.Current.CancellationToken);
        var second = await Adapter.RestoreSessionAsync("pid-a", offset: null, TestContext.Current.CancellationToken);

        Assert.Same(session, first.Session);
        Assert.Equal(SessionRestoreFailure.UnknownSession, second.Failure);
    }

    [Theory]
    [Trait("Spec", "SRV-106")]
    [InlineData(99_999, SessionRestoreFailure.None)]
    [InlineData(100_000, SessionRestoreFailure.UnknownSession)]
    public async Task It_expires(int milliseconds, SessionRestoreFailure expected)
    {
        await LoseAsync("a");
        _namespace.Time.Advance(TimeSpan.FromMilliseconds(milliseconds));

        Assert.Equal(expected, (await Adapter.RestoreSessionAsync("pid-a", offset: null, TestContext.Current.CancellationToken)).Failure);
    }

    [Theory]
    [Trait("Spec", "SRV-108")]
    [InlineData(5, SessionRestoreFailure.None)]
    [InlineData(6, SessionRestoreFailure.PacketsForgotten)]
    public async Task Packets_are_counted(int packets, SessionRestoreFailure expected)
    {
        await LoseAsync("a");
        await BroadcastAsync(packets, "42[\"m\"]");

        Assert.Equal(expected, (await Adapter.RestoreSessionAsync("pid-a", offset: null, TestContext.Current.CancellationToken)).Failure);
    }

    [Theory]
    [Trait("Spec", "SRV-108")]
    [InlineData(3, 1200, SessionRestoreFailure.None)]
    [InlineData(4, 1200, SessionRestoreFailure.PacketsForgotten)]
    [InlineData(1, 10_000, SessionRestoreFailure.PacketsForgotten)]
    public async Task Bytes_are_counted(int packets, int size, SessionRestoreFailure expected)
    {
        await LoseAsync("a");
        await BroadcastAsync(packets, $"42[\"{new string('m', size)}\"]");

        Assert.Equal(expected, (await Adapter.RestoreSessionAsync("pid-a", offset: null, TestContext.Current.CancellationToken)).Failure);
    }

    [Fact]
    [Trait("Spec", "SRV-106")]
    public async Task Packets_are_kept_until_a_loss_that_is_noticed_late_has_expired()
    {
        var socket = _namespace.Add("a");
        Assert.True(await Adapter.ConnectAsync(socket, restored: null));
        await BroadcastAsync(1, "42[\"m\"]");

        // The packet was lost with the connection, which took all the time it may take to be noticed, and the client just comes back in time.
        _namespace.Time.Advance(_namespace.LossDetectionTime - TimeSpan.FromMilliseconds(1));
        var session = Persist(socket);
        _namespace.Time.Advance(s_away - TimeSpan.FromMilliseconds(1));

        Assert.Same(session, (await Adapter.RestoreSessionAsync("pid-a", offset: null, TestContext.Current.CancellationToken)).Session);
        var returned = new RecordingSocket("a") { Connected = false };
        Assert.True(await Adapter.ConnectAsync(returned, session));
        Assert.Equal(["42[\"m\"]", "connected"], returned.Received.Select(Strip));
    }

    [Fact]
    [Trait("Spec", "SRV-108")]
    public async Task The_oldest_of_too_many_sessions_goes()
    {
        foreach (var id in new[] { "a", "b", "c", "d" })
        {
            await LoseAsync(id);
        }

        Assert.Equal(SessionRestoreFailure.UnknownSession, (await Adapter.RestoreSessionAsync("pid-a", offset: null, TestContext.Current.CancellationToken)).Failure);
        Assert.Equal(SessionRestoreFailure.None, (await Adapter.RestoreSessionAsync("pid-b", offset: null, TestContext.Current.CancellationToken)).Failure);
    }

    [Fact]
    [Trait("Spec", "SRV-103")]
    public async Task A_packet_for_several_of_its_rooms_is_sent_once_and_in_order()
    {
        var session = await LoseAsync("a", "red", "blue");
        await Adapter.BroadcastAsync(TestNamespace.Packet("42[\"1\"]"), Target.Everyone.WithRooms("red", "blue", "a"));
        await Adapter.BroadcastAsync(TestNamespace.Packet("42[\"2\"]"), Target.Everyone.WithRooms("blue").WithExcept("red"));
        await Adapter.BroadcastAsync(TestNamespace.Packet("42[\"3\"]"), Target.Everyone.WithRooms("a"));
        await Adapter.BroadcastAsync(TestNamespace.Packet("42[\"4\"]"), Target.Everyone);
        await Adapter.BroadcastAsync(TestNamespace.Packet("42[\"5\"]"), Target.Everyone.WithRooms("red"));

        Assert.Same(session, (await Adapter.RestoreSessionAsync("pid-a", offset: null, TestContext.Current.CancellationToken)).Session);
        var returned = new RecordingSocket("a") { Connected = false };
        await Adapter.ConnectAsync(returned, session);

        Assert.Equal(["42[\"1\"]", "42[\"3\"]", "42[\"4\"]", "42[\"5\"]", "connected"], returned.Received.Select(Strip));
    }

    [Fact]
    [Trait("Spec", "SRV-099")]
    public async Task What_many_threads_send_arrives_everywhere_in_the_order_of_its_offsets()
    {
        var many = new TestNamespace(new ConnectionStateRecoveryOptions());
        RecordingSocket[] sockets = [many.Add("a", "room"), many.Add("b", "room"), many.Add("c")];
        var packet = TestNamespace.Packet();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(thread => Task.Run(async () =>
        {
            for (var i = 0; i < 2000; i++)
            {
                await (((i + thread) % 3) switch
                {
                    0 => many.Adapter.BroadcastAsync(packet, Target.Everyone),
                    1 => many.Adapter.BroadcastAsync(packet, Target.Everyone.WithRooms("room")),
                    _ => many.Adapter.SendAsync(sockets[i % 3], packet, BroadcastFlags.None),
                });
            }
        })));

        foreach (var socket in sockets)
        {
            long[] positions = [.. socket.Received.Select(OffsetOf).Select(PositionOf)];
            Assert.Equal(positions.Distinct().Order(), positions);
        }
    }

    [Fact]
    public async Task Somebody_who_sends_while_something_is_sent_is_not_lost_and_comes_afterwards()
    {
        var recorded = _namespace.Add("a");
        var queue = new List<string>();
        var posted = false;
        var echo = new RecordingSocket("b")
        {
            OnSend = text =>
            {
                queue.Add(Strip(text));

                if (!posted)
                {
                    posted = true;
                    _ = Adapter.BroadcastAsync(TestNamespace.Packet("42[\"2\"]"), Target.Everyone);
                }
            },
        };

        await Adapter.SendAsync(echo, TestNamespace.Packet("42[\"1\"]"), BroadcastFlags.None);

        Assert.Equal(["42[\"1\"]"], queue);
        Assert.Equal(["42[\"2\"]"], recorded.Received.Select(Strip));
    }

    private static string Strip(string packet) => packet.LastIndexOf(',') is > 0 and var comma ? packet[..comma] + "]" : packet;

    private static string OffsetOf(string packet) => packet[(packet.LastIndexOf(',') + 2)..^2];

    private static long PositionOf(string offset)
    {
        Assert.True(OffsetText.TryParse(offset, out var position));
        return position;
    }

    private async Task<RecoverableSession> LoseAsync(string id, params string[] rooms)
    {
        var socket = _namespace.Add(id, rooms);
        Assert.True(await Adapter.ConnectAsync(socket, restored: null));
        return Persist(socket);
    }

    private RecoverableSession Persist(RecordingSocket socket)
    {
        var session = new RecoverableSession { Sid = socket.Id, Pid = $"pid-{socket.Id}", Rooms = Adapter.Rooms.RoomsOf(socket), Data = new Dictionary<string, object?>() };
        Adapter.PersistSession(socket, session);
        socket.Connected = false;
        return session;
    }

    private async Task BroadcastAsync(int count, string packet)
    {
        for (var i = 0; i < count; i++)
        {
            await Adapter.BroadcastAsync(new EncodedPacket(Encoding.UTF8.GetBytes(packet)), Target.Everyone);
        }
    }
}
