using System.Text;
using SocketIO.Protocol;
using SocketIO.Tests;

namespace SocketIO.Adapters.Tests;

public sealed class InMemoryAdapterTests
{
    private readonly TestNamespace _namespace = new();

    private InMemoryAdapter Adapter => _namespace.Adapter;

    [Theory]
    [Trait("Spec", "SRV-081")]
    [Trait("Spec", "ADP-009")]
    [Trait("Spec", "TST-123")]
    [Trait("Spec", "TST-124")]
    [InlineData("", "", "abcd")]
    [InlineData("red", "", "ab")]
    [InlineData("red,blue", "", "abc")]
    [InlineData("red", "blue", "a")]
    [InlineData("", "red", "cd")]
    [InlineData("", "red,blue", "d")]
    [InlineData("", "a", "bcd")]
    [InlineData("", "a,c", "bd")]
    [InlineData("red", "a", "b")]
    [InlineData("a", "", "a")]
    [InlineData("a,b", "", "ab")]
    [InlineData("a", "a", "")]
    [InlineData("unknown", "", "")]
    [InlineData("red,unknown", "unknown", "ab")]
    public async Task A_broadcast_reaches_the_union_of_the_rooms_without_the_exceptions(string rooms, string except, string expected)
    {
        RecordingSocket[] sockets = [_namespace.Add("a", "red"), _namespace.Add("b", "red", "blue"), _namespace.Add("c", "blue"), _namespace.Add("d")];

        await Adapter.BroadcastAsync(TestNamespace.Packet(), Target.Everyone.WithRooms(Split(rooms)).WithExcept(Split(except)));

        Assert.Equal(expected, string.Concat(sockets.Where(s => !s.Received.IsEmpty).Select(s => s.Id)));
        Assert.All(sockets, s => Assert.True(s.Received.Count <= 1));
    }

    [Fact]
    [Trait("Spec", "SRV-039")]
    [Trait("Spec", "ADP-009")]
    public async Task A_socket_that_is_not_connected_receives_nothing()
    {
        var pending = _namespace.Add("a", "red");
        pending.Connected = false;

        await Adapter.BroadcastAsync(TestNamespace.Packet(), Target.Everyone);
        await Adapter.BroadcastAsync(TestNamespace.Packet(), Target.Everyone.WithRooms("red", "a"));

        Assert.Empty(pending.Received);
    }

    [Fact]
    [Trait("Spec", "SRV-089")]
    [Trait("Spec", "ADP-010")]
    [Trait("Spec", "TST-126")]
    public async Task All_receivers_share_one_encoded_packet()
    {
        var sockets = Enumerable.Range(0, 5).Select(i => _namespace.Add($"s{i}", "red")).ToArray();
        var packet = TestNamespace.Packet();

        await Adapter.BroadcastAsync(packet, Target.Everyone.WithRooms("red").WithFlags(BroadcastFlags.Volatile));

        Assert.All(sockets, s => Assert.Same(packet, Assert.Single(s.Packets)));
        Assert.All(sockets, s => Assert.Equal(BroadcastFlags.Volatile, Assert.Single(s.Flags)));
    }

    [Fact]
    [Trait("Spec", "SRV-056")]
    [Trait("Spec", "SRV-085")]
    public async Task A_question_carries_an_acknowledgement_id_and_counts_who_was_asked()
    {
        var a = _namespace.Add("a", "red");
        var b = _namespace.Add("b", "red");
        _namespace.Add("c");
        var sink = new RecordingSink();

        using (await Adapter.BroadcastWithAckAsync(TestNamespace.Packet("42/x,[\"hi\"]"), Target.Everyone.WithRooms("red"), Wait.Limit, sink))
        {
            Assert.Equal(2, sink.Clients);
            Assert.Equal("42/x,0[\"hi\"]", Assert.Single(a.Received));
            a.Answer(EventArguments.Empty);
            Assert.Equal(1, sink.Answers);
            Assert.Equal(1, b.PendingAcks);
        }

        Assert.Equal(0, b.PendingAcks);
    }

