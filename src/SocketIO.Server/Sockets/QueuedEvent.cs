using SocketIO.Protocol;

namespace SocketIO.Server;

/// <summary>
/// An event that waits for its turn. Without arguments, it stands for the client's own departure, which must not overtake its events.
/// </summary>
/// <param name="Name">The event's name in UTF-8.</param>
/// <param name="Arguments">A copy of its arguments.</param>
/// <param name="AckId">The acknowledgement that it asks for.</param>
/// <param name="Size">How many bytes it holds.</param>
internal readonly record struct QueuedEvent(byte[] Name, EventArguments? Arguments, long? AckId, int Size)
{
    public static QueuedEvent Departure { get; } = new([], null, null, 0);

    public bool IsDeparture => Arguments is null;
}
