using Microsoft.Extensions.Logging;

namespace SocketIO.Engine;

public sealed partial class EngineServer
{
    // Event ids are read by people's dashboards: append, never renumber.
    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "Refused a request with error {Code}, {Message} ({Name}).", EventName = "RequestRefused")]
        public static partial void Refused(ILogger logger, int code, string message, object? name);

        [LoggerMessage(2, LogLevel.Error, "The callback {Callback} failed.", EventName = "CallbackFailed")]
        public static partial void CallbackFailed(ILogger logger, string callback, Exception exception);

        [LoggerMessage(3, LogLevel.Warning, "Refused a handshake with 503: too many sessions are open that nobody has joined. The limits are MaxUnjoinedSessions and MaxUnjoinedSessionsPerAddress.", EventName = "TooManyUnjoinedSessions")]
        public static partial void TooManyUnjoined(ILogger logger);

        [LoggerMessage(4, LogLevel.Error, "The id generator keeps returning ids that are in use: the handshake is answered with 500.", EventName = "IdsInUse")]
        public static partial void IdsInUse(ILogger logger);

        [LoggerMessage(5, LogLevel.Warning, "Refused a WebSocket with 503: {Reason} If it is Kestrel's limit, raise MaxConcurrentUpgradedConnections.", EventName = "UpgradeImpossible")]
        public static partial void UpgradeImpossible(ILogger logger, string reason);
    }
}
