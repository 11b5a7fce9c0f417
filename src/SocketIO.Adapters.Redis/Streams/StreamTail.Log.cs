using Microsoft.Extensions.Logging;

namespace SocketIO.Adapters.Redis;

/// <content>What is logged.</content>
internal sealed partial class StreamTail
{
    private static partial class Log
    {
        [LoggerMessage(221, LogLevel.Warning, "Stream {Stream} cannot be read now. Nothing is lost meanwhile, as long as Redis keeps it.", EventName = "StreamNotRead")]
        public static partial void Lost(ILogger logger, string stream, Exception exception);

        [LoggerMessage(222, LogLevel.Information, "Stream {Stream} is read again.", EventName = "StreamReadAgain")]
        public static partial void Found(ILogger logger, string stream);

        [LoggerMessage(223, LogLevel.Warning, "Stream {Stream} is another now, empty or older than before: Redis has lost data. Reading starts anew, and clients that were away cannot be restored.", EventName = "StreamStartsAnew")]
        public static partial void StartsAnew(ILogger logger, string stream);

        [LoggerMessage(224, LogLevel.Error, "Entries of stream {Stream} were removed before this server could read them: messages of other servers are lost. Raise MaxLength on all servers.", EventName = "StreamOvertaken")]
        public static partial void Overtaken(ILogger logger, string stream);
    }
}
