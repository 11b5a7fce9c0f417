namespace SocketIO.Engine;

/// <content>The end of a connection: in order, or not.</content>
internal sealed partial class PipeWebSocketConnection
{
    private const int RequestRunning = 0;
    private const int RequestAborting = 1;
    private const int RequestOver = 2;

    // Completes a stream's writer without a last, synchronous write to the stream.
    private static readonly Exception Over = new IOException("The WebSocket connection is over.");

    private ITimer? _closeTimer;
    private int _closing;
    private int _request;

    /// <inheritdoc/>
    public void Abort()
    {
        _aborted = true;
        Connection?.Abort();

        // HTTP/2 requests are objects that the server uses again: this one may be reset only while it is ours.
        if (Request is not null && Interlocked.CompareExchange(ref _request, RequestAborting, RequestRunning) == RequestRunning)
        {
            Request.Abort();
            Volatile.Write(ref _request, RequestOver);
        }

        // For transports whose reads do not end with the connection.
        _input.CancelPendingRead();
    }

    /// <inheritdoc/>
    // A peer that neither answers a close frame nor reads must not keep the connection.
    public void ExpectEnd()
    {
        if (Interlocked.Exchange(ref _closing, 1) == 0)
        {
            _closeTimer = settings.Time.CreateTimer(
                static connection => ((PipeWebSocketConnection)connection!).Abort(), this, settings.CloseTimeout, Timeout.InfiniteTimeSpan);
        }
    }

    private async Task EndAsync(IWebSocketHandler handler)
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

    private async Task EndAsync()
    {
        _frames.Stop();

        if (_closeReported)
        {
            ExpectEnd();
        }
        else
        {
            // The handler threw, which it must not: nobody is left to end this in order.
            Abort();
        }

        if (Volatile.Read(ref _flushing) is { } flushing)
        {
            await flushing;
        }

        while (Interlocked.CompareExchange(ref _request, RequestOver, RequestRunning) == RequestAborting)
        {
            await Task.Yield();
        }

        _closeTimer?.Dispose();

        if (Connection is not null)
        {
            settings.Lingering.Add(Connection);
        }

        _deflater?.Dispose();

        if (OwnsPipe)
        {
            await _input.CompleteAsync();
            await _output.CompleteAsync(_output.UnflushedBytes > 0 ? Over : null);
        }
    }
}
