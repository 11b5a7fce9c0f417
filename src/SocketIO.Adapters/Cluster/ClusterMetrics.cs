using System.Diagnostics.Metrics;

namespace SocketIO.Adapters;

/// <summary>
/// What cluster adapters count, under the meter <c>SocketIO.Adapters</c>.
/// </summary>
/// <remarks>Thread-safe. One instance serves the adapters of all namespaces.</remarks>
public sealed class ClusterMetrics : IDisposable
{
    private readonly Meter? _own;
    private readonly Counter<long> _published;
    private readonly Counter<long> _received;
    private readonly Counter<long> _dropped;
    private readonly Counter<long> _failed;
    private readonly Counter<long> _timedOut;
    private readonly Counter<long> _lost;

    /// <summary>
    /// Initializes a new instance of the <see cref="ClusterMetrics"/> class.
    /// </summary>
    /// <param name="factory">The application's, if it has one.</param>
    public ClusterMetrics(IMeterFactory? factory = null)
    {
        // A meter of the application's factory belongs to the factory.
        var meter = factory?.Create("SocketIO.Adapters") ?? (_own = new Meter("SocketIO.Adapters"));

        _published = meter.CreateCounter<long>("socketio.adapter.messages.published", "{message}", "Messages for other servers that were given to the broker.");
        _received = meter.CreateCounter<long>("socketio.adapter.messages.received", "{message}", "Messages of other servers that were taken from the broker.");
        _dropped = meter.CreateCounter<long>("socketio.adapter.messages.dropped", "{message}", "Messages that were no messages of a cluster, or that nothing was known of any more.");
        _failed = meter.CreateCounter<long>("socketio.adapter.messages.failed", "{message}", "Messages that the broker did not take.");
        _timedOut = meter.CreateCounter<long>("socketio.adapter.requests.timed_out", "{request}", "Requests that not all other servers have answered in time.");
        _lost = meter.CreateCounter<long>("socketio.adapter.broker.lost", "{loss}", "How often the connection with the broker was lost.");
    }

    /// <summary>Counts a message that was given to the broker.</summary>
    public void MessagePublished() => _published.Add(1);

    /// <summary>Counts a message that was taken from the broker.</summary>
    public void MessageReceived() => _received.Add(1);

    /// <summary>Counts a message that could not be read, or was meant for nobody here.</summary>
    public void MessageDropped() => _dropped.Add(1);

    /// <summary>Counts a message that the broker did not take.</summary>
    public void MessageFailed() => _failed.Add(1);

    /// <summary>Counts a request that was not answered completely.</summary>
    public void RequestTimedOut() => _timedOut.Add(1);

    /// <summary>Counts the loss of the connection with the broker.</summary>
    public void BrokerLost() => _lost.Add(1);

    /// <inheritdoc/>
    public void Dispose() => _own?.Dispose();
}
