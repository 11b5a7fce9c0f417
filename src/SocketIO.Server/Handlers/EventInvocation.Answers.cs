using System.Runtime.CompilerServices;
using SocketIO.Protocol;

namespace SocketIO.Server;

/// <content>What compiled handlers call with what the handler returned.</content>
internal sealed partial class EventInvocation
{
    public ValueTask Done()
    {
        OwesEmptyAnswer = true;
        return default;
    }

    public ValueTask DoneAfter(ValueTask task)
    {
        if (!task.IsCompletedSuccessfully)
        {
            return AwaitDoneAsync(task);
        }

        task.GetAwaiter().GetResult();
        return Done();
    }

    public ValueTask DoneAfterTask(Task? task) => task is null or { IsCompletedSuccessfully: true } ? Done() : AwaitDoneAsync(new ValueTask(task));

    public ValueTask Answer<T>(T value) => TryTakeAnswer() ? SendAnswer([value]) : default;

    public ValueTask AnswerAfter<T>(ValueTask<T> task) => task.IsCompletedSuccessfully ? Answer(task.Result) : AwaitAnswerAsync(task);

    public ValueTask AnswerAfterTask<T>(Task<T>? task)
        => task is null ? Done() : AnswerAfter(new ValueTask<T>(task));

    /// <summary>A tuple is several arguments. One that is null is null.</summary>
    public ValueTask AnswerAll<T>(T value)
    {
        if (value is not ITuple tuple)
        {
            return Answer(value);
        }

        if (!TryTakeAnswer())
        {
            return default;
        }

        var values = new object?[tuple.Length];

        for (var i = 0; i < values.Length; i++)
        {
            values[i] = tuple[i];
        }

        return SendAnswer(values);
    }

    public async ValueTask AnswerAllAfter<T>(ValueTask<T> task) => await AnswerAll(await task);

    public ValueTask AnswerAllAfterTask<T>(Task<T>? task) => task is null ? Done() : AnswerAllAfter(new ValueTask<T>(task));

    /// <summary>What was received goes back as it came.</summary>
    public ValueTask AnswerWith(EventArguments? arguments)
    {
        if (!TryTakeAnswer())
        {
            return default;
        }

        var values = new object?[arguments?.Count ?? 0];

        for (var i = 0; i < values.Length; i++)
        {
            values[i] = arguments![i];
        }

        return SendAnswer(values);
    }

    public async ValueTask AnswerWithAfter(ValueTask<EventArguments> task) => await AnswerWith(await task);

    public ValueTask AnswerWithAfterTask(Task<EventArguments>? task) => task is null ? Done() : AnswerWithAfter(new ValueTask<EventArguments>(task));

    /// <summary>Acknowledges with nothing if that was asked for and no handler has had anything to say.</summary>
    public ValueTask AnswerEmptyIfOwed()
        => OwesEmptyAnswer && TryTakeAnswer() ? SendAnswer([]) : default;

    /// <summary>Acknowledges with what went wrong, if the option says so.</summary>
    public ValueTask AnswerError(string error)
        => Server.Options.AcknowledgeErrors && TryTakeAnswer() ? SendAnswer([new Dictionary<string, string> { ["error"] = error }]) : default;

    private async ValueTask AwaitDoneAsync(ValueTask task)
    {
        await task;
        OwesEmptyAnswer = true;
    }

    private async ValueTask AwaitAnswerAsync<T>(ValueTask<T> task) => await Answer(await task);

    // Another server that has asked gets it over the adapter.
    private ValueTask SendAnswer(ReadOnlySpan<object?> values)
        => AnswerTo is { } answer ? answer(PacketArguments.Encode(values, Server.Serializer)) : Socket.SendAck(_ackId, values);
}
