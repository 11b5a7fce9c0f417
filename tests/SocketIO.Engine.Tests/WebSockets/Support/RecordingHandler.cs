using System.Text;
using SocketIO.Engine;

namespace SocketIO.Tests;

/// <summary>
/// An owner of a connection as a session is one: it writes and flushes under a lock, answers pings, replies to closes, and
/// writes down what it saw. <see cref="OnMessage"/> adds what a test needs.
/// </summary>
internal sealed class RecordingHandler : IWebSocketHandler
{
    private readonly Lock _gate = new();
    private readonly List<string> _seen = [];
    private bool _over;

    public IWebSocketConnection? Connection { get; set; }

    public Func<ReadOnlyMemory<byte>, bool, ValueTask>? OnMessage { get; set; }

    public bool Replies { get; set; } = true;

    public bool NotesBatches { get; set; }

    public IReadOnlyList<string> Seen
    {
        get
        {
            lock (_gate)
            {
                return [.. _seen];
            }
        }
    }

    public ValueTask OnMessageAsync(ReadOnlyMemory<byte> data, bool isBinary)
    {
        Note(isBinary ? $"binary {Convert.ToHexString(data.Span)}" : $"text {Encoding.UTF8.GetString(data.Span)}");
        return OnMessage?.Invoke(data, isBinary) ?? default;
    }

    public void OnPing(ReadOnlySpan<byte> payload)
    {
        Note($"ping {Encoding.UTF8.GetString(payload)}".TrimEnd());

        lock (_gate)
        {
            Connection!.WritePong(payload);
        }
    }

    public void OnBatchEnd()
    {
        if (NotesBatches)
        {
            Note("batch");
        }

        lock (_gate)
        {
            if (Connection!.UnflushedBytes > 0)
            {
                _ = Connection.FlushAsync();
            }
        }
    }

    public void OnClosed(in WebSocketCloseInfo info)
    {
        var code = info.Code?.ToString() ?? "-";
        Note($"closed {info.Kind} {(info.Kind is WebSocketCloseKind.ProtocolError ? info.Error : code)} {Encoding.UTF8.GetString(info.Reason.Span)}".TrimEnd());

        lock (_gate)
        {
            _over = true;

            if (Replies)
            {
                Connection!.WriteCloseReply(info);
                _ = Connection.FlushAsync();
            }
        }
    }

    /// <summary>Writes from outside the read loop, unless the connection is over.</summary>
    public ValueTask<bool> SendAsync(Action<IWebSocketConnection> write)
    {
        lock (_gate)
        {
            if (_over)
            {
                return new ValueTask<bool>(false);
            }

            write(Connection!);
            var flush = Connection!.FlushAsync();
            return flush.IsCompleted ? new ValueTask<bool>(!flush.Result.IsCompleted) : WaitAsync(flush);
        }

        static async ValueTask<bool> WaitAsync(ValueTask<System.IO.Pipelines.FlushResult> flush) => !(await flush).IsCompleted;
    }

    private void Note(string line)
    {
        lock (_gate)
        {
            _seen.Add(line);
        }
    }
}
