using System.Diagnostics;
using System.IO.Pipelines;
using System.Net.WebSockets;
using System.Text;
using System.Text.Unicode;
using SocketIO.Protocol;

namespace SocketIO.Engine;

/// <summary>
/// A WebSocket connection on a socket that the HTTP server made: the only kind that in-memory test servers have.
/// </summary>
/// <remarks>
/// The peer is code of the same process, and the frames are the socket's business. So what guards against hostile frames is
/// missing here, except for the limit on messages and on their time.
/// </remarks>
internal sealed class ReadyWebSocketConnection(WebSocket socket, WebSocketSettings settings) : IWebSocketConnection
{
    private const int ReceiveSize = 4096;

    private readonly Queue<(FrameOpcode Opcode, int Length)> _unsent = new();
    private MessageBuffer _unsentBytes;
    private MessageBuffer _message;
    private Task<FlushResult>? _flushing;
    private (int? Code, string? Reason)? _close;
    private long _incompleteSince;
    private volatile bool _overdue;
    private volatile bool _aborted;
    private ITimer? _closeTimer;
    private bool _closeReported;

    /// <inheritdoc/>
    public long UnflushedBytes => _unsentBytes.Length;

    /// <inheritdoc/>
    public bool IsCloseWritten => _close is not null;

    /// <inheritdoc/>
    public async Task RunAsync(IWebSocketHandler handler)
    {
        try
        {
            while (true)
            {
                ValueWebSocketReceiveResult received;

                try
                {
                    received = await socket.ReceiveAsync(_message.GetMemory(settings.Pool, ReceiveSize), CancellationToken.None);
                }
                catch (Exception)
                {
                    Report(EndWithoutClose(), handler);
                    return;
                }

                if (received.MessageType is WebSocketMessageType.Close)
                {
                    Report(CleanEnd(), handler);
                    return;
                }

                _message.Advance(received.Count);
                await TakeAsync(received, handler);
            }
        }
        finally
        {
            try
            {
                await EndAsync();
            }
            finally
            {
                await handler.OnEndedAsync();
            }
        }
    }

    /// <inheritdoc/>
    public void WriteFrames(ReadOnlySpan<byte> frames, bool compress = true)
    {
        while (!frames.IsEmpty)
        {
            var payload = FrameHeader.TakeFrame(ref frames, out var opcode);
            Write(opcode, payload);
        }
    }

    /// <inheritdoc/>
    public void WriteText(ReadOnlySpan<byte> payload, bool compress = true) => Write(FrameOpcode.Text, payload);

    /// <inheritdoc/>
    public void WriteBinary(ReadOnlySpan<byte> payload, bool compress = true) => Write(FrameOpcode.Binary, payload);

    /// <inheritdoc/>
    public void WritePong(ReadOnlySpan<byte> payload) => throw new UnreachableException("The socket answers pings itself.");

    /// <inheritdoc/>
    public void WriteClose(int? code = null, ReadOnlySpan<byte> reason = default)
    {
        Span<byte> checkedPayload = stackalloc byte[FrameHeader.MaxControlPayload];
        CloseFrame.WritePayload(checkedPayload, code, reason);

        if (_close is null)
        {
            _close = (code, code is null ? null : Encoding.UTF8.GetString(reason));
            ExpectEnd();
        }
    }

    /// <inheritdoc/>
    public void ExpectEnd() => _closeTimer ??= settings.Time.CreateTimer(
        static connection => ((ReadyWebSocketConnection)connection!).Abort(), this, settings.CloseTimeout, Timeout.InfiniteTimeSpan);

    /// <inheritdoc/>
    public void WriteCloseReply(in WebSocketCloseInfo info)
    {
        if (info.Kind is WebSocketCloseKind.Clean)
        {
            WriteClose(info.Code, info.Reason.Span);
        }
        else if (info.Kind is WebSocketCloseKind.ProtocolError)
        {
            WriteClose(WebSocketCloseCode.For(info.Error));
        }
    }

    /// <inheritdoc/>
    public ValueTask<FlushResult> FlushAsync()
    {
        var flushing = SendAsync();
        Volatile.Write(ref _flushing, flushing);
        return new ValueTask<FlushResult>(flushing);
    }

    /// <inheritdoc/>
    public void CheckTimeout(long timestamp)
    {
        var since = Volatile.Read(ref _incompleteSince);

        if (since != 0 && settings.Time.GetElapsedTime(since, timestamp) >= settings.MessageTimeout)
        {
            _overdue = true;
            Abort();
        }
    }

