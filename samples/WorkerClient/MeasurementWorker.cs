using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SocketIO.Client;
using SocketIO.Protocol;

namespace WorkerClient;

/// <summary>Measures, and delivers each measurement at least once.</summary>
internal sealed class MeasurementWorker(SocketIOClient client, TimeProvider time, ILogger<MeasurementWorker> logger) : BackgroundService
{
    private const int MaxBacklog = 10_000;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    // Below the time that the host gives a service to stop, which is 30 seconds.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private Task _latest = Task.CompletedTask;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);

        try
        {
            do
            {
                // Lost connections come back by themselves; whoever was refused, or sent away, has to ask again.
                if (!client.Active)
                {
                    client.Connect();
                }

                if (client.QueuedCount < MaxBacklog)
                {
                    _latest = DeliverAsync(new Measurement(Guid.NewGuid(), time.GetUtcNow(), 20 + Random.Shared.NextDouble()));
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            await DrainAsync();
        }
    }

    // Sent until it is acknowledged, 11 times at most, so that it may arrive more than once: the server counts each id once.
    private async Task DeliverAsync(Measurement measurement)
    {
        try
        {
            await client.EmitWithAckAsync<EventArguments>("measurement", measurement);
            logger.LogDebug("Measurement {Id} is delivered", measurement.Id);
        }
        catch (Exception error) when (error is AckTimeoutException or SocketDisconnectedException)
        {
            logger.LogError(error, "Measurement {Id} is given up", measurement.Id);
        }
    }

    // They are delivered in order: when the last has arrived, all have.
    private async Task DrainAsync()
    {
        try
        {
            await _latest.WaitAsync(Patience, time);
            logger.LogInformation("Everything is delivered");
        }
        catch (TimeoutException)
        {
            logger.LogError("Stopped with {Count} measurements that were not delivered", client.QueuedCount);
        }
    }

    private sealed record Measurement(Guid Id, DateTimeOffset At, double Celsius);
}
