using System.Globalization;
using SocketIO.Engine;

namespace SocketIO.Server;

/// <content>What works but is probably a mistake.</content>
internal sealed partial class SocketIOOptionsValidator
{
    private static List<string> FindWarnings(SocketIOOptions options, TimeSpan hostTimeout)
    {
        var warnings = new List<string>(options.FindWarnings());

        if (options.ConnectTimeout < options.PingInterval)
        {
            warnings.Add(Text($"ConnectTimeout is {Seconds(options.ConnectTimeout)}, less than PingInterval ({Seconds(options.PingInterval)}): clients whose middlewares take their time are closed before the first heartbeat. The default is 45 seconds."));
        }

        if (options.MaxPacketBytes < options.MaxHttpBufferSize)
        {
            warnings.Add(Text($"MaxPacketBytes ({options.MaxPacketBytes}) is less than MaxHttpBufferSize ({options.MaxHttpBufferSize}), which clients are told: one that sends a packet between the two is closed. Raise MaxPacketBytes, too."));
        }

        if (options.ShutdownTimeout >= hostTimeout)
        {
            warnings.Add(Text($"ShutdownTimeout is {Seconds(options.ShutdownTimeout)}, and the host stops after {Seconds(hostTimeout)} whatever is left: keep it below HostOptions.ShutdownTimeout, or raise that one."));
        }
        else if (options.DrainTime > TimeSpan.Zero && options.DrainTime + options.ShutdownTimeout >= hostTimeout)
        {
            warnings.Add(Text($"DrainTime and ShutdownTimeout are {Seconds(options.DrainTime + options.ShutdownTimeout)} together, and the host stops after {Seconds(hostTimeout)} whatever is left: raise HostOptions.ShutdownTimeout."));
        }

        if (options.InitialPacket is not null)
        {
            warnings.Add("InitialPacket is set. Clients of Socket.IO close a connection on which something comes that is no Socket.IO packet: emit an event in OnConnection instead.");
        }

        if (options.MaxConcurrentHandlers > options.InboundQueueEvents)
        {
            warnings.Add(Text($"MaxConcurrentHandlers ({options.MaxConcurrentHandlers}) is more than InboundQueueEvents ({options.InboundQueueEvents}): the reader stops before as many are there to be handled. Raise InboundQueueEvents, too."));
        }

        return warnings;
    }

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} seconds");

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
