using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace SocketIO.Adapters;

/// <summary>
/// A cluster of servers in one process, without a broker: for tests of an application that is to run on several nodes.
/// </summary>
/// <remarks>
/// Servers share nothing but what passes through: messages are encoded and decoded as for a real broker, and arrive later, on another thread. Thread-safe.
/// </remarks>
/// <example>
/// <code>
/// var cluster = new InMemoryCluster();
/// first.Services.AddSocketIO().AddInMemoryCluster(cluster);
/// second.Services.AddSocketIO().AddInMemoryCluster(cluster);
/// </code>
/// </example>
public sealed class InMemoryCluster : IAdapterFactory
{
    private readonly Lock _gate = new();
    private readonly ClusterAdapterOptions _options;
    private readonly ClusterMetrics _metrics;
    private readonly ILogger _logger;
    private InMemoryClusterAdapter[] _members = [];

    /// <summary>
    /// Initializes a cluster without servers.
    /// </summary>
    /// <param name="options">How long to wait for others; <see langword="null"/> for the defaults.</param>
    /// <param name="loggers">Where adapters log; <see langword="null"/> for nowhere.</param>
    public InMemoryCluster(ClusterAdapterOptions? options = null, ILoggerFactory? loggers = null)
    {
        _options = options ?? new ClusterAdapterOptions();
        _metrics = new ClusterMetrics();
        _logger = (loggers ?? NullLoggerFactory.Instance).CreateLogger<InMemoryClusterAdapter>();
    }

    /// <summary>
    /// Gets or sets a value indicating whether servers can reach each other.
    /// </summary>
    /// <value>The default is <see langword="true"/>. While it is <see langword="false"/>, what is published is lost, as with a broker that is away.</value>
    public bool IsConnected { get; set; } = true;

    /// <summary>Gets what is kept for clients that are away.</summary>
    internal InMemoryLog Log { get; } = new();

    /// <inheritdoc/>
    public Adapter Create(ILocalSockets sockets) => new InMemoryClusterAdapter(this, sockets, _options, _metrics, _logger);

    /// <summary>
    /// Gives a message to all members of its namespace, as if somebody had sent it from elsewhere.
    /// </summary>
    /// <param name="json">A message as JSON in UTF-8, or anything else.</param>
    /// <param name="attachments">The binary data that placeholders in it stand for.</param>
    /// <param name="ns">The namespace whose members get it.</param>
    public void Inject(ReadOnlyMemory<byte> json, ReadOnlyMemory<byte>[] attachments, string ns)
    {
        ArgumentNullException.ThrowIfNull(attachments);
        Send(new ClusterText(json, attachments), ns, position: 0);
    }

    internal void Join(InMemoryClusterAdapter member)
    {
        lock (_gate)
        {
            _members = [.. _members, member];
        }
    }

    internal void Leave(InMemoryClusterAdapter member)
    {
        lock (_gate)
        {
            _members = Array.FindAll(_members, other => !ReferenceEquals(other, member));
        }
    }

    // Under the lock: all members get everything in one order. Receiving only enqueues.
    internal void Send(ClusterText text, string ns, long position)
    {
        lock (_gate)
        {
            SendLocked(text, ns, position);
        }
    }

    internal void Append(ClusterText text, string ns)
    {
        lock (_gate)
        {
            SendLocked(text, ns, Log.Append(text, ns));
        }
    }

    private void SendLocked(ClusterText text, string ns, long position)
    {
        foreach (var member in _members)
        {
            if (member.Namespace == ns)
            {
                member.Receive(text, position);
            }
        }
    }
}
