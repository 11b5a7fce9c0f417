using Microsoft.Extensions.Logging;

namespace SocketIO.Client;

/// <content>Options that have no effect on .NET Standard.</content>
public sealed partial class ClientConnection
{
    partial void WarnOfIgnoredOptions()
    {
        if (Options.PerMessageDeflate is not null && Options.Transports.Contains(ClientTransport.WebSocket))
        {
            Log.NotCompressed(_logger, Url);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(100, LogLevel.Warning, "PerMessageDeflate is set for {Url}, but WebSockets of this platform do not compress: messages go as they are. .NET 8 and later do.")]
        public static partial void NotCompressed(ILogger logger, Uri url);
    }
}
