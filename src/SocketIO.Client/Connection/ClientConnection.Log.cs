using Microsoft.Extensions.Logging;

namespace SocketIO.Client;

/// <content>What is logged.</content>
public sealed partial class ClientConnection
{
    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Connected to {Server} by {Transport} (Engine.IO {Version}).", EventName = "Connected")]
        public static partial void Connected(ILogger logger, Uri server, string transport, int version);

        [LoggerMessage(2, LogLevel.Warning, "Cannot connect to {Server}: {Error}. {Advice}", EventName = "ConnectFailed")]
        public static partial void ConnectFailed(ILogger logger, Uri server, string error, string advice);

        [LoggerMessage(3, LogLevel.Information, "The connection to {Server} is lost: {Reason}. {Advice}", EventName = "Lost")]
        public static partial void Lost(ILogger logger, Uri server, string reason, string advice);

        [LoggerMessage(4, LogLevel.Debug, "Connecting to {Server} again in {Delay}, attempt {Attempt}.", EventName = "Reconnecting")]
        public static partial void Reconnecting(ILogger logger, Uri server, TimeSpan delay, int attempt);

        [LoggerMessage(5, LogLevel.Debug, "The connection to {Server} has moved to {Transport}.", EventName = "Upgraded")]
        public static partial void Upgraded(ILogger logger, Uri server, string transport);

        [LoggerMessage(6, LogLevel.Information, "The connection to {Server} stays with polling: {Error}. {Advice}", EventName = "UpgradeFailed")]
        public static partial void UpgradeFailed(ILogger logger, Uri server, string error, string advice);

        [LoggerMessage(7, LogLevel.Error, "A handler of {Callback} failed.", EventName = "HandlerFailed")]
        public static partial void HandlerFailed(ILogger logger, string callback, Exception exception);

        [LoggerMessage(8, LogLevel.Information, "{Server} is a server of Socket.IO 2. Set Protocol to ClientProtocol.Version4 to spare it the first attempt.", EventName = "OldServer")]
        public static partial void OldServer(ILogger logger, Uri server);
    }
}
