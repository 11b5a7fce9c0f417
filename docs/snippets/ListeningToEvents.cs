using System.Security.Claims;
using System.Text.Json;
using SocketIO.Protocol;

namespace SocketIO.Snippets;

internal static class ListeningToEvents
{
    public static void First(SocketIOServer io)
    {
        // snippet: listening-to-events/first
        io.On("update item", (ServerSocket socket, string id, Item item) =>
        {
            Console.WriteLine($"{socket.Id} renames {id} to {item.Title}");
        });
        // end
    }

    public static void Parameters(SocketIOServer io)
    {
        // snippet: listening-to-events/parameters
        io.On("place", async (
            ServerSocket socket,            // who sent it
            ClaimsPrincipal user,           // as whom the connection was authenticated
            OrderService orders,            // a registered service
            CancellationToken gone,         // cancelled when the socket disconnects
            Order order,                    // the first argument
            string note = "") =>            // the second, which may be missing
        {
            var number = await orders.PlaceAsync(order, user, gone);
            await socket.EmitAsync("placed", number, note);
        });
        // end
    }

    public static void Arguments(SocketIOServer io)
    {
        // snippet: listening-to-events/arguments
        io.On("coordinates", (double x, double y, double? z) => { });           // null is a value for z, but something must be sent
        io.On("tags", (string list, string[] tags) => { });                     // the last array takes all that is left
        io.On("upload", (string name, byte[] content) => { });                  // a binary attachment
        io.On("picture", (Picture picture) => { });                             // the same, inside an object
        io.On("anything", (JsonElement value) => { });                          // decide later
        io.On("everything", (EventArguments arguments) =>
        {
            for (var i = 0; i < arguments.Count; i++)
            {
                Console.WriteLine(arguments[i].IsBinary ? "bytes" : arguments[i].GetJson().ToString());
            }
        });
        // end
    }

    // snippet: listening-to-events/arguments
    internal sealed record Picture(string Name, ReadOnlyMemory<byte> Content);
    // end

    public static void Answers(SocketIOServer io)
    {
        // snippet: listening-to-events/answers
        io.On("add", (int a, int b) => a + b);                                  // one value
        io.On("split", (string text) => (text[..1], text[1..]));                // two arguments
        io.On("place order", (OrderService orders, ClaimsPrincipal user, Order order)
            => orders.PlaceAsync(order, user, CancellationToken.None));         // what the task yields
        io.On("delete", (string id) => { });                                    // an empty acknowledgement
        // end
    }

    public static void LateAnswer(SocketIOServer io)
    {
        // snippet: listening-to-events/ack
        io.On("start job", (string name, Ack ack) =>
        {
            if (name.Length == 0)
            {
                return ack.SendAsync(new { error = "a job needs a name" });
            }

            Jobs.Start(name, onDone: result => ack.SendAsync(new { result }));
            return default;                                                     // the next event does not wait for the job
        });
        // end
    }

    public static void PerSocket(SocketIOServer io)
    {
        // snippet: listening-to-events/per-socket
        io.OnConnection((ServerSocket socket) =>
        {
            var connectedAt = DateTimeOffset.UtcNow;

            socket.On("uptime", () => (DateTimeOffset.UtcNow - connectedAt).TotalSeconds);
            socket.Once("ready", () => socket.EmitAsync("welcome"));
        });
        // end
    }

    public static void Removing(ServerSocket socket)
    {
        // snippet: listening-to-events/off
        EventSubscription subscription = socket.On("draw", (int x, int y) => { });

        subscription.Dispose();                                                 // this handler
        socket.Off("draw");                                                     // all handlers of the event
        socket.Off();                                                           // all handlers
        // end
    }

    public static void CatchAll(ServerSocket socket)
    {
        // snippet: listening-to-events/catch-all
        socket.OnAny((eventName, arguments) => Console.WriteLine($"< {eventName}, {arguments.Count} arguments"));
        socket.PrependAny((eventName, _) => Console.WriteLine("before all others"));
        socket.OnAnyOutgoing((eventName, arguments) => Console.WriteLine($"> {eventName}, {arguments.Count} arguments"));

        socket.OffAny();
        socket.OffAnyOutgoing();
        // end
    }

    public static void Validation(SocketIOServer io)
    {
        // snippet: listening-to-events/validation
        io.On("rename", (string id, string title) =>
            title.Length is > 0 and <= 100
                ? new { ok = true, error = "" }
                : new { ok = false, error = "a title has 1 to 100 characters" });
        // end
    }
}
