using Microsoft.Extensions.Logging;

namespace SocketIO.Server;

/// <content>The log messages.</content>
internal sealed partial class ClientBundle
{
    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "A browser asked for the JavaScript client, which this build of SocketIO.Server does not contain: npm was not available. Install Node.js with npm and rebuild, serve the client from your own files, or set ServeClient to false.", EventName = "ClientMissing")]
        public static partial void ClientMissing(ILogger logger);
    }
}
