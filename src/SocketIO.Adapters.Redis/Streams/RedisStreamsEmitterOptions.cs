using System.Text.Json;

namespace SocketIO.Adapters.Redis;

/// <summary>
/// How an emitter finds the streams of its servers. All but the last must be as the servers have it.
/// </summary>
public sealed class RedisStreamsEmitterOptions
{
    /// <summary>
    /// Gets or sets the key of the stream.
    /// </summary>
    /// <value>The default is <c>socket.io</c>.</value>
    public string StreamName { get; set; } = "socket.io";

    /// <summary>
    /// Gets or sets how many streams there are.
    /// </summary>
    /// <value>The default is 1.</value>
    public int StreamCount { get; set; } = 1;

    /// <summary>
    /// Gets or sets how many entries the stream keeps, more or less.
    /// </summary>
    /// <value>The default is 10,000.</value>
    public int MaxLength { get; set; } = 10_000;

    /// <summary>
    /// Gets or sets a value indicating whether entries are JSON always.
    /// </summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool OnlyPlaintext { get; set; }

    /// <summary>
    /// Gets or sets how arguments are turned into JSON.
    /// </summary>
    /// <value>The default is <see langword="null"/>: names in camel case, as servers have it.</value>
    public JsonSerializerOptions? JsonSerializerOptions { get; set; }
}
