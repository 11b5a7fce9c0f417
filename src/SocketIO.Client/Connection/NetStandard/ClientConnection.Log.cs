using Microsoft.Extensions.Logging;

namespace SocketIO.Client;

/// <content>What is logged on .NET Standard only.</content>
public sealed partial class ClientConnection
{
    private static partial class Log
    {
        [LoggerMessage(100, LogLevel.Warning, "PerMessageDeflate is set for {Server}, but WebSockets of this platform do not compress: messages go as they are. .NET 8 and later do.", EventName = "NotCompressed")]
        public static partial void NotCompressed(ILogger logger, Uri server);
    }
}
