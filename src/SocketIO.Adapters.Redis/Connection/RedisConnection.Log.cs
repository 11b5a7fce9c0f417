using Microsoft.Extensions.Logging;

namespace SocketIO.Adapters.Redis;

/// <content>What is logged.</content>
internal sealed partial class RedisConnection
{
    private static partial class Log
    {
        [LoggerMessage(201, LogLevel.Information, "Connected with Redis: messages of other servers arrive.", EventName = "RedisConnected")]
        public static partial void Connected(ILogger logger);

        [LoggerMessage(202, LogLevel.Error, "The connection with Redis is lost. Clients of this server are served all the same; what is published for other servers until it is back is lost, what goes into a stream waits.", EventName = "RedisLost")]
        public static partial void Lost(ILogger logger);

        [LoggerMessage(203, LogLevel.Error, "Redis cannot be reached. The server runs without the others, and goes on trying.", EventName = "RedisNotThere")]
        public static partial void NotThere(ILogger logger, Exception? exception);
    }
}
