using StackExchange.Redis;

namespace SocketIO.Adapters.Redis;

/// <content>What is done while Redis takes nothing.</content>
internal sealed partial class StreamOutbox
{
    private static readonly TimeSpan s_newsAfter = TimeSpan.FromSeconds(1);

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
        var trying = TryUntilStoredAsync();

        // A connection that is about to be opened is no news.
        var isNews = await Task.WhenAny(trying, Task.Delay(s_newsAfter, _time)).ConfigureAwait(false) != trying;

        if (isNews)
        {
            Log.Waiting(_logger, reason);
        }

        if (!await trying.ConfigureAwait(false))
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

        if (isNews)
        {
            Log.GoesOn(_logger, waited);
        }

        if (mustSend)
        {
            // Not part of this task: if it fails again, this one has to be over.
            _ = Task.Run(Send);
        }
    }

    /// <summary>Tries until Redis has taken the first of what waits.</summary>
    /// <returns><see langword="false"/> when the server has stopped meanwhile.</returns>
    private async Task<bool> TryUntilStoredAsync()
    {
        try
        {
            while (!await TryFirstAsync().ConfigureAwait(false))
            {
                await Task.Delay(s_retryInterval, _time, _stopping.Token).ConfigureAwait(false);
            }

            return true;
        }
        catch (Exception) when (_stopping.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task<bool> TryFirstAsync()
    {
        try
        {
            var multiplexer = await _connection.GetAsync(_stopping.Token).ConfigureAwait(false);
            await FindSentAsync(multiplexer.GetDatabase()).ConfigureAwait(false);
            QueuedEntry? first;

            lock (_gate)
            {
                if (!_waiting.TryPeek(out first))
                {
                    return true;
                }

                // To be looked for, if there is no answer.
                first.State = QueuedEntryState.Failed;
            }

            var answer = await first.SendAsync(multiplexer).WaitAsync(s_patience, _time, _stopping.Token).ConfigureAwait(false);
            _ = StreamId.TryParse((string?)answer, out var id);

            lock (_gate)
            {
                _waiting.Dequeue();
                NoteStoredLocked(first, id);
            }

            first.SetStored();
            return true;
        }
        catch (Exception) when (!_stopping.IsCancellationRequested)
        {
            return false;
        }
    }

    // Some of what was not answered was stored all the same. JavaScript servers would deliver it twice.
    private async Task FindSentAsync(IDatabase database)
    {
        Dictionary<string, StreamId> answered;
        string[] streams;

        lock (_gate)
        {
            streams = [.. _waiting.Where(static entry => entry.State is QueuedEntryState.Failed && entry.Stream is not null).Select(static entry => entry.Stream!).Distinct()];
            answered = new(_answered);
        }

        foreach (var stream in streams)
        {
            var stored = await ReadNumbersAsync(database, stream, answered.GetValueOrDefault(stream)).ConfigureAwait(false);
            List<QueuedEntry> found = [];

            lock (_gate)
            {
                var all = _waiting.ToLookup(entry => entry.Stream == stream && stored.Contains(entry.Number));
                found.AddRange(all[true]);
                found.ForEach(entry => NoteStoredLocked(entry, default));
                _waiting = new Queue<QueuedEntry>(all[false]);
            }

            found.ForEach(static entry => entry.SetStored());
        }
    }

    private async Task<HashSet<long>> ReadNumbersAsync(IDatabase database, string stream, StreamId after)
    {
        const int PageSize = 1000;
        HashSet<long> numbers = [];
        List<StreamEntry> page;

        do
        {
            var reading = database.ExecuteAsync("XRANGE", (RedisKey)stream, after.Next.ToString(), "+", "COUNT", PageSize);
            page = StreamEntry.ReadAll(await reading.WaitAsync(s_patience, _time, _stopping.Token).ConfigureAwait(false));

            foreach (var entry in page)
            {
                after = entry.Id;

                if (entry.Uid == Uid)
                {
                    numbers.Add(entry.Number);
                }
            }
        }
        while (page.Count == PageSize);

        return numbers;
    }
}
