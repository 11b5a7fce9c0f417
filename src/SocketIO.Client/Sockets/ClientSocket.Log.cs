using Microsoft.Extensions.Logging;

namespace SocketIO.Client;

/// <content>What is logged, by the logger of the connection: its ids follow on from those of <see cref="ClientConnection"/>.</content>
public partial class ClientSocket
{
    private static partial class Log
    {
        [LoggerMessage(11, LogLevel.Warning, "The server refused namespace {Namespace}: {Message}. {Advice}", EventName = "Refused")]
        public static partial void Refused(ILogger logger, string @namespace, string message, string advice);

        [LoggerMessage(12, LogLevel.Error, "Auth of namespace {Namespace} failed. It is asked again in {Delay}.", EventName = "AuthFailed")]
        public static partial void AuthFailed(ILogger logger, string @namespace, TimeSpan delay, Exception exception);

        [LoggerMessage(13, LogLevel.Warning, "The server connected namespace {Namespace} a second time. That is ignored.", EventName = "ConnectedTwice")]
        public static partial void ConnectedTwice(ILogger logger, string @namespace);

        [LoggerMessage(14, LogLevel.Error, "Event {Event} was not handed to a handler: argument {Index} is not of type {Type}.", EventName = "NotBound")]
        public static partial void NotBound(ILogger logger, string @event, int index, Type type, Exception? exception);

        [LoggerMessage(15, LogLevel.Error, "A packet that was kept while namespace {Namespace} was not connected is too large for the server. It is dropped.", EventName = "TooLarge")]
        public static partial void TooLarge(ILogger logger, string @namespace, Exception exception);

        [LoggerMessage(16, LogLevel.Warning, "The server refused namespace {Namespace}, which is connected: {Message}. That is ignored.", EventName = "RefusedTooLate")]
        public static partial void RefusedTooLate(ILogger logger, string @namespace, string message);
    }
}
