using Microsoft.Extensions.Logging;

namespace SocketIO.Adapters.Redis;

/// <content>What is logged.</content>
internal sealed partial class StreamOutbox
{
    private static partial class Log
    {
        [LoggerMessage(211, LogLevel.Warning, "Redis does not take messages for the stream now. They wait, in order and within limits.", EventName = "StreamWaits")]
        public static partial void Waiting(ILogger logger, Exception? exception);

        [LoggerMessage(212, LogLevel.Information, "Redis takes messages for the stream again; {Count} more have waited.", EventName = "StreamGoesOn")]
        public static partial void GoesOn(ILogger logger, int count);
    }
}
