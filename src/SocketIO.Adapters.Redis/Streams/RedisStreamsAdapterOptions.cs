namespace SocketIO.Adapters.Redis;

/// <summary>
/// What the streams adapter is told. All servers of a cluster need the same names and the same <see cref="StreamCount"/>, whatever they are written in.
/// </summary>
public sealed class RedisStreamsAdapterOptions : ClusterAdapterOptions
{
    /// <summary>
    /// Gets or sets the key of the stream.
    /// </summary>
    /// <value>The default is <c>socket.io</c>.</value>
    public string StreamName { get; set; } = "socket.io";

    /// <summary>
    /// Gets or sets how many streams there are. With more than one they are called <c>name-0</c>, <c>name-1</c> and so on, and each namespace is given to one of them by its name.
    /// </summary>
    /// <value>The default is 1. Each stream that is read takes a connection.</value>
    public int StreamCount { get; set; } = 1;

    /// <summary>
    /// Gets or sets the beginning of the channels for what is not kept: questions to the other servers, and answers.
    /// </summary>
    /// <value>The default is <c>socket.io</c>.</value>
    public string ChannelPrefix { get; set; } = "socket.io";

    /// <summary>
    /// Gets or sets a value indicating whether the channels are sharded ones of Redis 7.
    /// </summary>
    /// <value>The default is <see langword="false"/>. <see langword="true"/> is refused: StackExchange.Redis cannot subscribe to them.</value>
    public bool UseShardedPubSub { get; set; }

    /// <summary>
    /// Gets or sets how many entries the stream keeps, more or less.
    /// </summary>
    /// <value>The default is 10,000. It bounds how long clients may be away, and how far a server may fall behind.</value>
    public int MaxLength { get; set; } = 10_000;

    /// <summary>
    /// Gets or sets how many entries are read at a time.
    /// </summary>
    /// <value>The default is 100.</value>
    public int ReadCount { get; set; } = 100;

    /// <summary>
    /// Gets or sets how long Redis holds a read open when there is nothing new.
    /// </summary>
    /// <value>The default is 5 seconds. One second at most is used, so that a connection that has fallen silent is noticed.</value>
    public TimeSpan BlockTime { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Gets or sets the beginning of the keys under which sessions of clients that are away are kept.
    /// </summary>
    /// <value>The default is <c>sio:session:</c>.</value>
    public string SessionKeyPrefix { get; set; } = "sio:session:";

    /// <summary>
    /// Gets or sets a value indicating whether entries are JSON always, for those who want to read the stream.
    /// </summary>
    /// <value>The default is <see langword="false"/>. With <see langword="true"/>, binary data in them becomes what it is to JavaScript as JSON: <c>{"type":"Buffer","data":[1,2]}</c>.</value>
    public bool OnlyPlaintext { get; set; }

    /// <summary>
    /// Gets or sets how many messages wait while Redis cannot be reached.
    /// </summary>
    /// <value>The default is 100,000. Those that find no place are lost for other servers.</value>
    public int MaxQueuedMessages { get; set; } = 100_000;

    /// <summary>
    /// Gets or sets how many bytes the messages that wait may have together.
    /// </summary>
    /// <value>The default is 67,108,864 bytes (64 MiB).</value>
    public long MaxQueuedBytes { get; set; } = 64 * 1024 * 1024;

    internal void Validate()
    {
        if (UseShardedPubSub)
        {
            throw new ArgumentException(
                $"{nameof(UseShardedPubSub)} is not possible: StackExchange.Redis has no SSUBSCRIBE. Set useShardedPubSub: false on the JavaScript servers of the cluster.");
        }

        ArgumentException.ThrowIfNullOrEmpty(StreamName);
        ArgumentException.ThrowIfNullOrEmpty(ChannelPrefix);
        ArgumentNullException.ThrowIfNull(SessionKeyPrefix);
        ArgumentOutOfRangeException.ThrowIfLessThan(StreamCount, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxLength, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(ReadCount, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(BlockTime, TimeSpan.FromMilliseconds(1));
        ArgumentOutOfRangeException.ThrowIfLessThan(RequestTimeout, TimeSpan.FromMilliseconds(1));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxQueuedMessages, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxQueuedBytes, 1);
    }
}
