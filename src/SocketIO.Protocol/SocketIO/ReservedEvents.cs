namespace SocketIO.Protocol;

/// <summary>
/// The event names that the protocol keeps for itself, in both directions.
/// </summary>
public static class ReservedEvents
{
    /// <summary>Tells whether a name is reserved.</summary>
    /// <param name="eventName">The name.</param>
    public static bool Contains(string eventName)
        => eventName is "connect" or "connect_error" or "disconnect" or "disconnecting" or "newListener" or "removeListener";

    /// <summary>Tells whether a name is reserved.</summary>
    /// <param name="eventName">The name in UTF-8.</param>
    public static bool Contains(ReadOnlySpan<byte> eventName)
        => eventName.SequenceEqual("connect"u8)
            || eventName.SequenceEqual("connect_error"u8)
            || eventName.SequenceEqual("disconnect"u8)
            || eventName.SequenceEqual("disconnecting"u8)
            || eventName.SequenceEqual("newListener"u8)
            || eventName.SequenceEqual("removeListener"u8);

    /// <summary>Refuses a reserved name, and no name at all.</summary>
    /// <param name="eventName">The name that a caller wants to emit.</param>
    /// <exception cref="ArgumentNullException"><paramref name="eventName"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException"><paramref name="eventName"/> is reserved.</exception>
    public static void ThrowIfReserved(string eventName)
    {
        ArgumentNullException.ThrowIfNull(eventName);

        if (Contains(eventName))
        {
            // No parameter name: it would be appended to the text, which is the one that applications know.
            throw new ArgumentException($"\"{eventName}\" is a reserved event name");
        }
    }
}
