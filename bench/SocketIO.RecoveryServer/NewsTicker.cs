using SocketIO.Server;

namespace SocketIO.RecoveryServer;

/// <summary>
/// Emits events with consecutive numbers: to all, to one of two rooms, to all but one of them, to one client, in turn. The clients know
/// which numbers are theirs.
/// </summary>
internal sealed class NewsTicker(SocketIOServer io)
{
    private readonly CancellationTokenSource _stop = new();
    private Task<long> _running = Task.FromResult(-1L);

    public void Start(int rate, int clients) => _running = RunAsync(rate, clients);

    /// <summary>Stops, and tells the last number.</summary>
    public async Task<long> StopAsync()
    {
        await _stop.CancelAsync();
        return await _running;
    }

    private async Task<long> RunAsync(int rate, int clients)
    {
        var started = TimeProvider.System.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        long number = 0;

        while (!_stop.IsCancellationRequested)
        {
            await timer.WaitForNextTickAsync(CancellationToken.None);

            for (var due = TimeProvider.System.GetElapsedTime(started).TotalSeconds * rate; number < due; number++)
            {
                await EmitAsync(number, clients);
            }
        }

        return number - 1;
    }

    private ValueTask EmitAsync(long number, int clients)
    {
        var round = number / 4;
        var room = round % 2 == 0 ? "even" : "odd";

        return (number % 4) switch
        {
            0 => io.EmitAsync("news", number),
            1 => io.To(room).EmitAsync("news", number),
            2 => io.Except(room).EmitAsync("news", number),
            _ => io.To($"client {round % clients}").EmitAsync("news", number),
        };
    }
}