    [Theory]
    [InlineData("42[\"a\"]", "4212[\"a\"]")]
    [InlineData("42/admin,[\"a\"]", "42/admin,12[\"a\"]")]
    [InlineData("42/[x],[\"a\"]", "42/[x],12[\"a\"]")]
    [InlineData("42/a-b,[\"a\"]", "42/a-b,12[\"a\"]")]
    [InlineData("451-[\"a\",{\"_placeholder\":true,\"num\":0}]", "451-12[\"a\",{\"_placeholder\":true,\"num\":0}]")]
    [InlineData("4510-/x,[\"a\"]", "4510-/x,12[\"a\"]")]
    public void The_acknowledgement_id_is_put_in_front_of_the_payload(string packet, string expected)
    {
        byte[][]? attachments = packet[1] == '5' ? [[1, 2]] : null;

        var result = new EncodedPacket(Encoding.UTF8.GetBytes(packet), attachments).WithAckId(12);

        Assert.Equal(expected, Encoding.UTF8.GetString(result.Text.Span));
        Assert.Equal(attachments?.Length ?? 0, result.Attachments.Length);
    }

    [Fact]
    [Trait("Spec", "SRV-092")]
    public async Task Sockets_are_moved_and_disconnected_in_bulk()
    {
        var a = _namespace.Add("a", "red");
        var b = _namespace.Add("b");

        await Adapter.SocketsJoinAsync(Target.Everyone.WithRooms("red"), ["x", "y"]);
        await Adapter.SocketsLeaveAsync(Target.Everyone, ["y"]);
        await Adapter.DisconnectSocketsAsync(Target.Everyone.WithRooms("x"), close: true);

        Assert.Equal(["a", "red", "x"], Adapter.Rooms.RoomsOf(a));
        Assert.Equal(["b"], Adapter.Rooms.RoomsOf(b));
        Assert.Equal([true], a.Disconnects);
        Assert.Empty(b.Disconnects);
    }

    [Fact]
    [Trait("Spec", "SRV-090")]
    [Trait("Spec", "SRV-095")]
    [Trait("Spec", "ADP-011")]
    public async Task A_single_server_is_its_own_cluster()
    {
        _namespace.Add("a", "red");
        _namespace.Add("b");

        Assert.Equal(1, await Adapter.CountServersAsync(CancellationToken.None));
        Assert.False(await Adapter.ServerSideEmitAsync(TestNamespace.Packet()));
        Assert.Null(await Adapter.ServerSideEmitWithAckAsync(TestNamespace.Packet(), CancellationToken.None));
        Assert.Equal(["a"], (await Adapter.FetchSocketsAsync(Target.Everyone.WithRooms("red"), null, CancellationToken.None)).Select(s => s.Id));
    }

    [Fact]
    public async Task Broadcasting_while_sockets_come_and_go_reaches_those_who_stay()
    {
        var stable = _namespace.Add("stable", "red");
        using var stop = new CancellationTokenSource();

        var churn = Task.Run(() =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                var socket = new RecordingSocket($"c{i}");
                Adapter.Rooms.Join(socket, socket.Id, "red", "blue");
                Adapter.Rooms.RemoveSocket(socket);
            }
        });

        for (var i = 0; i < 20_000; i++)
        {
            await Adapter.BroadcastAsync(TestNamespace.Packet(), Target.Everyone.WithRooms("red", "blue"));
        }

        await stop.CancelAsync();
        await Wait.For("the churn to stop", churn);

        Assert.Equal(20_000, stable.Received.Count);
        Assert.Equal(["red", "stable"], Adapter.Rooms.Names.Order());
    }

    private static string[] Split(string names) => names.Split(',', StringSplitOptions.RemoveEmptyEntries);

    private sealed class RecordingSink : IBroadcastAckSink
    {
        public int Clients { get; private set; }

        public int Answers { get; private set; }

        public void OnClientCount(int count) => Clients += count;

        public void OnAck(EventArguments arguments) => Answers++;
    }
}
