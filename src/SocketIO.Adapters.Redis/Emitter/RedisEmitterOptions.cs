using System.Text.Json;

namespace SocketIO.Adapters.Redis;

/// <summary>
/// How an emitter finds its servers.
/// </summary>
public sealed class RedisEmitterOptions
{
    /// <summary>
    /// Gets or sets what the names of all channels begin with, as the servers have it.
    /// </summary>
    /// <value>The default is <c>socket.io</c>.</value>
    public string Key { get; set; } = "socket.io";

    /// <summary>
    /// Gets or sets how arguments are turned into JSON.
    /// </summary>
    /// <value>The default is <see langword="null"/>: names in camel case, as servers have it.</value>
    public JsonSerializerOptions? JsonSerializerOptions { get; set; }
}
