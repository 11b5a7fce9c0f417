using Microsoft.Extensions.Logging;

namespace SocketIO.Adapters.Postgres;

/// <content>What is logged.</content>
internal sealed partial class PostgresListener
{
    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The database cannot be reached, or the connection over which other servers are heard was lost. Clients of this server are served all the same; what others send meanwhile is missed.", EventName = "DatabaseLost")]
        public static partial void Lost(ILogger logger, Exception exception);

        [LoggerMessage(2, LogLevel.Information, "Other servers are heard through the database again.", EventName = "DatabaseBack")]
        public static partial void Back(ILogger logger);
    }
}
