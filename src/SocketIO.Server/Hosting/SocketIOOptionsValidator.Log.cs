using Microsoft.Extensions.Logging;

namespace SocketIO.Server;

internal sealed partial class SocketIOOptionsValidator
{
    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Warning}", EventName = "OptionsWarning")]
        public static partial void OptionsWarning(ILogger logger, string warning);
    }
}
