using Microsoft.Extensions.Logging;

namespace SocketIO.Server;

/// <content>What is logged.</content>
internal sealed partial class RequestForwarder
{
    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "Server {Node} has not answered a request for one of its sessions. It has gone, does not forward requests (ForwardRequests), or is no server of this cluster.", EventName = "NoAnswer")]
        public static partial void NoAnswer(ILogger logger, string node);

        [LoggerMessage(2, LogLevel.Warning, "Server {Node} sent something that is no forwarded request. It may be of another version.", EventName = "NotUnderstood")]
        public static partial void NotUnderstood(ILogger logger, string node);

        [LoggerMessage(3, LogLevel.Error, "A request could not be exchanged with server {Node}.", EventName = "Failed")]
        public static partial void Failed(ILogger logger, string node, Exception exception);
    }
}
