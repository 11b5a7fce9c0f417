// snippet: logging-and-debugging/meter
using System.Diagnostics.Metrics;
// end

namespace SocketIO.Snippets;

internal static class LoggingAndDebugging
{
    public static void Events(SocketIOServer io, ILogger logger)
    {
        // snippet: logging-and-debugging/events
        io.OnConnection((ServerSocket socket) =>
        {
            socket.OnAny((name, arguments) => logger.LogDebug("{Socket} < {Event} ({Count})", socket.Id, name, arguments.Count));
            socket.OnAnyOutgoing((name, arguments) => logger.LogDebug("{Socket} > {Event} ({Count})", socket.Id, name, arguments.Count));
        });
        // end
    }

    public static void Packets(SocketIOServer io, ILogger logger)
    {
        // snippet: logging-and-debugging/packets
        io.OnConnection((ServerSocket socket) =>
        {
            socket.Connection.Session.OnPacketReceived((type, data) => logger.LogTrace("< {Type}, {Length} bytes", type, data.Length));
            socket.Connection.Session.OnPacketSent(packet => logger.LogTrace("> {Length} bytes", packet.Size));
        });
        // end
    }

    public static void Meter()
    {
        // snippet: logging-and-debugging/meter
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listening) =>
            {
                if (instrument.Meter.Name == "SocketIO.Server")
                {
                    listening.EnableMeasurementEvents(instrument);
                }
            },
        };

        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => Console.WriteLine($"{instrument.Name}: {value}"));
        listener.Start();
        // end
    }
}
