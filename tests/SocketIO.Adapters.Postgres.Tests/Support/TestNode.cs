using System.Collections.Concurrent;
using SocketIO.Protocol;
using SocketIO.Tests;

namespace SocketIO.Adapters.Postgres.Tests;

/// <summary>One namespace of one server.</summary>
internal sealed class TestNode : ILocalSockets, IAsyncDisposable
{
    private static int s_nodes;

    private readonly ConcurrentDictionary<TestSocket, bool> _sockets = new();
    private long _ackId;

    public TestNode(PostgresCluster cluster, string ns = "/", ConnectionStateRecoveryOptions? recovery = null, string? nodeId = null)
    {
        NodeId = nodeId ?? $"t{Interlocked.Increment(ref s_nodes):00000}";
        Name = ns;
        Recovery = recovery;
        Adapter = (PostgresAdapter)cluster.Create(this);
    }

    public string Name { get; }

    public string NodeId { get; }

    public IArgumentSerializer Serializer => JsonArgumentSerializer.Default;

    public ConnectionStateRecoveryOptions? Recovery { get; }

    public TimeSpan LossDetectionTime => TimeSpan.FromSeconds(45);

    public TimeProvider Time => TimeProvider.System;

    public PostgresAdapter Adapter { get; }

    public ConcurrentQueue<string> ServerEvents { get; } = new();

    public static async Task<TestNode> StartAsync(PostgresCluster cluster, string ns = "/", ConnectionStateRecoveryOptions? recovery = null, string? nodeId = null)
    {
        var node = new TestNode(cluster, ns, recovery, nodeId);
        await Wait.For($"{node.NodeId} listens", node.Adapter.InitializeAsync(CancellationToken.None));
        return node;
    }

    /// <summary>Starts servers that know each other.</summary>
    public static async Task<TestNode[]> StartAsync(PostgresCluster cluster, int count, ConnectionStateRecoveryOptions? recovery = null)
    {
        var nodes = new TestNode[count];

        for (var i = 0; i < count; i++)
        {
            nodes[i] = await StartAsync(cluster, "/", recovery);
        }

        await AllKnowEachOther(nodes);
        return nodes;
    }

    public static async Task AllKnowEachOther(params TestNode[] nodes)
    {
        foreach (var node in nodes)
        {
            await Wait.Until($"{node.NodeId} knows {nodes.Length} servers", () => node.ServerCount == nodes.Length, () => node.ServerCount);
        }
    }

    public int ServerCount => Adapter.CountServersAsync(default).Result;

    public static EncodedPacket Event(string name, params object?[] arguments)
    {
        var buffer = PacketBuffer.Rent();

        try
        {
            buffer.Write(PacketType.Event, "/", null, name, arguments, JsonArgumentSerializer.Default);
            return buffer.ToEncodedPacket();
        }
        finally
        {
            buffer.Return();
        }
    }

    public async Task<TestSocket> AddAsync(string id, params string[] rooms)
    {
        var socket = new TestSocket(this, id);
        _sockets[socket] = true;
        await Adapter.JoinAsync(socket, [id, .. rooms]);
        Assert.True(await Adapter.ConnectAsync(socket, restored: null));
        return socket;
    }

    public ValueTask EmitAsync(string name, params object?[] arguments) => Adapter.BroadcastAsync(Event(name, arguments), Target.Everyone);

    /// <summary>Loses the connection of a client: its state is kept.</summary>
    public void Lose(TestSocket socket)
    {
        socket.Lose();

        Adapter.PersistSession(socket, new RecoverableSession
        {
            Sid = socket.Id,
            Pid = socket.Pid,
            Rooms = Adapter.Rooms.RoomsOf(socket),
            Data = new Dictionary<string, object?>(),
        });

        Adapter.Remove(socket);
        _sockets.TryRemove(socket, out _);
    }

    public async Task<TestSocket?> RestoreAsync(string pid, string? offset)
    {
        var restoration = await Adapter.RestoreSessionAsync(pid, offset, CancellationToken.None);

        if (restoration.Session is not { } session)
        {
            return null;
        }

        var socket = new TestSocket(this, session.Sid);
        socket.Membership.Resume(session);
        _sockets[socket] = true;
        await Adapter.JoinAsync(socket, [.. session.Rooms]);
        return await Adapter.ConnectAsync(socket, session) ? socket : null;
    }

    public ILocalSocket[] Snapshot() => [.. _sockets.Keys];

    public long NextAckId() => Interlocked.Increment(ref _ackId);

    public void OnServerSideEvent(string eventName, EventArguments arguments, Func<EventArguments, ValueTask>? answer) => ServerEvents.Enqueue(eventName);

    public void OnServerData(string sender, ReadOnlyMemory<byte> data)
    {
    }

    public async ValueTask DisposeAsync() => await Adapter.CloseAsync();
}
