using Microsoft.Extensions.Logging;

namespace SocketIO.Adapters.Postgres;

/// <content>What is logged.</content>
internal sealed partial class PostgresAdapter
{
    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "A message of namespace {Namespace} was not found in the table any more (row {Row}): it was deleted before it was read. If that happens often, the interval of the cleanup is too short.", EventName = "RowMissing")]
        public static partial void RowMissing(ILogger logger, string @namespace, long row);

        [LoggerMessage(2, LogLevel.Warning, "{Count} messages of namespace {Namespace} from server {Uid} were missed, while the connection with the database was lost on either side.", EventName = "MessagesLost")]
        public static partial void MessagesLost(ILogger logger, string @namespace, long count, string uid);
    }
}
