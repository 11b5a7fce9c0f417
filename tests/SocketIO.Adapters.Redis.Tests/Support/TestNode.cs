using System.Collections.Concurrent;
using SocketIO.Protocol;

namespace SocketIO.Adapters.Redis.Tests;

/// <summary>One namespace of one server, and its sockets.</summary>
internal sealed class TestNode(string nodeId, string ns = "/", TimeProvider? time = null) : ILocalSockets
{
    private readonly ConcurrentQueue<TestSocket> _sockets = [];
    private long _ackId = -1;

    public string Name => ns;

    public string NodeId => nodeId;

    public IArgumentSerializer Serializer => JsonArgumentSerializer.Default;

    public ConnectionStateRecoveryOptions? Recovery => null;

    public TimeSpan LossDetectionTime => TimeSpan.FromSeconds(45);

    public TimeProvider Time => time ?? TimeProvider.System;

    public RedisAdapter Adapter { get; set; } = null!;

    public ConcurrentQueue<string> ServerEvents { get; } = [];

    public TestSocket Add(string id, params ReadOnlySpan<string> rooms)
    {
        var socket = new TestSocket(id);
        _sockets.Enqueue(socket);
        Adapter.Rooms.Join(socket, [id, .. rooms]);
        return socket;
    }

    public ILocalSocket[] Snapshot() => [.. _sockets];

    public long NextAckId() => Interlocked.Increment(ref _ackId);

    public void OnServerSideEvent(string eventName, EventArguments arguments, Func<EventArguments, ValueTask>? answer)
    {
        ServerEvents.Enqueue(eventName);
        _ = answer?.Invoke(arguments);
    }

    public void OnServerData(string from, ReadOnlyMemory<byte> data) => ServerEvents.Enqueue($"{data.Length} bytes of {from}");

    public static EncodedPacket Event(string ns, string eventName, params object?[] arguments)
    {
        var buffer = PacketBuffer.Rent();

        try
        {
            buffer.Write(PacketType.Event, ns, null, eventName, arguments, JsonArgumentSerializer.Default);
            return buffer.ToEncodedPacket();
        }
        finally
        {
            buffer.Return();
        }
    }
}
