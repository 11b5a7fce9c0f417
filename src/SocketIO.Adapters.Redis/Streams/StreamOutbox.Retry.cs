using Microsoft.Extensions.Logging;

namespace SocketIO.Adapters.Redis;

/// <content>What is done while Redis takes nothing.</content>
internal sealed partial class StreamOutbox
{
    private void RetryIfQuietLocked()
    {
        if (!_isHalted || _isSending || _unanswered > 0 || !_retrying.IsCompleted || _stopping.IsCancellationRequested)
        {
            return;
        }

        var again = _sent.Where(static entry => entry.State is QueuedEntryState.Failed);
        _waiting = new Queue<QueuedEntry>([.. again, .. _waiting]);
        _sent.Clear();
        var reason = _reason;
        _reason = null;

        // Elsewhere: nothing is called under the lock.
        _retrying = Task.Run(() => RetryAsync(reason));
    }

    private async Task RetryAsync(Exception? reason)
    {
        Log.Waiting(_logger, reason);

        try
        {
            while (!await TryFirstAsync().ConfigureAwait(false))
            {
                await Task.Delay(s_retryInterval, _time, _stopping.Token).ConfigureAwait(false);
            }
        }
        catch (Exception) when (_stopping.IsCancellationRequested)
        {
            return;
        }

        int waited;
        bool mustSend;

        lock (_gate)
        {
            waited = _waiting.Count;
            Volatile.Write(ref _isHalted, false);
            mustSend = TryBeginLocked();
        }

        Log.GoesOn(_logger, waited);

        if (mustSend)
        {
            // Not part of this task: if it fails again, this one has to be over.
            _ = Task.Run(Send);
        }
    }

    private async Task<bool> TryFirstAsync()
    {
        QueuedEntry first;

        lock (_gate)
        {
            first = _waiting.Peek();
        }

        try
        {
            var multiplexer = await _connection.GetAsync(_stopping.Token).ConfigureAwait(false);
            await first.SendAsync(multiplexer).WaitAsync(s_patience, _time, _stopping.Token).ConfigureAwait(false);
        }
        catch (Exception) when (!_stopping.IsCancellationRequested)
        {
            return false;
        }

        lock (_gate)
        {
            _waiting.Dequeue();
            first.State = QueuedEntryState.Stored;
            ForgetLocked(first);
        }

        first.SetStored();
        return true;
    }

    private static partial class Log
    {
        [LoggerMessage(211, LogLevel.Warning, "Redis does not take messages for the stream now. They wait, in order and within limits.", EventName = "StreamWaits")]
        public static partial void Waiting(ILogger logger, Exception? exception);

        [LoggerMessage(212, LogLevel.Information, "Redis takes messages for the stream again; {Count} more have waited.", EventName = "StreamGoesOn")]
        public static partial void GoesOn(ILogger logger, int count);
    }
}
