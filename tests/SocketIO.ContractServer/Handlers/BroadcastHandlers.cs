using SocketIO.Protocol;
using SocketIO.Server;

namespace SocketIO.ContractServer;

/// <summary>Broadcasts, and questions to many.</summary>
internal static class BroadcastHandlers
{
    public static void Add(ServerNamespace ns)
    {
        ns.On("cast", async (ServerSocket socket, EventArguments arguments) =>
        {
            await CastAsync(socket, arguments.Get<CastOptions>(0)!, arguments.Get<string>(1)!, arguments.From(2));
            return true;
        });

        ns.On("ask-all", (ServerNamespace own, EventArguments arguments, Ack ack) => Detached.Run(() => AskAllAsync(own, arguments, ack)));
    }

    private static ValueTask CastAsync(ServerSocket socket, CastOptions options, string name, object?[] values)
    {
        if (options is { From: "socket", To: null, Except: null, Local: false })
        {
            var emitter = socket.Compress(options.Compress ?? true);
            return (options.Volatile ? emitter.Volatile : emitter).EmitAsync(name, values);
        }

        var target = options.From is "socket" or "broadcast" ? socket.Broadcast : socket.Namespace.To();
        target = options.To is { } to ? target.To(Names.Of(to)) : target;
        target = options.Except is { } except ? target.Except(Names.Of(except)) : target;
        target = options.Volatile ? target.Volatile : target;
        target = options.Local ? target.Local : target;
        target = options.Compress is { } compress ? target.Compress(compress) : target;
        return target.EmitAsync(name, values);
    }

    private static async Task AskAllAsync(ServerNamespace ns, EventArguments arguments, Ack ack)
    {
        var room = arguments.Get<string>(0);
        var timeout = TimeSpan.FromMilliseconds(arguments.Get<double>(2));
        var everyone = room is null ? ns.Timeout(timeout) : ns.In(room).Timeout(timeout);

        var acks = await everyone.EmitWithAckAsync<EventArgument>(arguments.Get<string>(1)!, arguments.From(3));

        await ack.SendAsync(acks.TimedOut
            ? new { ok = false, error = "operation has timed out", responses = acks.Responses }
            : (object)new { ok = true, responses = acks.Responses });
    }
}
