using SocketIO.Protocol;

namespace SocketIO.Client;

/// <summary>
/// An event of the server on its way to the handlers.
/// </summary>
internal sealed class IncomingEvent(ClientSocket socket, string name, EventArguments arguments, long? ackId, int round) : Callback
{
    private int _answered;

    public ClientSocket Socket { get; } = socket;

    public string Name { get; } = name;

    public EventArguments Arguments { get; } = arguments;

    public bool WantsAck => ackId is not null;

    public override ValueTask InvokeAsync() => Socket.HandleAsync(this);

    /// <summary>Reads the next argument for a handler.</summary>
    /// <returns><see langword="false"/> when it is not of that type: the handler is not called then.</returns>
    public bool TryRead<T>(ref ArgumentReader reader, out T value)
    {
        // What was not sent is JavaScript's undefined: a value only where there can be none.
        if (reader.Remaining == 0 && default(T) is null)
        {
            value = default!;
            return true;
        }

        var index = reader.Index;

        if (reader.TryRead<T>(Socket.Connection.Serializer, out var read))
        {
            value = read!;
            return true;
        }

        Socket.OnNotBound(this, index, typeof(T), reader.Failure);
        value = default!;
        return false;
    }

    /// <summary>Answers, if the server wants to know and nobody has answered yet.</summary>
    public void Answer(ReadOnlySpan<object?> results)
    {
        if (ackId is { } id && Interlocked.Exchange(ref _answered, 1) == 0)
        {
            Socket.SendAck(id, round, results);
        }
    }

    /// <summary>Answers with what a handler returned: a tuple is several arguments.</summary>
    public void AnswerWith<T>(T result)
    {
        if (!WantsAck)
        {
            return;
        }

        object? value = result;

        if (TupleItems.TryGet(value) is { } items)
        {
            Answer(items);
        }
        else
        {
            Answer([value]);
        }
    }

    public override string ToString() => $"event \"{Name}\"";
}
