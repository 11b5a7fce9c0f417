using System.IO.Pipelines;
using System.Text;
using SocketIO.Engine;

namespace SocketIO.Tests;

/// <summary>
/// An owner of a connection as a session is one: it writes and flushes under a lock, one flush at a time, keeps what is to be
/// sent meanwhile, answers pings and closes, and notes what it saw. <see cref="OnMessage"/> adds what a test needs.
/// </summary>
internal sealed class RecordingHandler : IWebSocketHandler
{
    private readonly Lock _gate = new();
    private readonly List<string> _seen = [];
    private readonly Queue<Action<IWebSocketConnection>> _waiting = new();
    private bool _flushing;
    private bool _over;

    public IWebSocketConnection? Connection { get; set; }

    public Func<ReadOnlyMemory<byte>, bool, ValueTask>? OnMessage { get; set; }

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

    public ValueTask OnEndedAsync() => default;

    public void OnPing(ReadOnlySpan<byte> payload)
    {
        Note($"ping {Encoding.UTF8.GetString(payload)}".TrimEnd());
        var copy = payload.ToArray();
        Write(c => c.WritePong(copy));
    }

    public void OnBatchEnd()
    {
        if (NotesBatches)
        {
            Note("batch");
        }

        Flush();
    }

    public void OnClosed(in WebSocketCloseInfo info)
    {
        var code = info.Code?.ToString() ?? "-";
        Note($"closed {info.Kind} {(info.Kind is WebSocketCloseKind.ProtocolError ? info.Error : code)} {Encoding.UTF8.GetString(info.Reason.Span)}".TrimEnd());

        lock (_gate)
        {
            // With a flush in flight the reply has to be left out: nobody would be there to write it later.
            _over = true;

            if (!_flushing)
            {
                Connection!.WriteCloseReply(info);
                _ = Connection.FlushAsync();
            }
        }
    }

    /// <summary>Writes, now or when the flush in flight has ended.</summary>
    public void Write(ReadOnlySpan<byte> data, bool isBinary)
    {
        lock (_gate)
        {
            if (!_flushing && !_over)
            {
                WriteTo(Connection!, data, isBinary);
                return;
            }

            var copy = data.ToArray();
            _waiting.Enqueue(c => WriteTo(c, copy, isBinary));
        }

        static void WriteTo(IWebSocketConnection connection, ReadOnlySpan<byte> data, bool isBinary)
        {
            if (isBinary)
            {
                connection.WriteBinary(data);
            }
            else
            {
                connection.WriteText(data);
            }
        }
    }

    /// <summary>Writes and flushes; the result is whether it went out.</summary>
    public async Task<bool> SendAsync(Action<IWebSocketConnection> write)
    {
        Write(write);
        return await Flush();
    }

    private void Write(Action<IWebSocketConnection> write)
    {
        lock (_gate)
        {
            if (_flushing)
            {
                _waiting.Enqueue(write);
            }
            else if (!_over)
            {
                write(Connection!);
            }
        }
    }

    private Task<bool> Flush()
    {
        lock (_gate)
        {
            if (_flushing || _over)
            {
                return Task.FromResult(!_over);
            }

            var flush = Connection!.FlushAsync();

            if (flush.IsCompletedSuccessfully)
            {
                return Task.FromResult(!flush.Result.IsCompleted);
            }

            _flushing = true;
            return WaitAsync(flush);
        }
    }

    private async Task<bool> WaitAsync(ValueTask<FlushResult> flush)
    {
        var lost = (await flush).IsCompleted;

        lock (_gate)
        {
            _flushing = false;

            while (!_over && _waiting.TryDequeue(out var write))
            {
                write(Connection!);
            }
        }

        return !lost && await Flush();
    }

    private void Note(string line)
    {
        lock (_gate)
        {
            _seen.Add(line);
        }
    }
}
