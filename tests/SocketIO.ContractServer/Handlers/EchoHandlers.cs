using SocketIO.Protocol;
using SocketIO.Server;

namespace SocketIO.ContractServer;

/// <summary>Events that come back. They take the acknowledgement as a parameter, so that none is sent by itself.</summary>
internal static class EchoHandlers
{
    public static void Add(ServerNamespace ns)
    {
        ns.On("echo", (ServerSocket socket, EventArguments arguments, Ack _) => socket.EmitAsync("echoed", arguments.From()));
        ns.On("rewritten", (ServerSocket socket, EventArguments arguments, Ack _) => socket.EmitAsync("echoed", arguments.From()));
        ns.On("1", (ServerSocket socket, EventArguments arguments, Ack _) => socket.EmitAsync("echoed", ["numeric", .. arguments.From()]));

        ns.On("big-send", (ServerSocket socket, int n, Ack _) => socket.EmitAsync("big", new string('x', n)));
        ns.On("utf8-send", (ServerSocket socket, Ack _) => socket.EmitAsync("utf8", "héllo € 😀 тест", "\u0000\u001e\u2028"));
        ns.On("date-send", (ServerSocket socket, Ack _) => socket.EmitAsync("date", DateTimeOffset.UnixEpoch));
        ns.On("seq", (ServerSocket socket, int n, Ack _) => SequenceAsync(n, i => socket.EmitAsync("num", i)));
        ns.On("volatile-seq", (ServerSocket socket, int n, Ack _) => SequenceAsync(n, i => socket.Volatile.EmitAsync("num", i)));

        ns.On("bin-send", (ServerSocket socket, int n, Ack _) =>
        {
            var bytes = new byte[n];

            for (var i = 0; i < n; i++)
            {
                bytes[i] = (byte)i;
            }

            return socket.EmitAsync("bin", new { a = bytes, list = new object[] { new byte[] { 1, 2 }, "x" }, text = "t" });
        });

        ns.On("mixed-seq", async (ServerSocket socket, Ack _) =>
        {
            await socket.EmitAsync("m", 0);
            await socket.EmitAsync("m", new byte[] { 1 });
            await socket.EmitAsync("m", 2);
            await socket.EmitAsync("m", new { b = new byte[] { 3 } });
            await socket.EmitAsync("m", 4);
        });
    }

    private static async Task SequenceAsync(int n, Func<int, ValueTask> emit)
    {
        for (var i = 0; i < n; i++)
        {
            await emit(i);
        }
    }
}
