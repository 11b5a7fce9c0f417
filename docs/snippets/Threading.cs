using System.Collections.Concurrent;

namespace SocketIO.Snippets;

internal static class Threading
{
    public static void Shared(SocketIOServer io)
    {
        // snippet: threading/shared
        var scores = new ConcurrentDictionary<string, int>();

        io.On("score", (string player) => scores.AddOrUpdate(player, 1, (_, score) => score + 1));
        // end
    }

    public static void Detach(SocketIOServer io)
    {
        // snippet: threading/detach
        io.On("render", (ServerSocket socket, string scene) =>
        {
            _ = RenderAsync(socket, scene);                    // catches and logs its own exceptions
        });
        // end
    }

    public static void Blocking(SocketIOServer io)
    {
        // snippet: threading/blocking
        io.On("hash", (string text) => Task.Run(() => SlowHash(text)));
        // end
    }

    public static void Concurrent(WebApplicationBuilder builder)
    {
        // snippet: threading/concurrent
        builder.Services.AddSocketIO(options => options.MaxConcurrentHandlers = 4);
        // end
    }

    public static async Task Pace(ServerSocket socket, IAsyncEnumerable<byte[]> parts, CancellationToken cancellationToken)
    {
        // snippet: threading/pace
        await foreach (var part in parts.WithCancellation(cancellationToken))
        {
            await socket.EmitAsync("part", part);              // completes late when the client is slow
        }
        // end
    }

    private static async Task RenderAsync(ServerSocket socket, string scene)
    {
        try
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), socket.DisconnectToken);
            await socket.EmitAsync("rendered", scene);
        }
        catch (OperationCanceledException)
        {
            // The client has gone.
        }
    }

    private static int SlowHash(string text) => text.Aggregate(17, (hash, letter) => (hash * 31) + letter);
}
