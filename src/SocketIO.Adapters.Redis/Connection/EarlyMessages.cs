using StackExchange.Redis;

namespace SocketIO.Adapters.Redis;

/// <summary>
/// What was published while a server was still connecting for the first time. Not thread-safe.
/// </summary>
internal sealed class EarlyMessages
{
    private const int Max = 1024;

    private List<Message> _messages = [];

    public bool IsEmpty => _messages.Count == 0;

    /// <summary>Keeps a message.</summary>
    /// <returns>Its fate, or <see langword="null"/> when there are too many.</returns>
    public Task? TryAdd(RedisChannel channel, RedisValue value)
    {
        if (_messages.Count == Max)
        {
            return null;
        }

        var message = new Message(channel, value, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        _messages.Add(message);
        return message.Fate.Task;
    }

    /// <summary>Takes out all messages.</summary>
    public List<Message> Take()
    {
        var taken = _messages;
        _messages = [];
        return taken;
    }

    public void Fail()
    {
        foreach (var message in Take())
        {
            message.Fate.TrySetException(new RedisUnavailableException());
        }
    }

    /// <summary>One message, and who waits for it.</summary>
    public readonly record struct Message(RedisChannel Channel, RedisValue Value, TaskCompletionSource Fate);
}
