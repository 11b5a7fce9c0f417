using Microsoft.Extensions.Logging;

namespace SocketIO.Adapters;

/// <content>What is logged.</content>
public abstract partial class HeartbeatClusterAdapter
{
    private static partial class Log
    {
        [LoggerMessage(111, LogLevel.Information, "Server {Uid} has joined the cluster of namespace {Namespace}.", EventName = "ServerJoined")]
        public static partial void ServerJoined(ILogger logger, string uid, string @namespace);

        [LoggerMessage(112, LogLevel.Information, "Server {Uid} has left the cluster of namespace {Namespace}, or was silent for too long.", EventName = "ServerLeft")]
        public static partial void ServerLeft(ILogger logger, string uid, string @namespace);
    }
}
