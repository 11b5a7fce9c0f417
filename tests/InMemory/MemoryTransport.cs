using System.IO.Pipelines;
using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;

namespace SocketIO.Tests.InMemory;

/// <summary>
/// Brings Kestrel connections that are pairs of pipes: the server as users run it, without a network.
/// </summary>
/// <remarks>
/// What a client writes is handled, and answered, on the client's thread before the write returns; so the thread's counter of allocated
/// bytes counts all that a message costs.
/// </remarks>
internal sealed class MemoryTransport : IConnectionListenerFactory, IConnectionListener
{
    private readonly Channel<ConnectionContext> _waiting = Channel.CreateUnbounded<ConnectionContext>();
    private readonly MemoryBlocks _blocks = new();
    private int _last;

    public EndPoint EndPoint { get; private set; } = new IPEndPoint(IPAddress.Loopback, 1);

    /// <summary>Connects a client.</summary>
    /// <returns>The client's end.</returns>
    public IDuplexPipe Connect()
    {
        // A client waits only until it is connected, and must go on outside the server's locks then.
        var toServer = PipeTo(PipeScheduler.Inline);
        var toClient = PipeTo(PipeScheduler.ThreadPool);
        var client = new PipePair(toClient.Reader, toServer.Writer);
        var server = new PipePair(toServer.Reader, toClient.Writer);
        _waiting.Writer.TryWrite(new MemoryConnection($"memory-{Interlocked.Increment(ref _last)}", server, client, EndPoint));
        return client;
    }

    ValueTask<IConnectionListener> IConnectionListenerFactory.BindAsync(EndPoint endpoint, CancellationToken cancellationToken)
    {
        EndPoint = endpoint;
        return new(this);
    }

    async ValueTask<ConnectionContext?> IConnectionListener.AcceptAsync(CancellationToken cancellationToken)
        => await _waiting.Reader.WaitToReadAsync(cancellationToken) && _waiting.Reader.TryRead(out var connection) ? connection : null;

    ValueTask IConnectionListener.UnbindAsync(CancellationToken cancellationToken)
    {
        _waiting.Writer.TryComplete();
        return default;
    }

    ValueTask IAsyncDisposable.DisposeAsync() => default;

    private Pipe PipeTo(PipeScheduler reader)
        => new(new PipeOptions(_blocks, readerScheduler: reader, writerScheduler: PipeScheduler.Inline, useSynchronizationContext: false));

    private sealed class PipePair(PipeReader input, PipeWriter output) : IDuplexPipe
    {
        public PipeReader Input => input;

        public PipeWriter Output => output;
    }
}
