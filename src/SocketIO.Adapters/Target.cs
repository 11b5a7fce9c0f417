namespace SocketIO.Adapters;

/// <summary>
/// Who a broadcast is for: the sockets of some rooms, or all of the namespace, without those of other rooms.
/// </summary>
/// <remarks>
/// Immutable. A socket that is in several of the rooms is meant once. Every socket is in a room of its own, named by its
/// id, so a room may also be one socket.
/// </remarks>
public sealed class Target
{
    private const int Many = 32;

    private readonly string[] _rooms;
    private readonly string[] _except;

    private Target(string[] rooms, string[] except, BroadcastFlags flags)
    {
        _rooms = rooms;
        _except = except;
        Flags = flags;
    }

    /// <summary>
    /// Gets the target that means every socket of the namespace, on every server.
    /// </summary>
    public static Target Everyone { get; } = new([], [], BroadcastFlags.None);

    /// <summary>
    /// Gets the rooms whose sockets are meant.
    /// </summary>
    /// <value>Empty when every socket of the namespace is meant.</value>
    public ReadOnlySpan<string> Rooms => _rooms;

    /// <summary>
    /// Gets the rooms whose sockets are left out.
    /// </summary>
    public ReadOnlySpan<string> Except => _except;

    /// <summary>
    /// Gets how the broadcast travels.
    /// </summary>
    public BroadcastFlags Flags { get; }

    /// <summary>
    /// Adds rooms.
    /// </summary>
    /// <param name="rooms">The rooms. Those that nobody has joined are allowed, and empty.</param>
    /// <returns>A target that means the sockets of these rooms too.</returns>
    public Target WithRooms(params ReadOnlySpan<string> rooms)
    {
        var union = Union(_rooms, rooms);
        return ReferenceEquals(union, _rooms) ? this : new Target(union, _except, Flags);
    }

    /// <summary>
    /// Adds rooms to leave out.
    /// </summary>
    /// <param name="rooms">The rooms.</param>
    /// <returns>A target that leaves out the sockets of these rooms too.</returns>
    public Target WithExcept(params ReadOnlySpan<string> rooms)
    {
        var union = Union(_except, rooms);
        return ReferenceEquals(union, _except) ? this : new Target(_rooms, union, Flags);
    }

    /// <summary>
    /// Replaces the flags.
    /// </summary>
    /// <param name="flags">The new flags.</param>
    /// <returns>A target with these flags.</returns>
    public Target WithFlags(BroadcastFlags flags) => flags == Flags ? this : new Target(_rooms, _except, flags);

    // A handful of names, nearly always: comparing each with each beats building a set.
    private static string[] Union(string[] existing, ReadOnlySpan<string> added)
    {
        if (added.Length > Many)
        {
            return UnionOfMany(existing, added);
        }

        var result = existing;

        foreach (var name in added)
        {
            ArgumentNullException.ThrowIfNull(name, nameof(added));

            if (Array.IndexOf(result, name) < 0)
            {
                result = [.. result, name];
            }
        }

        return result;
    }

    private static string[] UnionOfMany(string[] existing, ReadOnlySpan<string> added)
    {
        var seen = new HashSet<string>(existing, StringComparer.Ordinal);
        var result = new List<string>(existing);

        foreach (var name in added)
        {
            ArgumentNullException.ThrowIfNull(name, nameof(added));

            if (seen.Add(name))
            {
                result.Add(name);
            }
        }

        return result.Count == existing.Length ? existing : [.. result];
    }
}
