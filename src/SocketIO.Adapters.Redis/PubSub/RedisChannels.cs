using System.Text;
using StackExchange.Redis;

namespace SocketIO.Adapters.Redis;

/// <summary>
/// The names of the channels of one namespace.
/// </summary>
/// <remarks>
/// <code>
/// broadcast   key "#" namespace "#" [room "#"]            the room only if there is exactly one
/// request     key "-request#" namespace "#"
/// response    key "-response#" namespace "#" [uid "#"]
/// </code>
/// </remarks>
internal sealed class RedisChannels(string key, string ns)
{
    private readonly string _broadcast = $"{key}#{ns}#";
    private readonly string _response = $"{key}-response#{ns}#";

    public RedisChannel Request { get; } = Literal($"{key}-request#{ns}#");

    public RedisChannel Response => Literal(_response);

    /// <summary>Gets the pattern of the channels of all rooms. What means something in a pattern means itself here: the key of one application never covers those of others.</summary>
    public RedisChannel AllBroadcasts => new(Escape(_broadcast) + "*", RedisChannel.PatternMode.Pattern);

    public RedisChannel Broadcast(ReadOnlySpan<string> rooms) => Literal(rooms.Length == 1 ? $"{_broadcast}{rooms[0]}#" : _broadcast);

    public RedisChannel ResponseTo(string uid) => Literal($"{_response}{uid}#");

    /// <summary>Gets the room that a channel belongs to.</summary>
    /// <param name="channel">The channel of a broadcast.</param>
    /// <param name="room">The room; empty for none.</param>
    /// <returns><see langword="false"/> if it is no channel of this namespace.</returns>
    public bool TryGetRoom(string channel, out string room)
    {
        room = string.Empty;

        if (!channel.StartsWith(_broadcast, StringComparison.Ordinal) || !channel.EndsWith('#'))
        {
            return false;
        }

        if (channel.Length > _broadcast.Length)
        {
            room = channel[_broadcast.Length..^1];
        }

        return true;
    }

    private static RedisChannel Literal(string name) => new(name, RedisChannel.PatternMode.Literal);

    private static string Escape(string name)
    {
        var escaped = new StringBuilder(name.Length + 8);

        foreach (var character in name)
        {
            if (character is '*' or '?' or '[' or ']' or '\\')
            {
                escaped.Append('\\');
            }

            escaped.Append(character);
        }

        return escaped.ToString();
    }
}
