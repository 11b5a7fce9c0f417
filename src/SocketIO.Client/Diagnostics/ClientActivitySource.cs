using System.Diagnostics;

namespace SocketIO.Client;

/// <summary>
/// The traces of clients: one activity per handled event, if somebody listens.
/// </summary>
internal static class ClientActivitySource
{
    private static readonly ActivitySource s_source = new("SocketIO.Client");

    public static bool IsWatched => s_source.HasListeners();

    public static Activity? StartEvent(string ns, string eventName)
    {
        // Not a child of whatever opened the connection: that is long over.
        var activity = s_source.CreateActivity(eventName, ActivityKind.Consumer, default(ActivityContext));
        activity?.SetTag("messaging.system", "socket.io");
        activity?.SetTag("socketio.namespace", ns);
        activity?.SetTag("socketio.event", eventName);
        return activity?.Start();
    }
}
