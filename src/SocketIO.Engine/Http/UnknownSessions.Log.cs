using Microsoft.Extensions.Logging;

namespace SocketIO.Engine;

internal sealed partial class UnknownSessions
{
    // Event ids are read by people's dashboards: append, never renumber. Of a session's id only the server's part is told.
    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "A request named a session of this server that has ended.", EventName = "SessionGone")]
        public static partial void SessionGone(ILogger logger);

        [LoggerMessage(2, LogLevel.Warning, "Requests for sessions that another server issued: {Requests}, the last one for one of {Node}; this server is {ThisNode}. Once, after a restart, is normal. Otherwise the requests of one session reach different servers, and sticky sessions are missing: see docs/guide/using-multiple-nodes.md. This is told once a minute at most.", EventName = "SessionOfAnotherNode")]
        public static partial void SessionOfAnotherNode(ILogger logger, long requests, string node, string thisNode);

        [LoggerMessage(3, LogLevel.Debug, "A request named a session by something that is no session id of a server of this kind.", EventName = "NotASessionId")]
        public static partial void NotASessionId(ILogger logger);
    }
}
