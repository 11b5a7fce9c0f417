using System.Diagnostics.Metrics;

namespace SocketIO.Client;

/// <summary>
/// What the clients of this process count, under the meter <c>SocketIO.Client</c>.
/// </summary>
internal static class ClientMetrics
{
    private static readonly Meter s_meter = new("SocketIO.Client");

    private static readonly UpDownCounter<long> s_connections =
        s_meter.CreateUpDownCounter<long>("socketio.client.connections", "{connection}", "Connections that are open.");

    private static readonly Counter<long> s_connectErrors =
        s_meter.CreateCounter<long>("socketio.client.connect.errors", "{error}", "Attempts to connect that failed, by error.");

    private static readonly Counter<long> s_losses =
        s_meter.CreateCounter<long>("socketio.client.connections.lost", "{connection}", "Connections that ended, by reason.");

    private static readonly Counter<long> s_reconnections =
        s_meter.CreateCounter<long>("socketio.client.reconnections", "{connection}", "Connections that were made again.");

    private static readonly Counter<long> s_eventsSent =
        s_meter.CreateCounter<long>("socketio.client.events.sent", "{event}", "Events that were handed to the transport.");

    private static readonly Counter<long> s_eventsReceived =
        s_meter.CreateCounter<long>("socketio.client.events.received", "{event}", "Events that servers have sent.");

    private static readonly Counter<long> s_ackTimeouts =
        s_meter.CreateCounter<long>("socketio.client.acks.timed_out", "{ack}", "Acknowledgements that did not arrive in time.");

    private static readonly Counter<long> s_handlerErrors =
        s_meter.CreateCounter<long>("socketio.client.handler.errors", "{error}", "Exceptions of the application's handlers, and arguments that they could not take.");

    public static void ConnectionOpened() => s_connections.Add(1);

    public static void ConnectionClosed(string reason)
    {
        s_connections.Add(-1);
        s_losses.Add(1, new KeyValuePair<string, object?>("reason", reason));
    }

    // Only texts of the protocol: what a server refuses with could be anything.
    public static void ConnectFailed(Exception error)
        => s_connectErrors.Add(1, new KeyValuePair<string, object?>("error", error is TransportException ? error.Message : "other"));

    public static void Reconnected() => s_reconnections.Add(1);

    public static void EventSent() => s_eventsSent.Add(1);

    public static void EventReceived() => s_eventsReceived.Add(1);

    public static void AckTimedOut() => s_ackTimeouts.Add(1);

    public static void HandlerFailed() => s_handlerErrors.Add(1);
}
