using StackExchange.Redis;

namespace SocketIO.Adapters.Redis;

/// <content>Connecting, and noticing that the connection is gone.</content>
internal sealed partial class RedisConnection
{
    private static readonly TimeSpan s_retryInterval = TimeSpan.FromMilliseconds(250);

    // A machine that is starting is busy: one attempt that takes too long does not mean that Redis is away.
    private static readonly TimeSpan s_firstPatience = TimeSpan.FromSeconds(5);

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                var multiplexer = await ConnectAsync().ConfigureAwait(false);
                await WatchAsync(multiplexer).ConfigureAwait(false);
                Log.Lost(_logger);
                _metrics.BrokerLost();
                Lost?.Invoke();

                if (_source.IsOwned)
                {
                    _ = CloseAsync(multiplexer, completes: false);
                }
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
        }
    }

    private async Task<IConnectionMultiplexer> ConnectAsync()
    {
        var begun = _time.GetTimestamp();

        while (true)
        {
            IConnectionMultiplexer? multiplexer = null;
            Exception? reason = null;

            try
            {
                multiplexer = await _source.OpenAsync().WaitAsync(_stopping.Token).ConfigureAwait(false);

                if (multiplexer.IsConnected && await IsAliveAsync(multiplexer).ConfigureAwait(false))
                {
                    await UseAsync(multiplexer).ConfigureAwait(false);
                    return multiplexer;
                }
            }
            catch (Exception exception) when (!_stopping.IsCancellationRequested)
            {
                reason = exception;
            }

            if (multiplexer is not null && _source.IsOwned)
            {
                _ = CloseAsync(multiplexer, completes: false);
            }

            if (_time.GetElapsedTime(begun) > s_firstPatience)
            {
                GiveUpWaiting(reason);
            }

            await Task.Delay(s_retryInterval, _time, _stopping.Token).ConfigureAwait(false);
        }
    }

    private async Task UseAsync(IConnectionMultiplexer multiplexer)
    {
        RedisSubscription[] subscriptions;

        lock (_gate)
        {
            subscriptions = [.. _subscriptions];
        }

        await Task.WhenAll(subscriptions.Select(subscription => subscription.AttachAsync(multiplexer)))
            .WaitAsync(s_patience, _time, _stopping.Token).ConfigureAwait(false);

        PublishEarly(multiplexer);
        Log.Connected(_logger);
        Restored?.Invoke();
    }

    // Nothing may overtake what has waited: the connection is everybody's only when nobody waits any more.
    private void PublishEarly(IConnectionMultiplexer multiplexer)
    {
        while (true)
        {
            List<EarlyMessages.Message> early;

            lock (_gate)
            {
                if (_early is null or { IsEmpty: true })
                {
                    _early = null;
                    _current = multiplexer;
                    _available.TrySetResult(multiplexer);
                    return;
                }

                early = _early.Take();
            }

            foreach (var message in early)
            {
                var publishing = multiplexer.GetSubscriber().PublishAsync(message.Channel, message.Value);
                _ = publishing.ContinueWith(
                    static (published, fate) => ((TaskCompletionSource)fate!).TrySetFromTask(published), message.Fate, TaskScheduler.Default);
            }
        }
    }

    // What waits for the first connection fails, and the log says why. Later losses have nothing that waits.
    private void GiveUpWaiting(Exception? reason)
    {
        EarlyMessages? early;

        lock (_gate)
        {
            early = _early;
            _early = null;
        }

        if (early is not null)
        {
            early.Fail();
            Log.NotThere(_logger, reason);
        }
    }

    /// <summary>Returns when the connection is lost.</summary>
    private async Task WatchAsync(IConnectionMultiplexer multiplexer)
    {
        multiplexer.ConnectionFailed += OnChange;
        multiplexer.ConnectionRestored += OnChange;
        var timer = _time.CreateTimer(_ => Check(), null, s_checkInterval, s_checkInterval);

        try
        {
            do
            {
                await _mustCheck.WaitAsync(_stopping.Token).ConfigureAwait(false);
            }
            while (await IsAliveAsync(multiplexer).ConfigureAwait(false));
        }
        finally
        {
            await timer.DisposeAsync().ConfigureAwait(false);
            multiplexer.ConnectionFailed -= OnChange;
            multiplexer.ConnectionRestored -= OnChange;
        }

        lock (_gate)
        {
            _current = null;
            _available = NewSource();
        }
    }

    private void OnChange(object? sender, ConnectionFailedEventArgs change) => Check();

    private void Check()
    {
        if (_mustCheck.CurrentCount == 0 && !_stopping.IsCancellationRequested)
        {
            try
            {
                _mustCheck.Release();
            }
            catch (ObjectDisposedException)
            {
                // It does not matter any more.
            }
        }
    }

    private async Task<bool> IsAliveAsync(IConnectionMultiplexer multiplexer)
    {
        try
        {
            var subscriber = multiplexer.GetSubscriber();
            var answers = Task.WhenAll(subscriber.PingAsync(), multiplexer.GetDatabase().PingAsync());
            _ = answers.ContinueWith(static failed => _ = failed.Exception, TaskContinuationOptions.OnlyOnFaulted);
            await answers.WaitAsync(s_patience, _time, _stopping.Token).ConfigureAwait(false);
            RedisSubscription[] subscriptions;

            lock (_gate)
            {
                subscriptions = [.. _subscriptions];
            }

            return Array.TrueForAll(subscriptions, subscription => subscription.IsConnected(subscriber));
        }
        catch (Exception) when (!_stopping.IsCancellationRequested)
        {
            return false;
        }
    }

    private static async Task CloseAsync(IConnectionMultiplexer multiplexer, bool completes)
    {
        try
        {
            await Task.Run(() => multiplexer.Close(completes)).ConfigureAwait(false);
            multiplexer.Dispose();
        }
        catch (Exception)
        {
            // It is gone either way.
        }
    }
}
