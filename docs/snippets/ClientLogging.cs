using SocketIO.Client;

namespace SocketIO.Snippets;

internal static class ClientLogging
{
    public static void Console()
    {
        // snippet: client-logging/console
        using var loggers = LoggerFactory.Create(logging => logging.AddConsole().SetMinimumLevel(LogLevel.Debug));
        var client = new SocketIOClient("https://example.com", options => options.LoggerFactory = loggers);
        // end
        client.Connect();
    }

    public static void Events(SocketIOClient client, ILogger logger)
    {
        // snippet: client-logging/events
        client.OnAny((ClientEventContext context) => logger.LogDebug("< {Event} ({Count})", context.EventName, context.Arguments.Count));
        client.OnAnyOutgoing((name, arguments) => logger.LogDebug("> {Event} ({Count})", name, arguments.Count));
        client.Connection.OnPing(() => logger.LogTrace("heartbeat"));
        // end
    }
}
