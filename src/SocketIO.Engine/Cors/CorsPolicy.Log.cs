using Microsoft.Extensions.Logging;

namespace SocketIO.Engine;

/// <content>The log messages.</content>
internal sealed partial class CorsPolicy
{
    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The function that Cors.Origin was made from failed. The request is refused.", EventName = "SelectorFailed")]
        public static partial void SelectorFailed(ILogger logger, Exception exception);

        [LoggerMessage(2, LogLevel.Error, "The function that Cors.Origin was made from returned another function: return a fixed set of origins. The request is refused.", EventName = "SelectorReturnedSelector")]
        public static partial void SelectorReturnedSelector(ILogger logger);
    }
}
