namespace SocketIO.Client;

/// <content>What concerns reconnecting.</content>
public sealed partial class SocketIOClientOptions
{
    /// <summary>Gets or sets a value indicating whether a connection that failed or was lost is tried again.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool Reconnection { get; set; } = true;

    /// <summary>Gets or sets how often a connection is tried again before it is given up.</summary>
    /// <value>The default is <see langword="null"/>: for ever, which 0 means as well.</value>
    public int? ReconnectionAttempts { get; set; }

    /// <summary>Gets or sets how long to wait before the first attempt to reconnect; twice as long before each further one.</summary>
    /// <value>The default is 1 second.</value>
    public TimeSpan ReconnectionDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets or sets the longest wait between two attempts.</summary>
    /// <value>The default is 5 seconds.</value>
    public TimeSpan ReconnectionDelayMax { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets or sets by which part the delays vary at random, so that clients that were cut off together do not come back together.</summary>
    /// <value>The default is 0.5, from 0 to 1: half of the delay more or less.</value>
    public double RandomizationFactor { get; set; } = 0.5;

    /// <summary>Gets or sets how long the handshake may take.</summary>
    /// <value>The default is 20 seconds; <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> for no limit.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(20);
}
