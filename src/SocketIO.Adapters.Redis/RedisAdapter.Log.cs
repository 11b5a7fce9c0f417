using Microsoft.Extensions.Logging;

namespace SocketIO.Adapters.Redis;

/// <content>What is logged.</content>
public sealed partial class RedisAdapter
{
    private static partial class Log
    {
        [LoggerMessage(211, LogLevel.Error, "A request of another server failed in namespace {Namespace}.", EventName = "RequestFailed")]
        public static partial void RequestFailed(ILogger logger, string @namespace, Exception exception);

        [LoggerMessage(212, LogLevel.Debug, "Another server was not answered in namespace {Namespace}: Redis did not take it.", EventName = "AnswerNotSent")]
        public static partial void AnswerNotSent(ILogger logger, string @namespace, Exception exception);
    }
}
