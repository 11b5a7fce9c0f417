namespace SocketIO.Adapters;

/// <summary>
/// What all cluster adapters have in common.
/// </summary>
public class ClusterAdapterOptions
{
    /// <summary>
    /// Gets or sets how long to wait for the answers of other servers, unless a call says otherwise.
    /// </summary>
    /// <value>The default is 5 seconds.</value>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Gets or sets how often a server tells the others that it is there, where the broker does not know.
    /// </summary>
    /// <value>The default is 5 seconds. It must be shorter than <see cref="HeartbeatTimeout"/>.</value>
    public TimeSpan HeartbeatInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Gets or sets after how much silence a server counts as gone, where the broker does not know.
    /// </summary>
    /// <value>The default is 10 seconds.</value>
    public TimeSpan HeartbeatTimeout { get; set; } = TimeSpan.FromSeconds(10);
}
