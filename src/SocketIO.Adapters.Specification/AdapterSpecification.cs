using System.Diagnostics;
using System.Text;
using SocketIO.Protocol;
using Xunit;

namespace SocketIO.Adapters.Specification;

/// <summary>
/// What every adapter of a cluster promises, as tests. Derive from it, make adapters of your own, and have a test suite.
/// </summary>
/// <remarks>
/// Each test has three servers with the main namespace and one more. Their adapters must use one broker, and names (channels, tables) of their own for
/// each instance of the class, because brokers are not emptied between tests.
/// </remarks>
/// <example>
/// <code>
/// public sealed class MyAdapterTests(MyBroker broker) : AdapterSpecification, IClassFixture&lt;MyBroker&gt;
/// {
///     private readonly string _prefix = Guid.NewGuid().ToString("N");
///
///     protected override Adapter Create(ILocalSockets sockets) => new MyAdapter(sockets, broker, _prefix);
/// }
/// </code>
/// </example>
public abstract partial class AdapterSpecification : IAsyncLifetime
{
    /// <summary>
    /// How long anything may take.
    /// </summary>
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static int s_nodes;

    private readonly List<SpecificationNode> _all = [];

    /// <summary>
    /// Gets the three servers, with their main namespace.
    /// </summary>
    protected IReadOnlyList<SpecificationNode> Nodes { get; private set; } = [];

    /// <summary>
    /// Gets the same servers' namespace <c>/chat</c>.
    /// </summary>
    protected IReadOnlyList<SpecificationNode> Chat { get; private set; } = [];

    /// <summary>
    /// Gets what is kept for clients that are away.
    /// </summary>
    /// <value>The default is <see langword="null"/>: nothing.</value>
    protected virtual ConnectionStateRecoveryOptions? Recovery => null;

    /// <summary>
    /// Makes an adapter. It is initialized and closed by the test.
    /// </summary>
    /// <param name="sockets">The namespace of one server.</param>
    /// <returns>The adapter, which waits a second at least, and five at most, for the answers of others.</returns>
    protected abstract Adapter Create(ILocalSockets sockets);

    /// <inheritdoc/>
    public virtual async ValueTask InitializeAsync()
    {
        Nodes = [await StartAsync("/"), await StartAsync("/"), await StartAsync("/")];
        Chat = [await StartAsync("/chat", Nodes[0].NodeId), await StartAsync("/chat", Nodes[1].NodeId), await StartAsync("/chat", Nodes[2].NodeId)];

        foreach (var node in _all)
        {
            await Eventually($"{node.NodeId} knows 3 servers in {node.Name}", async () => await node.Adapter.CountServersAsync(default), 3);
        }
    }

