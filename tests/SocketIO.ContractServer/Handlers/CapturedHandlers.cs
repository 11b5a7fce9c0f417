using SocketIO.Protocol;
using SocketIO.Server;

namespace SocketIO.ContractServer;

/// <summary>The handlers of the server with which real clients were recorded (tests/Interop/Captures).</summary>
internal static class CapturedHandlers
{
    public static void Add(SocketIOServer io)
    {
        AddTo(io);
        AddTo(io.Of("/admin"));
        io.Of("/denied").Use((_, _) => throw new ConnectRefusedException("not allowed", new { code = 7 }));
    }

    private static void AddTo(ServerNamespace ns)
    {
        ns.On("echo", (ServerSocket socket, EventArguments arguments, Ack _) => socket.EmitAsync("echo", arguments.From()));
        ns.On("echo-ack", (EventArguments arguments) => arguments);
        ns.On("ask-me", (ServerSocket socket) => Detached.Run(() => AskAsync(socket, "question", "q", 1)));
        ns.On("ask-me-bin", (ServerSocket socket) => Detached.Run(() => AskAsync(socket, "question-bin", new byte[] { 1, 2, 3 })));
        ns.On("send-bin", (ServerSocket socket) => socket.EmitAsync("bin", new byte[] { 0, 255, 128 }, new { a = "abc"u8.ToArray(), t = "déjà 😀" }));
        ns.On("big", (ServerSocket socket, string text) => socket.EmitAsync("big", text));
        ns.On("kick", (ServerSocket socket) => socket.DisconnectAsync());
        ns.On("burst", async (ServerSocket socket) =>
        {
            foreach (var value in new object[] { 0, 1, 2, new byte[] { 9 }, "€ end" })
            {
                await socket.EmitAsync("burst", value);
            }
        });
    }

    private static async Task AskAsync(ServerSocket socket, string question, params object?[] values)
    {
        var answer = await socket.EmitWithAckAsync<EventArguments>(question, values);
        await socket.EmitAsync("thanks", answer.From());
    }
}
