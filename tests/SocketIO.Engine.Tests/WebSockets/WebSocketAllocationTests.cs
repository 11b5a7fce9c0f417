using System.IO.Pipelines;
using SocketIO.Engine;
using SocketIO.Protocol;

namespace SocketIO.Tests;

/// <summary>In steady state a small message costs no memory, in or out.</summary>
public sealed class WebSocketAllocationTests
{
    private const int Rounds = 1000;

    [Fact]
    public void Reading_small_messages_allocates_nothing()
    {
        var reader = new FrameReader(new WebSocketSettings());
        var frame = ClientFrames.Text("42[\"message\",\"hello\"]");
        var bytes = new byte[frame.Length];
        var messages = 0;

        var allocated = AllocatedBy(() =>
        {
            frame.CopyTo(bytes, 0);
            Memory<byte> piece = bytes;

            if (reader.Read(ref piece, 0) is FrameEvent.Text)
            {
                messages++;
                reader.ReleaseMessage();
            }
        });

        Assert.Equal(2 * Rounds, messages);
        Assert.Equal(0, allocated);
    }

    [Fact]
    public void Reading_messages_in_pieces_allocates_nothing()
    {
        var reader = new FrameReader(new WebSocketSettings());
        var frame = ClientFrames.Binary(new byte[1000]);
        var bytes = new byte[frame.Length];

        var allocated = AllocatedBy(() =>
        {
            frame.CopyTo(bytes, 0);

            for (var at = 0; at < bytes.Length; at += 100)
            {
                var piece = bytes.AsMemory(at, Math.Min(100, bytes.Length - at));

                if (reader.Read(ref piece, 0) is FrameEvent.Binary)
                {
                    reader.ReleaseMessage();
                }
            }
        });

        Assert.Equal(0, allocated);
    }

    [Fact]
    public void A_connection_that_echoes_allocates_nothing()
    {
        // Inline pipes: each write is handled, and its echo flushed, on this thread before it returns.
        var inline = new PipeOptions(readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, useSynchronizationContext: false);
        var toServer = new Pipe(inline);
        var toClient = new Pipe(inline);
        var connection = new PipeWebSocketConnection(new Duplex(toServer.Reader, toClient.Writer), new WebSocketSettings());
        var echo = new Echo(connection);
        var running = connection.RunAsync(echo);
        byte[] batch = [.. Enumerable.Repeat(ClientFrames.Text("42[\"message\",\"hello\"]"), 10).SelectMany(f => f)];

        var allocated = AllocatedBy(() =>
        {
            batch.CopyTo(toServer.Writer.GetMemory(batch.Length));
            toServer.Writer.Advance(batch.Length);
            Assert.True(toServer.Writer.FlushAsync().IsCompletedSuccessfully);

            if (toClient.Reader.TryRead(out var result))
            {
                toClient.Reader.AdvanceTo(result.Buffer.End);
            }
        });

        Assert.Equal(20 * Rounds, echo.Messages);
        Assert.Equal(0, allocated);
        toServer.Writer.Complete();
        Assert.True(running.IsCompletedSuccessfully);
    }

    private static long AllocatedBy(Action action)
    {
        for (var i = 0; i < Rounds; i++)
        {
            action();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < Rounds; i++)
        {
            action();
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private sealed class Duplex(PipeReader input, PipeWriter output) : IDuplexPipe
    {
        public PipeReader Input => input;

        public PipeWriter Output => output;
    }

    private sealed class Echo(PipeWebSocketConnection connection) : IWebSocketHandler
    {
        public int Messages { get; private set; }

        public ValueTask OnMessageAsync(ReadOnlyMemory<byte> data, bool isBinary)
        {
            Messages++;
            connection.WriteText(data.Span);
            return default;
        }

        public ValueTask OnEndedAsync() => default;

        public void OnPing(ReadOnlySpan<byte> payload)
        {
        }

        public void OnBatchEnd()
        {
            if (connection.UnflushedBytes > 0)
            {
                Assert.True(connection.FlushAsync().IsCompletedSuccessfully);
            }
        }

        public void OnClosed(in WebSocketCloseInfo info)
        {
        }
    }
}