    /// <inheritdoc/>
    public virtual async ValueTask DisposeAsync()
    {
        foreach (var node in _all)
        {
            await node.Adapter.CloseAsync();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>
    /// Starts one more server, or one more namespace of a server.
    /// </summary>
    /// <param name="ns">The namespace.</param>
    /// <param name="nodeId">The server's id, if it exists already.</param>
    /// <returns>The namespace, whose adapter is ready.</returns>
    protected async Task<SpecificationNode> StartAsync(string ns, string? nodeId = null)
    {
        var node = new SpecificationNode(nodeId ?? $"n{Interlocked.Increment(ref s_nodes):00000}", ns, Recovery);
        node.Adapter = Create(node);
        _all.Add(node);
        await node.Adapter.InitializeAsync(CancellationToken.None).WaitAsync(Patience, TimeProvider.System);
        return node;
    }

    /// <summary>
    /// Closes a server's adapter.
    /// </summary>
    /// <param name="node">The server.</param>
    /// <returns>A task that completes when it is closed.</returns>
    protected async Task StopAsync(SpecificationNode node)
    {
        ArgumentNullException.ThrowIfNull(node);
        _all.Remove(node);
        await node.Adapter.CloseAsync().WaitAsync(Patience, TimeProvider.System);
    }

    /// <summary>
    /// Makes an event.
    /// </summary>
    /// <param name="ns">The namespace.</param>
    /// <param name="eventName">Its name.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>The packet, as a server would send it.</returns>
    protected static EncodedPacket Event(string ns, string eventName, params object?[] arguments)
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

    /// <summary>
    /// Makes what a client or a server answers.
    /// </summary>
    /// <param name="json">The arguments: an array in JSON.</param>
    /// <param name="attachments">What its placeholders stand for.</param>
    /// <returns>The arguments.</returns>
    protected static EventArguments Answer(string json, params byte[][] attachments)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(attachments);
        var decoder = new PacketDecoder(new PacketLimits());
        var type = attachments.Length == 0 ? "31" : $"6{attachments.Length}-1";
        Assert.Equal(PacketError.None, decoder.AddText(Encoding.UTF8.GetBytes(type + json), out var packet, out _));

        foreach (var attachment in attachments)
        {
            Assert.Equal(PacketError.None, decoder.AddBinary(attachment, out packet, out _));
        }

        return packet.ToArguments(JsonArgumentSerializer.Default);
    }

    /// <summary>
    /// Waits until something has become what it should.
    /// </summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="what">What is awaited.</param>
    /// <param name="read">Reads the value.</param>
    /// <param name="expected">What it should become.</param>
    /// <returns>A task that fails when it has not in time.</returns>
    protected static async Task Eventually<T>(string what, Func<Task<T>> read, T expected)
    {
        ArgumentNullException.ThrowIfNull(read);
        var clock = Stopwatch.StartNew();

        while (true)
        {
            var value = await read();

            if (EqualityComparer<T>.Default.Equals(value, expected))
            {
                return;
            }

            if (clock.Elapsed > Patience)
            {
                Assert.Fail($"Waited {Patience.TotalSeconds:0} s until: {what}. It is {value} instead of {expected}.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }
    }

    /// <summary>
    /// Waits until a client has received what it should, and nothing else.
    /// </summary>
    /// <param name="socket">The client.</param>
    /// <param name="packets">The packets, in order.</param>
    /// <returns>A task that fails when it has not in time.</returns>
    protected Task Receives(SpecificationSocket socket, params string[] packets)
    {
        ArgumentNullException.ThrowIfNull(socket);
        return Eventually($"{socket.Id} has received it", () => Task.FromResult(string.Join('\n', socket.Received.Select(WithoutOffset))), string.Join('\n', packets));

        // Offsets are the store's own matter.
        string WithoutOffset(string packet)
            => Recovery is not null && SpecificationSocket.OffsetOf(packet) is { } offset && packet.Contains($",\"{offset}\"]", StringComparison.Ordinal)
                ? packet.Replace($",\"{offset}\"]", "]", StringComparison.Ordinal)
                : packet;
    }

    /// <summary>
    /// Waits until whatever was sent before has arrived: brokers keep the order, so that a last packet to all tells.
    /// </summary>
    /// <param name="from">The server from which everything was sent.</param>
    /// <returns>A task that completes when all sockets have got the packet, which they forget.</returns>
    protected async Task Settle(SpecificationNode from)
    {
        ArgumentNullException.ThrowIfNull(from);
        var group = from.Name == "/" ? Nodes : Chat;
        await from.Adapter.BroadcastAsync(Event(from.Name, "settled"), Target.Everyone.WithFlags(BroadcastFlags.Volatile));

        foreach (var socket in group.SelectMany(node => node.Snapshot()).Cast<SpecificationSocket>())
        {
            await Eventually($"{socket.Id} has got the last packet", () => Task.FromResult(socket.Received.Any(packet => packet.Contains("[\"settled\"", StringComparison.Ordinal))), true);
            Forget(socket);
        }
    }

    private static void Forget(SpecificationSocket socket)
    {
        var kept = socket.Received.Zip(socket.Flags).Where(static packet => !packet.First.Contains("[\"settled\"", StringComparison.Ordinal)).ToArray();
        socket.Received.Clear();
        socket.Flags.Clear();

        foreach (var (packet, flags) in kept)
        {
            socket.Received.Enqueue(packet);
            socket.Flags.Enqueue(flags);
        }
    }
}
