using System.Diagnostics.Metrics;
using SocketIO.Adapters;

namespace SocketIO.Server;

/// <summary>
/// What the server counts, under the meter <c>SocketIO.Server</c>.
/// </summary>
internal sealed class ServerMetrics : IDisposable
{
    private readonly Meter? _own;
    private readonly UpDownCounter<long> _connections;
    private readonly UpDownCounter<long> _sockets;
    private readonly UpDownCounter<long> _pendingHandlers;
    private readonly Counter<long> _eventsReceived;
    private readonly Counter<long> _eventsSent;
    private readonly Counter<long> _eventsRejected;
    private readonly Counter<long> _eventsUnhandled;
    private readonly Counter<long> _handlerErrors;
    private readonly Counter<long> _connectsRefused;
    private readonly Counter<long> _malformedPackets;
    private readonly Counter<long> _violations;
    private readonly Counter<long> _ackTimeouts;
    private readonly Counter<long> _recoveries;

    public ServerMetrics(IMeterFactory? factory)
    {
        // A meter of the application's factory belongs to the factory.
        var meter = factory?.Create("SocketIO.Server") ?? (_own = new Meter("SocketIO.Server"));

        _connections = meter.CreateUpDownCounter<long>("socketio.server.connections", "{connection}", "Connections that are open.");
        _sockets = meter.CreateUpDownCounter<long>("socketio.server.sockets", "{socket}", "Sockets that are connected to a namespace.");
        _pendingHandlers = meter.CreateUpDownCounter<long>("socketio.server.handlers.pending", "{handler}", "Handlers that have not completed.");
        _eventsReceived = meter.CreateCounter<long>("socketio.server.events.received", "{event}", "Events that clients have sent.");
        _eventsSent = meter.CreateCounter<long>("socketio.server.events.sent", "{event}", "Events that clients were sent, each receiver counted.");
        _eventsRejected = meter.CreateCounter<long>("socketio.server.events.rejected", "{event}", "Events that were dropped because of their arguments, their sender or a middleware.");
        _eventsUnhandled = meter.CreateCounter<long>("socketio.server.events.unhandled", "{event}", "Events for which there was no handler.");
        _handlerErrors = meter.CreateCounter<long>("socketio.server.handler.errors", "{error}", "Exceptions of the application's code.");
        _connectsRefused = meter.CreateCounter<long>("socketio.server.connects.refused", "{connect}", "Requests to join a namespace that were refused.");
        _malformedPackets = meter.CreateCounter<long>("socketio.server.packets.malformed", "{packet}", "Connections closed because they sent something that is no packet.");
        _violations = meter.CreateCounter<long>("socketio.server.protocol.violations", "{violation}", "Connections closed because of a packet that must not come in their state.");
        _ackTimeouts = meter.CreateCounter<long>("socketio.server.acks.timed_out", "{ack}", "Acknowledgements that did not arrive in time.");
        _recoveries = meter.CreateCounter<long>("socketio.server.recoveries", "{recovery}", "Attempts of clients to go on where they were, by outcome.");
    }

    public void ConnectionOpened() => _connections.Add(1);

    public void ConnectionClosed() => _connections.Add(-1);

    public void SocketOpened() => _sockets.Add(1);

    public void SocketClosed() => _sockets.Add(-1);

    public void HandlerPending(int change) => _pendingHandlers.Add(change);

    public void EventReceived() => _eventsReceived.Add(1);

    public void EventSent() => _eventsSent.Add(1);

    public void EventRejected() => _eventsRejected.Add(1);

    public void EventUnhandled() => _eventsUnhandled.Add(1);

    public void HandlerFailed() => _handlerErrors.Add(1);

    public void ConnectRefused() => _connectsRefused.Add(1);

    public void PacketMalformed() => _malformedPackets.Add(1);

    public void ProtocolViolated() => _violations.Add(1);

    public void AckTimedOut() => _ackTimeouts.Add(1);

    public void RecoveryAttempted(SessionRestoreFailure failure)
        => _recoveries.Add(1, new KeyValuePair<string, object?>("outcome", failure is SessionRestoreFailure.None ? "Restored" : failure.ToString()));

    public void Dispose() => _own?.Dispose();
}
