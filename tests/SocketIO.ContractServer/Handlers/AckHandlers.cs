using SocketIO.Protocol;
using SocketIO.Server;

namespace SocketIO.ContractServer;

/// <summary>Every way to acknowledge, and to ask.</summary>
internal static class AckHandlers
{
    public static void Add(ServerNamespace ns)
    {
        ns.On("ack-echo", (EventArguments arguments) => arguments);
        ns.On("ack-none", () => { });
        ns.On("ack-many", () => (1, "two", new { three = 3 }, new[] { 4 }, (object?)null, true));
        ns.On("ack-bin", () => new byte[] { 1, 2, 3, 4 });
        ns.On("ack-never", (Ack _) => { });
        ns.On("ack-late", (int ms, Ack ack) => Detached.Run(() => AnswerLateAsync(ms, ack)));
        ns.On("ack-twice", async (Ack ack) =>
        {
            await ack.SendAsync("first");
            await ack.SendAsync("second");
        });

        // The client's answer must not hold up its next events.
        ns.On("ask", (ServerSocket socket, EventArguments arguments, Ack ack) => Detached.Run(() => AskAsync(socket, arguments, ack)));
        ns.On("ask-plain", (ServerSocket socket, EventArguments arguments, Ack ack) => Detached.Run(() => AskPlainAsync(socket, arguments, ack)));
    }

    private static async Task AnswerLateAsync(int ms, Ack ack)
    {
        // At least a moment, as timers elsewhere have it: "late" is never sent by the handler itself.
        await Task.Delay(TimeSpan.FromMilliseconds(Math.Max(ms, 1)), TimeProvider.System);
        await ack.SendAsync("late");
    }

    private static async Task AskAsync(ServerSocket socket, EventArguments arguments, Ack ack)
    {
        var timeout = TimeSpan.FromMilliseconds(arguments.Get<double>(1));

        try
        {
            var values = await socket.Timeout(timeout).EmitWithAckAsync<EventArguments>(arguments.Get<string>(0)!, arguments.From(2));
            await ack.SendAsync(new { ok = true, values = values.From() });
        }
        catch (AckTimeoutException e)
        {
            await ack.SendAsync(new { ok = false, error = e.Message });
        }
    }

    private static async Task AskPlainAsync(ServerSocket socket, EventArguments arguments, Ack ack)
    {
        var values = await socket.EmitWithAckAsync<EventArguments>(arguments.Get<string>(0)!, arguments.From(1));
        await ack.SendAsync([values.From()]);
    }
}
