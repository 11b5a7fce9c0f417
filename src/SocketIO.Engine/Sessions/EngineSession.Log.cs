using Microsoft.Extensions.Logging;

namespace SocketIO.Engine;

public sealed partial class EngineSession
{
    // Event ids are read by people's dashboards: append, never renumber.
    // The session id authenticates requests, so it is never logged; LogId is its public stand-in.
    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "Session {LogId} opened over {Transport}.", EventName = "SessionOpened")]
        public static partial void Opened(ILogger logger, long logId, TransportKind transport);

        [LoggerMessage(2, LogLevel.Debug, "Session {LogId} ended: {Reason} ({Description}).", EventName = "SessionEnded")]
        public static partial void Ended(ILogger logger, long logId, string reason, string? description);

        [LoggerMessage(3, LogLevel.Debug, "Session {LogId} was upgraded to {Transport}.", EventName = "SessionUpgraded")]
        public static partial void Upgraded(ILogger logger, long logId, TransportKind transport);

        [LoggerMessage(4, LogLevel.Debug, "Session {LogId} stays on its transport, the upgrade was abandoned: {Why}.", EventName = "UpgradeAbandoned")]
        public static partial void UpgradeAbandoned(ILogger logger, long logId, string why);

        [LoggerMessage(5, LogLevel.Error, "An application callback of session {LogId} failed.", EventName = "ApplicationFailed")]
        public static partial void ApplicationFailed(ILogger logger, long logId, Exception exception);

        [LoggerMessage(6, LogLevel.Warning, "Session {LogId} is closed: {Bytes} bytes wait for a client that does not read. The limit is SendQueueBytes.", EventName = "SlowConsumer")]
        public static partial void SlowConsumer(ILogger logger, long logId, long bytes);
    }
}
