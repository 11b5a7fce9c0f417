using Microsoft.Extensions.Logging;

namespace SocketIO.Server;

internal sealed partial class OptionsFromConfiguration
{
    private static partial class Log
    {
        [LoggerMessage(2, LogLevel.Warning, "{Warning}", EventName = "ConfigurationWarning")]
        public static partial void ConfigurationWarning(ILogger logger, string warning);
    }
}
