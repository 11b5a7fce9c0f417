using SocketIO.Client;
using SocketIO.Protocol;

namespace SocketIO.Snippets;

internal static class ClientEvents
{
    public static async Task Emit(SocketIOClient socket, byte[] picture)
    {
        // snippet: client-events/emit
        await socket.EmitAsync("hello", 1, "two", new { three = 3 });
        await socket.EmitAsync("picture", new { title = "sunset", data = picture });     // binary, wherever it is
        await socket.EmitAsync("tags", new[] { "a", "b" });                              // one argument, a list
        // end
    }

    public static async Task Ack(SocketIOClient socket, Order order, CancellationToken cancellationToken)
    {
        // snippet: client-events/ack
        string number = await socket.EmitWithAckAsync<string>("order", order, cancellationToken);

        var answers = await socket.Timeout(TimeSpan.FromSeconds(5)).EmitWithAckAsync<EventArguments>("status");
        Console.WriteLine($"{answers.Get<int>(0)} of {answers.Get<int>(1)}");
        // end
        Console.WriteLine(number);
    }

    public static void Callback(SocketIOClient socket)
    {
        // snippet: client-events/callback
        socket.EmitWithCallback("status", (error, answer) => Console.WriteLine(error?.Message ?? answer.Get<string>(0)));
        // end
    }

    public static void On(SocketIOClient socket)
    {
        // snippet: client-events/on
        socket.On("news", (string title, Item item) => Console.WriteLine($"{title}: {item.Title}"));
        socket.On("save", async (Item item) => await File.WriteAllTextAsync("item.txt", item.Title));
        socket.On("anything", (ClientEventContext context) => Console.WriteLine(context.Arguments.Count));

        var registration = socket.On("later", () => { });
        registration.Dispose();                            // or socket.Off("later") for all of that name
        // end
    }

    public static void Answer(SocketIOClient socket, OrderService orders)
    {
        // snippet: client-events/answer
        socket.On("are you there", () => true);
        socket.On("divide", (int a, int b) => (a / b, a % b));                   // a tuple is two arguments
        socket.On("find", async (string name) => await FindAsync(name));
        socket.On("decide", (ClientEventContext context) => { _ = DecideAsync(context); });      // answers when it likes
        // end
    }

    public static async Task Read(SocketIOClient socket, CancellationToken cancellationToken)
    {
        // snippet: client-events/read
        await foreach (var price in socket.ReadEventsAsync<decimal>("price", cancellationToken))
        {
            Console.WriteLine(price);
        }
        // end
    }

    public static void Any(SocketIOClient socket)
    {
        // snippet: client-events/any
        socket.OnAny((ClientEventContext context) => Console.WriteLine($"< {context.EventName}"));
        socket.OnAnyOutgoing((name, arguments) => Console.WriteLine($"> {name} ({arguments.Count})"));
        // end
    }

    public static async Task Retries(Order order)
    {
        // snippet: client-events/retries
        var socket = new SocketIOClient("https://example.com", options =>
        {
            options.Retries = 3;
            options.AckTimeout = TimeSpan.FromSeconds(10);
        });

        await socket.EmitAsync("order", Guid.NewGuid(), order);        // sent until it is acknowledged, at most 4 times
        // end
    }

    private static async Task<Item> FindAsync(string name)
    {
        await Task.Yield();
        return new Item(name);
    }

    private static async Task DecideAsync(ClientEventContext context)
    {
        await Task.Yield();
        context.Acknowledge("yes");
    }
}
