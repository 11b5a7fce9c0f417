namespace SocketIO.Adapters;

/// <summary>
/// Tells what servers have sent twice, because the broker had not answered: they number their messages.
/// </summary>
/// <remarks>Not thread-safe.</remarks>
public sealed class DuplicateFilter
{
    // A server has another name after each start. When there are too many, what comes twice may be taken for new once.
    private const int MaxSenders = 4096;

    private readonly Dictionary<string, SequenceWindow> _senders = new(StringComparer.Ordinal);

    /// <summary>
    /// Takes the number of a message.
    /// </summary>
    /// <param name="sender">The server that has sent it.</param>
    /// <param name="number">The number; zero of servers that do not count, whose messages are always new.</param>
    /// <returns><see langword="false"/> if it was taken before.</returns>
    public bool IsNew(string sender, long number)
    {
        if (number <= 0)
        {
            return true;
        }

        if (!_senders.TryGetValue(sender, out var window))
        {
            if (_senders.Count == MaxSenders)
            {
                _senders.Clear();
            }

            _senders[sender] = window = new SequenceWindow();
        }

        return window.TryAdd(number);
    }

    /// <summary>
    /// Gets the highest number of a server.
    /// </summary>
    /// <param name="sender">The server.</param>
    /// <returns>Zero if none was taken.</returns>
    public long LastOf(string sender) => _senders.TryGetValue(sender, out var window) ? window.Last : 0;
}
