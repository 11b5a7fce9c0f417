using SocketIO.Protocol;

namespace SocketIO.Client;

/// <summary>Calls the application back with an acknowledgement, in order with events.</summary>
/// <param name="queue">Where.</param>
/// <param name="answered">What to call.</param>
/// <param name="takesErrors">Whether it is also called when there will be no answer.</param>
internal sealed class AckCallback(CallbackQueue queue, Action<Exception?, EventArguments> answered, bool takesErrors) : AckWaiter
{
    public override bool TakesErrors => takesErrors;

    protected override void AnswerLocked(EventArguments arguments) => queue.Enqueue(new Call(answered, null, arguments));

    protected override void FailLocked(Exception error)
    {
        if (takesErrors)
        {
            queue.Enqueue(new Call(answered, error, EventArguments.Empty));
        }
    }

    private sealed class Call(Action<Exception?, EventArguments> answered, Exception? error, EventArguments arguments) : Callback
    {
        public override ValueTask InvokeAsync()
        {
            answered(error, arguments);
            return default;
        }

        public override string ToString() => "acknowledgement";
    }
}
