using Microsoft.Extensions.Logging;

namespace SocketIO.Client;

/// <content>What is logged.</content>
public sealed partial class ClientConnection
{
    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Connected to {Url} by {Transport} (Engine.IO {Version}).")]
        public static partial void Connected(ILogger logger, Uri url, string transport, int version);

        [LoggerMessage(2, LogLevel.Warning, "Cannot connect to {Url}: {Error}. {Advice}")]
        public static partial void ConnectFailed(ILogger logger, Uri url, string error, string advice, Exception exception);

        [LoggerMessage(3, LogLevel.Information, "The connection to {Url} is lost: {Reason}. {Advice}")]
        public static partial void Lost(ILogger logger, Uri url, string reason, string advice);

        [LoggerMessage(4, LogLevel.Debug, "Connecting to {Url} again in {Delay}, attempt {Attempt}.")]
        public static partial void Reconnecting(ILogger logger, Uri url, TimeSpan delay, int attempt);

        [LoggerMessage(5, LogLevel.Debug, "The connection to {Url} has moved to {Transport}.")]
        public static partial void Upgraded(ILogger logger, Uri url, string transport);

        [LoggerMessage(6, LogLevel.Information, "The connection to {Url} stays with polling: {Error}. {Advice}")]
        public static partial void UpgradeFailed(ILogger logger, Uri url, string error, string advice, Exception exception);

        [LoggerMessage(7, LogLevel.Error, "A handler of {Callback} failed.")]
        public static partial void HandlerFailed(ILogger logger, string callback, Exception exception);

        [LoggerMessage(8, LogLevel.Information, "{Url} is a server of Socket.IO 2. Set Protocol to ClientProtocol.Version4 to spare it the first attempt.")]
        public static partial void OldServer(ILogger logger, Uri url);
    }
}
