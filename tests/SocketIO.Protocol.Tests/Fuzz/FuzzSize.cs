using System.Globalization;

namespace SocketIO.Protocol.Tests;

/// <summary>How much random input the tests try: a bounded number of seconds, or more with SOCKETIO_FUZZ_FACTOR=100.</summary>
internal static class FuzzSize
{
    /// <summary>Scales a number of inputs.</summary>
    public static int Of(int inputs)
        => int.TryParse(Environment.GetEnvironmentVariable("SOCKETIO_FUZZ_FACTOR"), NumberStyles.None, CultureInfo.InvariantCulture, out var factor)
            ? checked(inputs * factor)
            : inputs;
}
