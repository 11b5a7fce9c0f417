using SocketIO.Protocol;

namespace SocketIO.Snippets;

internal static class ServerApi
{
    public static void Engine(WebApplication app)
    {
        // snippet: server-api/engine
        var engine = new EngineServer(
            new EngineOptions { MaxHttpBufferSize = 100_000 },
            session => new Echo(session),
            TimeProvider.System,
            app.Services.GetRequiredService<ILoggerFactory>());

        app.MapEngineIO("/engine.io/", engine);
        // end
    }

    // snippet: server-api/engine
    internal sealed class Echo(EngineSession session) : IEngineConnection
    {
        public ValueTask OnMessageAsync(EngineMessage message) => message.IsBinary
            ? session.SendMessageAsync(message.Data)
            : session.SendMessageAsync(System.Text.Encoding.UTF8.GetString(message.Data.Span));

        public void OnClosed(CloseReason reason, string? description) => Console.WriteLine($"closed: {reason.ToProtocolText()}");
    }
    // end

    public static void Arguments(EventArguments arguments)
    {
        // snippet: server-api/arguments
        string? first = arguments.Get<string>(0);                         // throws ArgumentBindingException when it is no string
        if (arguments.TryGet<int>(1, out var second))
        {
            Console.WriteLine($"{first} {second}, {arguments.Count} in all");
        }

        if (arguments.Count > 2 && arguments[2].TryGetBytes(out var bytes))
        {
            Console.WriteLine($"{bytes.Length} bytes");
        }
        // end
    }
}
