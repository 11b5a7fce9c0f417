using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using SocketIO.Protocol;

namespace SocketIO.Engine;

/// <summary>
/// A WebSocket connection that frames messages itself, on a pair of pipes: best on those of the HTTP server's own connection.
/// </summary>
/// <remarks>
/// A message costs no allocation and, when it arrives in one piece, no copy. While nothing arrives no buffer is held.
/// </remarks>
/// <param name="pipe">Where bytes come from and go to.</param>
/// <param name="settings">What all connections of the server have in common.</param>
/// <param name="deflate">What was agreed on about compression, if anything.</param>
internal sealed partial class PipeWebSocketConnection(IDuplexPipe pipe, WebSocketSettings settings, DeflateNegotiation? deflate = null)
    : IWebSocketConnection
{
    private readonly PipeReader _input = pipe.Input;
    private readonly PipeWriter _output = pipe.Output;
    private readonly FrameReader _frames = new(settings, deflate is null ? null : new MessageInflater(deflate.ClientKeepsContext));
    private RateLimit _controlFrames;

    // The latest ping of the batch at hand, in a buffer made on first use: hardly any client pings.
    private byte[]? _ping;
    private int _pingLength = -1;

    // When the message began that is incomplete at the end of a batch; 0 when none is. Another thread looks for overdue ones.
    private long _incompleteSince;
    private long _suspectSince;
    private volatile bool _overdue;

    private bool _closeReported;
    private volatile bool _aborted;

    /// <summary>Gets the TCP connection when it is this WebSocket's alone: <see cref="Abort"/> resets it, even after the request.</summary>
    public IConnectionLifetimeFeature? Connection { get; init; }

    /// <summary>Gets the request when it shares its connection with others: <see cref="Abort"/> resets it while it lasts.</summary>
    public IHttpRequestLifetimeFeature? Request { get; init; }

    /// <summary>Gets a value indicating whether the pipes were made for this WebSocket and have to be completed with it.</summary>
    public bool OwnsPipe { get; init; }

    /// <inheritdoc/>
    // While a connection is idle it is this method that waits: what it keeps over a wait every connection pays for.
    public async Task RunAsync(IWebSocketHandler handler)
    {
        try
        {
            while (!_frames.IsClosed)
            {
                ReadResult result;

                try
                {
                    result = await _input.ReadAsync();
                }
                catch (Exception)
                {
                    // Each transport has its own exceptions for a broken connection; they all say no more than that.
                    Report(new WebSocketCloseInfo(_aborted ? WebSocketCloseKind.Aborted : WebSocketCloseKind.Reset), handler);
                    return;
                }

                if (!await HandleAsync(result, handler))
                {
                    return;
                }
            }
        }
        finally
        {
            await EndAsync(handler);
        }
    }

    /// <inheritdoc/>
    public void CheckTimeout(long timestamp)
    {
        var since = Volatile.Read(ref _incompleteSince);

        if (since == 0 || settings.Time.GetElapsedTime(since, timestamp) < settings.MessageTimeout)
        {
            return;
        }

        // After a pause of the whole process the rest of the message may be here already and only not read yet. So an
        // overdue message is given one more round, in which the read loop had its chance.
        if (_suspectSince != since)
        {
            _suspectSince = since;
            return;
        }

        _overdue = true;
        _input.CancelPendingRead();
    }

    // Handles what was read; false when the connection is over.
    private ValueTask<bool> HandleAsync(in ReadResult result, IWebSocketHandler handler)
    {
        // A read is cancelled by Abort and by CheckTimeout, and by a stopping HTTP server, which is no concern of ours.
        if (_aborted)
        {
            _input.AdvanceTo(result.Buffer.End);
            Report(new WebSocketCloseInfo(WebSocketCloseKind.Aborted), handler);
            return ValueTask.FromResult(false);
        }

        RefuseOverdueMessage(handler);
        var batch = new ReadBatch(result.Buffer);

        while (TryNextMessage(ref batch, handler, out var handled))
        {
            if (!handled.IsCompletedSuccessfully)
            {
                EndBatch(handler);
                return FinishAsync(handled, result, batch, handler);
            }

            handled.GetAwaiter().GetResult();
        }

        return ValueTask.FromResult(EndRead(result, handler));
    }

    // The rest of a batch, from the first message on whose handling takes its time.
    private async ValueTask<bool> FinishAsync(ValueTask handled, ReadResult result, ReadBatch batch, IWebSocketHandler handler)
    {
        await handled;

        while (TryNextMessage(ref batch, handler, out handled))
        {
            if (!handled.IsCompletedSuccessfully)
            {
                EndBatch(handler);
            }

            await handled;
        }

        return EndRead(result, handler);
    }

    private bool EndRead(in ReadResult result, IWebSocketHandler handler)
    {
        _input.AdvanceTo(result.Buffer.End);
        EndBatch(handler);
        NoteIncompleteMessage();

        if (result.IsCompleted)
        {
            Report(new WebSocketCloseInfo(WebSocketCloseKind.EndOfStream), handler);
        }

        return !result.IsCompleted;
    }

    // Hands out frames up to the next message; false at the end of the batch.
    private bool TryNextMessage(ref ReadBatch batch, IWebSocketHandler handler, out ValueTask handled)
    {
        while (!batch.Current.IsEmpty || batch.MoveNext())
        {
            switch (_frames.Read(ref batch.Current, batch.Following))
            {
                case FrameEvent.Text:
                    handled = HandOut(handler, isBinary: false);
                    return true;

                case FrameEvent.Binary:
                    handled = HandOut(handler, isBinary: true);
                    return true;

                case FrameEvent.Ping:
                    OnControlFrame(handler, isPing: true);
                    break;

                case FrameEvent.Pong:
                    OnControlFrame(handler, isPing: false);
                    break;

                case FrameEvent.Close:
                    Report(new WebSocketCloseInfo(WebSocketCloseKind.Clean, FrameError.None, _frames.CloseCode, _frames.Payload), handler);
                    break;

                case FrameEvent.Error:
                    Report(new WebSocketCloseInfo(WebSocketCloseKind.ProtocolError, _frames.Error), handler);
                    break;
            }
        }

        handled = default;
        return false;
    }

    private ValueTask HandOut(IWebSocketHandler handler, bool isBinary)
    {
        var handled = handler.OnMessageAsync(_frames.Payload, isBinary);
        _frames.ReleaseMessage();
        _incompleteSince = 0;
        return handled;
    }

    private void OnControlFrame(IWebSocketHandler handler, bool isPing)
    {
        if (!_controlFrames.TryTake(settings.Time, settings.ControlFrameRate, settings.ControlFrameBurst))
        {
            _frames.Fail(FrameError.TooManyControlFrames);
            Report(new WebSocketCloseInfo(WebSocketCloseKind.ProtocolError, FrameError.TooManyControlFrames), handler);
            return;
        }

        if (isPing)
        {
            _ping ??= new byte[FrameHeader.MaxControlPayload];
            _frames.Payload.Span.CopyTo(_ping);
            _pingLength = _frames.Payload.Length;
        }

        if (!_frames.IsInMessage)
        {
            _incompleteSince = 0;
        }
    }

    private void EndBatch(IWebSocketHandler handler)
    {
        if (_closeReported)
        {
            return;
        }

        if (_pingLength >= 0)
        {
            handler.OnPing(_ping.AsSpan(0, _pingLength));
            _pingLength = -1;
        }

        handler.OnBatchEnd();
    }

    private void NoteIncompleteMessage()
    {
        if (_frames.IsIdle || _closeReported)
        {
            Volatile.Write(ref _incompleteSince, 0);
        }
        else if (_incompleteSince == 0)
        {
            Volatile.Write(ref _incompleteSince, Math.Max(1, settings.Time.GetTimestamp()));
        }
    }

    private void RefuseOverdueMessage(IWebSocketHandler handler)
    {
        if (_overdue)
        {
            _overdue = false;

            // The message that was overdue may have been completed meanwhile, and another one begun.
            if (_incompleteSince != 0 && !_closeReported && settings.Time.GetElapsedTime(_incompleteSince) >= settings.MessageTimeout)
            {
                _frames.Fail(FrameError.MessageTimeout);
                Report(new WebSocketCloseInfo(WebSocketCloseKind.ProtocolError, FrameError.MessageTimeout), handler);
            }
        }
    }

    private void Report(in WebSocketCloseInfo info, IWebSocketHandler handler)
    {
        if (!_closeReported)
        {
            EndBatch(handler);
            _closeReported = true;
            handler.OnClosed(info);
        }
    }
}
