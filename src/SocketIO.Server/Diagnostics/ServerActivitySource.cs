using System.Diagnostics;

namespace SocketIO.Server;

/// <summary>
/// The traces of the server: one activity per handled event, if somebody listens.
/// </summary>
internal static class ServerActivitySource
{
    private static readonly ActivitySource s_source = new("SocketIO.Server");

    public static bool IsWatched => s_source.HasListeners();

    public static Activity? StartEvent(string ns, string eventName)
    {
        // Not a child of whatever the reading thread belongs to: the request that opened the connection is long over.
        var activity = s_source.CreateActivity(eventName, ActivityKind.Server, default(ActivityContext));
        activity?.SetTag("messaging.system", "socket.io");
        activity?.SetTag("socketio.namespace", ns);
        activity?.SetTag("socketio.event", eventName);
        return activity?.Start();
    }
}
