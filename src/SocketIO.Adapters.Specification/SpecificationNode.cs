using System.Collections.Concurrent;
using System.Text.Json;
using SocketIO.Protocol;

namespace SocketIO.Adapters.Specification;

/// <summary>
/// One namespace of one server, with sockets that write down what they are sent.
/// </summary>
public sealed class SpecificationNode : ILocalSockets
{
    private readonly Lock _gate = new();
    private ILocalSocket[] _sockets = [];
    private long _ackId = -1;

    internal SpecificationNode(string nodeId, string ns, ConnectionStateRecoveryOptions? recovery)
    {
        NodeId = nodeId;
        Name = ns;
        Recovery = recovery;
    }

    /// <inheritdoc/>
    public string NodeId { get; }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public IArgumentSerializer Serializer => JsonArgumentSerializer.Default;

    /// <inheritdoc/>
    public ConnectionStateRecoveryOptions? Recovery { get; }

    /// <inheritdoc/>
    public TimeSpan LossDetectionTime => TimeSpan.FromSeconds(45);

    /// <inheritdoc/>
    public TimeProvider Time => TimeProvider.System;

    /// <summary>
    /// Gets the adapter under test.
    /// </summary>
    public Adapter Adapter { get; internal set; } = null!;

    /// <summary>
    /// Gets the events that other servers have sent, each as its name and its arguments in JSON.
    /// </summary>
    public ConcurrentQueue<string> ServerEvents { get; } = new();

    /// <summary>
    /// Gets or sets what this server answers to events of other servers.
    /// </summary>
    /// <value>The default is <see langword="null"/>: nothing, ever.</value>
    public Func<EventArguments, EventArguments>? Answers { get; set; }

    /// <summary>
    /// Adds a connected socket.
    /// </summary>
    /// <param name="id">Its id, and its own room.</param>
    /// <param name="rooms">The rooms that it is in as well.</param>
    /// <returns>The socket.</returns>
    public async Task<SpecificationSocket> AddAsync(string id, params string[] rooms)
    {
        var socket = new SpecificationSocket(this, id);
        Add(socket);
        await Adapter.JoinAsync(socket, [id, .. rooms]);
        Xunit.Assert.True(await Adapter.ConnectAsync(socket, restored: null), $"The adapter did not let {id} in.");
        return socket;
    }

    /// <summary>
    /// Lets a client in that has come back.
    /// </summary>
    /// <param name="pid">The secret of its session.</param>
    /// <param name="offset">The last offset that it has seen.</param>
    /// <returns>The socket, or <see langword="null"/> when its state could not be restored.</returns>
    public async Task<SpecificationSocket?> RestoreAsync(string pid, string? offset)
    {
        var restoration = await Adapter.RestoreSessionAsync(pid, offset, CancellationToken.None);

        if (restoration.Session is not { } session)
        {
            return null;
        }

        var socket = new SpecificationSocket(this, session.Sid) { Pid = session.Pid, Data = session.Data };
        socket.Membership.Resume(session);
        Add(socket);
        await Adapter.JoinAsync(socket, [.. session.Rooms]);
        return await Adapter.ConnectAsync(socket, session) ? socket : null;
    }

    /// <summary>
    /// Loses the connection of a socket: its state is kept.
    /// </summary>
    /// <param name="socket">The socket.</param>
    public void Lose(SpecificationSocket socket)
    {
        ArgumentNullException.ThrowIfNull(socket);
        socket.Connected = false;

        Adapter.PersistSession(socket, new RecoverableSession
        {
            Sid = socket.Id,
            Pid = socket.Pid,
            Rooms = Adapter.Rooms.RoomsOf(socket),
            Data = socket.Data,
        });

        Adapter.Remove(socket);
        Remove(socket);
    }

    /// <inheritdoc/>
    public ILocalSocket[] Snapshot() => Volatile.Read(ref _sockets);

    /// <inheritdoc/>
    public long NextAckId() => Interlocked.Increment(ref _ackId);

    /// <inheritdoc/>
    public void OnServerSideEvent(string eventName, EventArguments arguments, Func<EventArguments, ValueTask>? answer)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ServerEvents.Enqueue(JsonSerializer.Serialize(eventName) + "(" + string.Join(",", arguments.Select(Describe)) + ")");

        if (answer is not null && Answers is { } answers)
        {
            _ = answer(answers(arguments));
        }
    }

    /// <inheritdoc/>
    public void OnServerData(string nodeId, ReadOnlyMemory<byte> data) => ServerEvents.Enqueue($"{nodeId}: #{Convert.ToHexStringLower(data.Span)}");

    internal static string Describe(EventArgument argument)
        => argument.TryGetBytes(out var bytes) ? "#" + Convert.ToHexStringLower(bytes.Span) : System.Text.Encoding.UTF8.GetString(argument.RawJson.Span);

    internal void Remove(SpecificationSocket socket)
    {
        lock (_gate)
        {
            _sockets = Array.FindAll(_sockets, other => !ReferenceEquals(other, socket));
        }
    }

    private void Add(SpecificationSocket socket)
    {
        lock (_gate)
        {
            _sockets = [.. _sockets, socket];
        }
    }
}
