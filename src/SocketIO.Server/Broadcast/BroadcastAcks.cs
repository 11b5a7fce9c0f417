namespace SocketIO.Server;

/// <summary>
/// What the receivers of a broadcast have acknowledged.
/// </summary>
/// <typeparam name="T">The type of an acknowledgement.</typeparam>
public sealed class BroadcastAcks<T>
{
    internal BroadcastAcks(IReadOnlyList<T> responses, int expected, bool timedOut)
    {
        Responses = responses;
        Expected = expected;
        TimedOut = timedOut;
    }

    /// <summary>
    /// Gets the acknowledgements, in the order in which they arrived. One that cannot be read as <typeparamref name="T"/> is left out.
    /// </summary>
    public IReadOnlyList<T> Responses { get; }

    /// <summary>
    /// Gets how many clients were asked.
    /// </summary>
    public int Expected { get; }

    /// <summary>
    /// Gets a value indicating whether the time was over before all had answered.
    /// </summary>
    public bool TimedOut { get; }
}
