using SocketIO.Protocol;

namespace SocketIO.Snippets;

internal static class EmittingEvents
{
    public static async Task Basic(ServerSocket socket, byte[] bytes)
    {
        // snippet: emitting-events/basic
        await socket.EmitAsync("hello");
        await socket.EmitAsync("hello", 1, "2", new { three = 3, four = bytes });
        // end
    }

    public static async Task Arrays(ServerSocket socket)
    {
        // snippet: emitting-events/arrays
        await socket.EmitAsync("names", new[] { "anna", "bert" });            // one argument, an array
        await socket.EmitAsync("names", "anna", "bert");                       // two arguments
        await socket.EmitAsync("names", new object[] { "anna", "bert" });      // two arguments: an object[] is taken for the arguments
        // end
    }

    public static async Task Acknowledgement(ServerSocket socket)
    {
        // snippet: emitting-events/ack
        try
        {
            var answer = await socket.Timeout(TimeSpan.FromSeconds(5)).EmitWithAckAsync<string>("question", "how are you?");
            Console.WriteLine(answer);
        }
        catch (AckTimeoutException)
        {
            Console.WriteLine("no answer in 5 seconds");
        }
        catch (SocketDisconnectedException gone)
        {
            Console.WriteLine($"gone before it answered: {gone.Reason}");
        }
        // end
    }

    public static async Task AcknowledgementOfAll(ServerSocket socket, CancellationToken cancellationToken)
    {
        // snippet: emitting-events/ack-arguments
        EventArguments all = await socket.EmitWithAckAsync<EventArguments>("question", 6, 7, cancellationToken);
        Console.WriteLine($"{all.Count} arguments, the first is {all.Get<int>(0)}");
        // end
    }

    public static async Task Volatile(ServerSocket socket, double x, double y)
    {
        // snippet: emitting-events/volatile
        await socket.Volatile.EmitAsync("position", x, y);
        // end
    }

    public static async Task Compress(ServerSocket socket, byte[] jpeg)
    {
        // snippet: emitting-events/compress
        await socket.Compress(false).EmitAsync("picture", jpeg);
        // end
    }

    // snippet: emitting-events/types
    internal sealed record Reading(string Sensor, double Value, DateTimeOffset At, byte[] Raw);
    // end

    public static async Task Types(ServerSocket socket)
    {
        // snippet: emitting-events/types
        await socket.EmitAsync("reading", new Reading("roof", 21.5, DateTimeOffset.UnixEpoch, [1, 2, 3]));
        // end
    }
}