    /// <inheritdoc/>
    public void Abort()
    {
        _aborted = true;
        socket.Abort();
    }

    private async Task TakeAsync(ValueWebSocketReceiveResult received, IWebSocketHandler handler)
    {
        if (_closeReported)
        {
            _message.Release(settings.Pool);
        }
        else if (_message.Length > settings.MaxMessageBytes)
        {
            Report(new WebSocketCloseInfo(WebSocketCloseKind.ProtocolError, FrameError.MessageTooLarge), handler);
        }
        else if (!received.EndOfMessage)
        {
            Interlocked.CompareExchange(ref _incompleteSince, Math.Max(1, settings.Time.GetTimestamp()), 0);
        }
        else if (received.MessageType is WebSocketMessageType.Text && !Utf8.IsValid(_message.Written.Span))
        {
            Report(new WebSocketCloseInfo(WebSocketCloseKind.ProtocolError, FrameError.InvalidUtf8), handler);
        }
        else
        {
            Volatile.Write(ref _incompleteSince, 0);
            var handled = handler.OnMessageAsync(_message.Written, received.MessageType is WebSocketMessageType.Binary);
            _message.Release(settings.Pool);
            handler.OnBatchEnd();
            await handled;
        }
    }

    private void Write(FrameOpcode opcode, ReadOnlySpan<byte> payload)
    {
        if (_close is null)
        {
            payload.CopyTo(_unsentBytes.GetMemory(settings.Pool, payload.Length).Span);
            _unsentBytes.Advance(payload.Length);
            _unsent.Enqueue((opcode, payload.Length));
        }
    }

    private async Task<FlushResult> SendAsync()
    {
        try
        {
            var bytes = _unsentBytes.Written;

            while (_unsent.TryDequeue(out var message))
            {
                var type = message.Opcode is FrameOpcode.Text ? WebSocketMessageType.Text : WebSocketMessageType.Binary;
                await socket.SendAsync(bytes[..message.Length], type, endOfMessage: true, CancellationToken.None);
                bytes = bytes[message.Length..];
            }

            _unsentBytes.Release(settings.Pool);

            if (_close is { } close && socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                // These sockets cannot send a close frame without a code: they would put the code for "none" into it.
                await socket.CloseOutputAsync((WebSocketCloseStatus)(close.Code ?? WebSocketCloseCode.Normal), close.Reason, CancellationToken.None);
            }

            return new FlushResult(isCanceled: false, isCompleted: false);
        }
        catch (Exception)
        {
            // Whatever a socket calls it: the connection is broken. The reader says so too.
            _unsentBytes.Release(settings.Pool);
            return new FlushResult(isCanceled: false, isCompleted: true);
        }
    }

    private WebSocketCloseInfo CleanEnd()
    {
        var code = (int?)socket.CloseStatus;

        return code is { } value && WebSocketCloseCode.IsValid(value)
            ? new WebSocketCloseInfo(WebSocketCloseKind.Clean, FrameError.None, value, Encoding.UTF8.GetBytes(socket.CloseStatusDescription ?? ""))
            : new WebSocketCloseInfo(WebSocketCloseKind.Clean);
    }

    private WebSocketCloseInfo EndWithoutClose() => (_overdue, _aborted) switch
    {
        (true, _) => new WebSocketCloseInfo(WebSocketCloseKind.ProtocolError, FrameError.MessageTimeout),
        (_, true) => new WebSocketCloseInfo(WebSocketCloseKind.Aborted),
        _ => new WebSocketCloseInfo(WebSocketCloseKind.EndOfStream),
    };

    private void Report(in WebSocketCloseInfo info, IWebSocketHandler handler)
    {
        _message.Release(settings.Pool);

        if (!_closeReported)
        {
            _closeReported = true;
            Volatile.Write(ref _incompleteSince, 0);
            handler.OnClosed(info);
        }
    }

    private async Task EndAsync()
    {
        if (!_closeReported)
        {
            Abort();
        }

        if (Volatile.Read(ref _flushing) is { } flushing)
        {
            await flushing;
        }

        _closeTimer?.Dispose();
        _message.Release(settings.Pool);
        _unsentBytes.Release(settings.Pool);
        socket.Dispose();
    }
}
