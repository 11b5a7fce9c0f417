using Microsoft.Extensions.Logging;

namespace SocketIO.Server;

public sealed partial class SocketIOServer
{
    // Event ids are read by people's dashboards: append, never renumber. Event names are logged only when a handler bears them: other names are
    // whatever a client makes up.
    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The application's {Source} failed (event {Event}, socket {Socket}).", EventName = "UserCodeFailed")]
        public static partial void UserCodeFailed(ILogger logger, string source, string? @event, string? socket, Exception exception);

        [LoggerMessage(2, LogLevel.Warning, "Event {Event} was dropped: its argument {Position} cannot be read as {ExpectedType}.", EventName = "EventRejected")]
        public static partial void EventRejected(ILogger logger, string @event, int position, Type expectedType);

        [LoggerMessage(3, LogLevel.Warning, "Event {Event} was dropped: the user does not satisfy the handler's authorization policies.", EventName = "EventForbidden")]
        public static partial void EventForbidden(ILogger logger, string @event);

        [LoggerMessage(4, LogLevel.Warning, "A namespace was refused: as many as MaxDynamicNamespaces exist, and none of them is empty.", EventName = "TooManyNamespaces")]
        public static partial void TooManyNamespaces(ILogger logger);

        [LoggerMessage(5, LogLevel.Information, "The server closes {Count} connections.", EventName = "Closing")]
        public static partial void Closing(ILogger logger, int count);

        [LoggerMessage(6, LogLevel.Information, "The server has closed all connections.", EventName = "Closed")]
        public static partial void Closed(ILogger logger);

        [LoggerMessage(7, LogLevel.Warning, "The server has stopped while {Count} handlers had not completed. Let them end when their CancellationToken is cancelled, or raise ShutdownTimeout.", EventName = "HandlersAbandoned")]
        public static partial void HandlersAbandoned(ILogger logger, int count);

        [LoggerMessage(8, LogLevel.Information, "The server takes no more connections, and closes its {Count} over {Seconds} seconds.", EventName = "Draining")]
        public static partial void Draining(ILogger logger, int count, double seconds);

        [LoggerMessage(9, LogLevel.Warning, "The drain was cut short: {Count} connections are closed at once. If the host did it, raise HostOptions.ShutdownTimeout to more than DrainTime and ShutdownTimeout together.", EventName = "DrainCutShort")]
        public static partial void DrainCutShort(ILogger logger, int count);
    }
}
