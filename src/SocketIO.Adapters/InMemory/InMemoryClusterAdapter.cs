using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace SocketIO.Adapters;

/// <summary>
/// One namespace of one server in an <see cref="InMemoryCluster"/>.
/// </summary>
internal sealed class InMemoryClusterAdapter : HeartbeatClusterAdapter
{
    private readonly InMemoryCluster _cluster;
    private readonly InMemoryStore _store;
    private readonly Channel<(ClusterText Text, long Position)> _received = Channel.CreateUnbounded<(ClusterText, long)>(new() { SingleReader = true });
    private Task _receiving = Task.CompletedTask;

    public InMemoryClusterAdapter(InMemoryCluster cluster, ILocalSockets sockets, ClusterAdapterOptions options, ClusterMetrics metrics, ILogger logger)
        : base(sockets, options, metrics, logger)
    {
        _cluster = cluster;
        _store = new InMemoryStore(cluster, sockets);
        UseStore(_store);
    }

    public string Namespace => Sockets.Name;

    public override Task InitializeAsync(CancellationToken cancellationToken)
    {
        _cluster.Join(this);
        _receiving = ReceiveAsync();
        Begin();
        return Task.CompletedTask;
    }

    public override async Task CloseAsync()
    {
        await base.CloseAsync().ConfigureAwait(false);
        _cluster.Leave(this);
        _received.Writer.TryComplete();
        await _receiving.ConfigureAwait(false);
    }

    public void Receive(ClusterText text, long position) => _received.Writer.TryWrite((text, position));

    protected override ValueTask PublishAsync(ClusterMessage message)
    {
        if (!_cluster.IsConnected)
        {
            throw new IOException("The servers of the cluster cannot reach each other.");
        }

        _cluster.Send(ClusterMessageCodec.Write(message, Sockets.Serializer), message.Namespace, position: 0);
        return default;
    }

    private async Task ReceiveAsync()
    {
        await foreach (var (text, position) in _received.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            if (ClusterMessageCodec.TryRead(text, Sockets.Serializer, out var message))
            {
                OnMessage(message!, position);
            }
            else
            {
                OnGarbage(text.Json.Length);
            }

            _store.Note(position);
        }
    }
}
