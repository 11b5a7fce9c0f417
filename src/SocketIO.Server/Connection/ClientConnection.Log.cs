using Microsoft.Extensions.Logging;
using SocketIO.Adapters;
using SocketIO.Protocol;

namespace SocketIO.Server;

public sealed partial class ClientConnection
{
    // Event ids are read by people's dashboards: append, never renumber.
    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Connection {Connection} sent something that is no packet and is closed: {Error}", EventName = "Malformed")]
        public static partial void Malformed(ILogger logger, long connection, string error);

        [LoggerMessage(2, LogLevel.Warning, "Connection {Connection} is closed: a packet of type {Type} must not come in its state.", EventName = "Violation")]
        public static partial void Violation(ILogger logger, long connection, PacketType type);

        [LoggerMessage(3, LogLevel.Debug, "Connection {Connection} is closed: it has not joined a namespace within ConnectTimeout.", EventName = "ConnectTimedOut")]
        public static partial void ConnectTimedOut(ILogger logger, long connection);

        [LoggerMessage(4, LogLevel.Warning, "Connection {Connection} is closed: the attachments that it announced did not arrive within PacketCompletionTimeout.", EventName = "PacketTimedOut")]
        public static partial void PacketTimedOut(ILogger logger, long connection);

        [LoggerMessage(5, LogLevel.Warning, "Connection {Connection} is closed: it was refused more often than MaxFailedConnectsPerClient.", EventName = "TooManyRefusals")]
        public static partial void TooManyRefusals(ILogger logger, long connection);

        [LoggerMessage(6, LogLevel.Debug, "Connection {Connection} is closed: its client has come back on another one.", EventName = "Superseded")]
        public static partial void Superseded(ILogger logger, long connection);

        [LoggerMessage(7, LogLevel.Debug, "Connection {Connection} asked for the state of an earlier one and starts anew: {Failure}.", EventName = "NotRecovered")]
        public static partial void NotRecovered(ILogger logger, long connection, SessionRestoreFailure failure);

        [LoggerMessage(8, LogLevel.Warning, "Connection {Connection} starts anew: the adapter failed to restore its state.", EventName = "NotRestored")]
        public static partial void NotRestored(ILogger logger, long connection, Exception exception);
    }
}
