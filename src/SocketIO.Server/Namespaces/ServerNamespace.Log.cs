using Microsoft.Extensions.Logging;

namespace SocketIO.Server;

public abstract partial class ServerNamespace
{
    // Event ids are read by people's dashboards: append, never renumber. Namespace names of dynamic namespaces come from clients, so they
    // are only logged by their length or where the application has accepted them.
    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The adapter of namespace {Namespace} failed to start. Its clients on this server are served all the same.", EventName = "AdapterFailed")]
        public static partial void AdapterFailed(ILogger logger, string @namespace, Exception exception);

        [LoggerMessage(2, LogLevel.Warning, "The adapter of namespace {Namespace} failed to close.", EventName = "AdapterNotClosed")]
        public static partial void AdapterNotClosed(ILogger logger, string @namespace, Exception exception);

        [LoggerMessage(3, LogLevel.Debug, "Socket {Socket} joined namespace {Namespace}.", EventName = "SocketConnected")]
        public static partial void SocketConnected(ILogger logger, string socket, string @namespace);

        [LoggerMessage(4, LogLevel.Debug, "A client was refused by a middleware of namespace {Namespace}.", EventName = "SocketRefused")]
        public static partial void SocketRefused(ILogger logger, string @namespace);

        [LoggerMessage(5, LogLevel.Debug, "Socket {Socket} left namespace {Namespace}: {Reason}.", EventName = "SocketDisconnected")]
        public static partial void SocketDisconnected(ILogger logger, string socket, string @namespace, string reason);

        [LoggerMessage(6, LogLevel.Warning, "The adapter of namespace {Namespace} has no other servers to emit to.", EventName = "NoOtherServers")]
        public static partial void NoOtherServers(ILogger logger, string @namespace);
    }
}
