using System.Collections.Concurrent;
using SocketIO.Protocol;

namespace SocketIO.Adapters.Redis.Tests.Streams;

/// <summary>One namespace of one server, whose sockets come, go, and come back.</summary>
internal sealed class StreamsNode(string nodeId, string ns = "/") : ILocalSockets
{
    private readonly ConcurrentDictionary<StreamsSocket, bool> _sockets = [];
    private long _ackId = -1;

    public string Name => ns;

    public string NodeId => nodeId;

    public IArgumentSerializer Serializer => JsonArgumentSerializer.Default;

    public ConnectionStateRecoveryOptions? Recovery { get; init; } = new();

    public TimeSpan LossDetectionTime => TimeSpan.FromSeconds(45);

    public TimeProvider Time => TimeProvider.System;

    public Adapter Adapter { get; private set; } = null!;

    public ConcurrentQueue<string> ServerEvents { get; } = [];

    public async Task<StreamsNode> StartAsync(StreamsNodes nodes)
    {
        Adapter = nodes.Create(this);
        await SocketIO.Tests.Wait.For($"{NodeId} to be in", Adapter.InitializeAsync(CancellationToken.None));
        return this;
    }

    /// <summary>Adds a socket that takes part.</summary>
    public async Task<StreamsSocket> AddAsync(string id, params string[] rooms)
    {
        var socket = new StreamsSocket(id);
        _sockets[socket] = true;
        await Adapter.JoinAsync(socket, [id, .. rooms]);
        Assert.True(await Adapter.ConnectAsync(socket, restored: null));
        return socket;
    }

    /// <summary>Adds the socket of a session that was restored.</summary>
    public async Task<StreamsSocket?> AddAsync(RecoverableSession session)
    {
        var socket = new StreamsSocket(session.Sid) { Pid = session.Pid };
        socket.Membership.Resume(session);
        _sockets[socket] = true;
        await Adapter.JoinAsync(socket, [.. session.Rooms]);

        if (await Adapter.ConnectAsync(socket, session))
        {
            return socket;
        }

        Adapter.PersistSession(socket, session);
        Remove(socket);
        return null;
    }

    /// <summary>Loses the connection of a socket: its state is kept.</summary>
    public void Lose(StreamsSocket socket)
    {
        socket.Connected = false;
        var data = new Dictionary<string, object?> { ["name"] = socket.Id };
        Adapter.PersistSession(socket, new RecoverableSession { Sid = socket.Id, Pid = socket.Pid, Rooms = Adapter.Rooms.RoomsOf(socket), Data = data });
        Remove(socket);
    }

    public ValueTask BroadcastAsync(string eventName, params object?[] arguments) => Adapter.BroadcastAsync(Event(eventName, arguments), Target.Everyone);

    public EncodedPacket Event(string eventName, params object?[] arguments) => TestNode.Event(Name, eventName, arguments);

    public ILocalSocket[] Snapshot() => [.. _sockets.Keys];

    public long NextAckId() => Interlocked.Increment(ref _ackId);

    public void OnServerSideEvent(string eventName, EventArguments arguments, Func<EventArguments, ValueTask>? answer) => ServerEvents.Enqueue(eventName);

    public void OnServerData(string nodeId, ReadOnlyMemory<byte> data) => ServerEvents.Enqueue($"{data.Length} bytes");

    private void Remove(StreamsSocket socket)
    {
        Adapter.Remove(socket);
        _sockets.TryRemove(socket, out _);
    }
}
