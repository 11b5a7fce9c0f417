using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections.Features;
using SocketIO.Engine;

namespace SocketIO.Tests;

/// <summary>A connection on pipes in memory, with its handler, and the other ends of the pipes.</summary>
internal sealed class PipePeer : IAsyncDisposable
{
    private readonly Pipe _toServer;
    private readonly Pipe _toClient;

    public PipePeer(WebSocketSettings? settings = null, DeflateNegotiation? deflate = null, IConnectionLifetimeFeature? connection = null)
    {
        // Inline, so that a test's write has been handled when it returns.
        var inline = new PipeOptions(readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, useSynchronizationContext: false);
        _toServer = new Pipe(inline);
        _toClient = new Pipe(inline);
        Connection = new PipeWebSocketConnection(new Duplex(_toServer.Reader, _toClient.Writer), settings ?? new WebSocketSettings(), deflate) { Connection = connection };
        Handler = new RecordingHandler { Connection = Connection };
    }

    public PipeWebSocketConnection Connection { get; }

    public RecordingHandler Handler { get; }

    public Task Running { get; private set; } = Task.CompletedTask;

    public PipeReader FromServer => _toClient.Reader;

    public PipePeer Start()
    {
        Running = Connection.RunAsync(Handler);
        return this;
    }

    public async Task SendAsync(params byte[][] frames) => await _toServer.Writer.WriteAsync(frames.SelectMany(f => f).ToArray());

    public void End(Exception? exception = null) => _toServer.Writer.Complete(exception);

    /// <summary>Takes what the server has sent so far.</summary>
    public byte[] Received()
    {
        if (!_toClient.Reader.TryRead(out var result))
        {
            return [];
        }

        var bytes = result.Buffer.ToArray();
        _toClient.Reader.AdvanceTo(result.Buffer.End);
        return bytes;
    }

    public async ValueTask DisposeAsync()
    {
        Connection.Abort();
        await Wait.For("the connection to end", Running);
    }

    private sealed class Duplex(PipeReader input, PipeWriter output) : IDuplexPipe
    {
        public PipeReader Input => input;

        public PipeWriter Output => output;
    }
}
