using Microsoft.Extensions.Logging;

namespace SocketIO.Adapters;

/// <content>What is logged.</content>
public abstract partial class ClusterAdapter
{
    private static partial class Log
    {
        [LoggerMessage(101, LogLevel.Error, "Messages of namespace {Namespace} for other servers are not taken by the broker. Clients of this server are served all the same; whatever fails from now on is counted only.", EventName = "PublishFailed")]
        public static partial void PublishFailed(ILogger logger, string @namespace, Exception exception);

        [LoggerMessage(102, LogLevel.Information, "The broker takes messages of namespace {Namespace} again.", EventName = "PublishesAgain")]
        public static partial void PublishesAgain(ILogger logger, string @namespace);

        [LoggerMessage(103, LogLevel.Error, "A message of type {Type} from another server failed in namespace {Namespace}.", EventName = "MessageFailed")]
        public static partial void MessageFailed(ILogger logger, string @namespace, ClusterMessageType type, Exception exception);

        [LoggerMessage(104, LogLevel.Debug, "{Size} bytes on the channel of namespace {Namespace} are no message of a cluster. Somebody else may be using the same names: check the prefix.", EventName = "Garbage")]
        public static partial void Garbage(ILogger logger, string @namespace, int size);

        [LoggerMessage(105, LogLevel.Warning, "The state of a client of namespace {Namespace} could not be kept: if it comes back, it starts anew.", EventName = "SessionLost")]
        public static partial void SessionLost(ILogger logger, string @namespace, Exception exception);
    }
}
