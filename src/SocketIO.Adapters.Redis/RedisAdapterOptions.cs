namespace SocketIO.Adapters.Redis;

/// <summary>
/// How servers share one Redis by pub/sub.
/// </summary>
public sealed class RedisAdapterOptions : ClusterAdapterOptions
{
    /// <summary>
    /// Gets or sets what the names of all channels begin with. Servers of one application have the same, applications that share a Redis have different ones.
    /// </summary>
    /// <value>The default is <c>socket.io</c>. It must not be empty.</value>
    public string Key { get; set; } = "socket.io";

    /// <summary>
    /// Gets or sets a value indicating whether answers go to the server that has asked alone, instead of to all.
    /// </summary>
    /// <value>The default is <see langword="false"/>, as it is with JavaScript servers. <see langword="true"/> saves work in large clusters; servers with and without understand each other.</value>
    public bool PublishOnSpecificResponseChannel { get; set; }

    /// <exception cref="ArgumentException">Something is out of its range.</exception>
    internal void Validate()
    {
        if (string.IsNullOrEmpty(Key))
        {
            throw new ArgumentException("The key of the Redis adapter is empty.");
        }

        if (RequestTimeout <= TimeSpan.Zero)
        {
            throw new ArgumentException("The request timeout of the Redis adapter must be positive.");
        }
    }
}
