namespace SocketIO.Snippets;

internal static class BroadcastingEvents
{
    public static async Task All(SocketIOServer io)
    {
        // snippet: broadcasting-events/all
        await io.EmitAsync("news", "the shop opens");
        await io.Of("/admin").EmitAsync("news", "only those in /admin");
        // end
    }

    public static void Others(SocketIOServer io)
    {
        // snippet: broadcasting-events/others
        io.On("say", (ServerSocket socket, string text) => socket.Broadcast.EmitAsync("said", text));
        // end
    }

    public static async Task Acks(SocketIOServer io)
    {
        // snippet: broadcasting-events/acks
        var votes = await io.In("jurors").Timeout(TimeSpan.FromSeconds(10)).EmitWithAckAsync<bool>("guilty?");

        Console.WriteLine($"{votes.Responses.Count(yes => yes)} yes, {votes.Responses.Count} of {votes.Expected} answered");

        if (votes.TimedOut)
        {
            Console.WriteLine("somebody did not answer in time");
        }
        // end
    }

    public static async Task Operators(SocketIOServer io)
    {
        // snippet: broadcasting-events/operators
        BroadcastOperator readers = io.To("news").Except("muted");

        await readers.EmitAsync("headline", "one");
        await readers.Volatile.EmitAsync("ticker", 42);
        // end
    }

    // snippet: broadcasting-events/service
    internal sealed class PriceFeed(SocketIOServer io) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));

            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await io.To("prices").Volatile.EmitAsync("price", Random.Shared.Next(100));
            }
        }
    }
    // end
}
