using SocketIO.Protocol;

namespace SocketIO.Engine;

/// <summary>
/// What all WebSocket connections of a server have in common: limits, clock, buffers. Shared.
/// </summary>
internal sealed class WebSocketSettings : FrameSettings
{
    // What an array from a pool can surely hold, with its size rounded up.
    private const int LargestMessage = 1 << 30;

    private LingeringConnections? _lingering;

    /// <inheritdoc/>
    public override bool ExpectsMask => true;

    /// <summary>Gets the clock.</summary>
    /// <value>The default is the system's.</value>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Gets how long a message may take from its first byte to its last.</summary>
    /// <value>The default is 30 seconds.</value>
    public TimeSpan MessageTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets how many pings and pongs per second a peer may send.</summary>
    /// <value>The default is 100.</value>
    public int ControlFrameRate { get; init; } = 100;

    /// <summary>Gets how many pings and pongs a peer may send at once before the rate is enforced.</summary>
    /// <value>The default is 500.</value>
    public int ControlFrameBurst { get; init; } = 500;

    /// <summary>Gets how long a peer has to answer a close frame and to take what was sent before it.</summary>
    /// <value>The default is 5 seconds. After it the TCP connection is reset.</value>
    public TimeSpan CloseTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets the connections that are over but may not have taken everything that was sent to them.</summary>
    public LingeringConnections Lingering => _lingering ?? Interlocked.CompareExchange(ref _lingering, new LingeringConnections(Time, CloseTimeout), null) ?? _lingering;

    /// <summary>Gets the compression to negotiate.</summary>
    /// <value>The default is <see langword="null"/>: none.</value>
    public PerMessageDeflateOptions? Deflate { get; init; }

    /// <summary>Gets a value indicating whether connections are taken from HTTP where that is possible.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool Detach { get; init; } = true;

    /// <summary>Takes the settings from the options of a server.</summary>
    public static WebSocketSettings From(EngineOptions options, TimeProvider time) => new()
    {
        Time = time,
        MaxMessageBytes = Math.Min(options.MaxHttpBufferSize, LargestMessage),
        MaxFragments = options.MaxFragmentsPerMessage,
        MessageTimeout = options.MessageCompletionTimeout,
        ControlFrameRate = options.ControlPacketRate,
        ControlFrameBurst = options.ControlPacketBurst,
        Deflate = options.PerMessageDeflate,
        Detach = options.DetachWebSockets,
    };
}
