using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace SocketIO.LoadServer;

/// <summary>
/// Listens to the metrics of Socket.IO and of ASP.NET Core, as a telemetry library does.
/// </summary>
internal sealed class MetricsCollector : IDisposable
{
    private readonly ConcurrentDictionary<Instrument, Sum> _sums = new();
    private readonly MeterListener _listener = new();

    public MetricsCollector()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name.StartsWith("SocketIO", StringComparison.Ordinal) || instrument.Meter.Name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal))
            {
                listener.EnableMeasurementEvents(instrument, _sums.GetOrAdd(instrument, static _ => new Sum()));
            }
        };
        _listener.SetMeasurementEventCallback<int>(static (_, value, _, sum) => ((Sum)sum!).Add(value));
        _listener.SetMeasurementEventCallback<long>(static (_, value, _, sum) => ((Sum)sum!).Add(value));
        _listener.SetMeasurementEventCallback<double>(static (_, value, _, sum) => ((Sum)sum!).Add((long)(value * 1e6)));
        _listener.Start();
    }

    public void Dispose() => _listener.Dispose();

    private sealed class Sum
    {
        private long _total;

        public void Add(long value) => Interlocked.Add(ref _total, value);
    }
}
