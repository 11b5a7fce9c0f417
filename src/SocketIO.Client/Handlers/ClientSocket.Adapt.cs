using SocketIO.Protocol;

namespace SocketIO.Client;

/// <content>How handlers are called with an event's arguments.</content>
public partial class ClientSocket
{
    private static Func<IncomingEvent, ValueTask> Adapt(Action handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return received =>
        {
            handler();
            received.Answer([]);
            return default;
        };
    }

    private static Func<IncomingEvent, ValueTask> Adapt(Func<Task> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return received =>
        {
            return AnswerWhenDone(received, handler());
        };
    }

    private static Func<IncomingEvent, ValueTask> Adapt<TResult>(Func<TResult> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        RefuseValueTaskOf<TResult>();
        return received =>
        {
            return AnswerNowOrWhenDone(received, handler());
        };
    }

    private static Func<IncomingEvent, ValueTask> Adapt<TResult>(Func<Task<TResult>> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return received =>
        {
            return AnswerWhenDone(received, handler());
        };
    }

    private static Func<IncomingEvent, ValueTask> Adapt<T>(Action<T> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return received =>
        {
            var arguments = received.Arguments.GetReader();

            if (!received.TryRead<T>(ref arguments, out var a1))
            {
                return default;
            }

            handler(a1);
            received.Answer([]);
            return default;
        };
    }

    private static Func<IncomingEvent, ValueTask> Adapt<T>(Func<T, Task> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return received =>
        {
            var arguments = received.Arguments.GetReader();

            if (!received.TryRead<T>(ref arguments, out var a1))
            {
                return default;
            }

            return AnswerWhenDone(received, handler(a1));
        };
    }

    private static Func<IncomingEvent, ValueTask> Adapt<T, TResult>(Func<T, TResult> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        RefuseValueTaskOf<TResult>();
        return received =>
        {
            var arguments = received.Arguments.GetReader();

            if (!received.TryRead<T>(ref arguments, out var a1))
            {
                return default;
            }

            return AnswerNowOrWhenDone(received, handler(a1));
        };
    }

    private static Func<IncomingEvent, ValueTask> Adapt<T, TResult>(Func<T, Task<TResult>> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return received =>
        {
            var arguments = received.Arguments.GetReader();

            if (!received.TryRead<T>(ref arguments, out var a1))
            {
                return default;
            }

            return AnswerWhenDone(received, handler(a1));
        };
    }

    private static Func<IncomingEvent, ValueTask> Adapt<T1, T2>(Action<T1, T2> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return received =>
        {
            var arguments = received.Arguments.GetReader();

            if (!received.TryRead<T1>(ref arguments, out var a1) || !received.TryRead<T2>(ref arguments, out var a2))
            {
                return default;
            }

            handler(a1, a2);
            received.Answer([]);
            return default;
        };
    }

    private static Func<IncomingEvent, ValueTask> Adapt<T1, T2>(Func<T1, T2, Task> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return received =>
        {
            var arguments = received.Arguments.GetReader();

            if (!received.TryRead<T1>(ref arguments, out var a1) || !received.TryRead<T2>(ref arguments, out var a2))
            {
                return default;
            }

            return AnswerWhenDone(received, handler(a1, a2));
        };
    }

    private static Func<IncomingEvent, ValueTask> Adapt<T1, T2, TResult>(Func<T1, T2, TResult> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        RefuseValueTaskOf<TResult>();
        return received =>
        {
            var arguments = received.Arguments.GetReader();

            if (!received.TryRead<T1>(ref arguments, out var a1) || !received.TryRead<T2>(ref arguments, out var a2))
            {
                return default;
            }

            return AnswerNowOrWhenDone(received, handler(a1, a2));
        };
    }

    private static Func<IncomingEvent, ValueTask> Adapt<T1, T2, TResult>(Func<T1, T2, Task<TResult>> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return received =>
        {
            var arguments = received.Arguments.GetReader();

            if (!received.TryRead<T1>(ref arguments, out var a1) || !received.TryRead<T2>(ref arguments, out var a2))
            {
                return default;
            }

            return AnswerWhenDone(received, handler(a1, a2));
        };
    }

    private static Func<IncomingEvent, ValueTask> Adapt<T1, T2, T3>(Action<T1, T2, T3> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return received =>
        {
            var arguments = received.Arguments.GetReader();

            if (!received.TryRead<T1>(ref arguments, out var a1) || !received.TryRead<T2>(ref arguments, out var a2) || !received.TryRead<T3>(ref arguments, out var a3))
            {
                return default;
            }

            handler(a1, a2, a3);
            received.Answer([]);
            return default;
        };
    }

    private static Func<IncomingEvent, ValueTask> Adapt<T1, T2, T3>(Func<T1, T2, T3, Task> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return received =>
        {
            var arguments = received.Arguments.GetReader();

            if (!received.TryRead<T1>(ref arguments, out var a1) || !received.TryRead<T2>(ref arguments, out var a2) || !received.TryRead<T3>(ref arguments, out var a3))
            {
                return default;
            }

            return AnswerWhenDone(received, handler(a1, a2, a3));
        };
    }

    private static Func<IncomingEvent, ValueTask> Adapt<T1, T2, T3, TResult>(Func<T1, T2, T3, TResult> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        RefuseValueTaskOf<TResult>();
        return received =>
        {
            var arguments = received.Arguments.GetReader();

            if (!received.TryRead<T1>(ref arguments, out var a1) || !received.TryRead<T2>(ref arguments, out var a2) || !received.TryRead<T3>(ref arguments, out var a3))
            {
                return default;
            }

            return AnswerNowOrWhenDone(received, handler(a1, a2, a3));
        };
    }

    private static Func<IncomingEvent, ValueTask> Adapt<T1, T2, T3, TResult>(Func<T1, T2, T3, Task<TResult>> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return received =>
        {
            var arguments = received.Arguments.GetReader();

            if (!received.TryRead<T1>(ref arguments, out var a1) || !received.TryRead<T2>(ref arguments, out var a2) || !received.TryRead<T3>(ref arguments, out var a3))
            {
                return default;
            }

            return AnswerWhenDone(received, handler(a1, a2, a3));
        };
    }

    private static Func<IncomingEvent, ValueTask> Adapt<T1, T2, T3, T4>(Action<T1, T2, T3, T4> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return received =>
        {
            var arguments = received.Arguments.GetReader();

            if (!received.TryRead<T1>(ref arguments, out var a1) || !received.TryRead<T2>(ref arguments, out var a2) || !received.TryRead<T3>(ref arguments, out var a3) || !received.TryRead<T4>(ref arguments, out var a4))
            {
                return default;
            }

            handler(a1, a2, a3, a4);
            received.Answer([]);
            return default;
        };
    }

    private static Func<IncomingEvent, ValueTask> Adapt<T1, T2, T3, T4>(Func<T1, T2, T3, T4, Task> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return received =>
        {
            var arguments = received.Arguments.GetReader();

            if (!received.TryRead<T1>(ref arguments, out var a1) || !received.TryRead<T2>(ref arguments, out var a2) || !received.TryRead<T3>(ref arguments, out var a3) || !received.TryRead<T4>(ref arguments, out var a4))
            {
                return default;
            }

            return AnswerWhenDone(received, handler(a1, a2, a3, a4));
        };
    }

    private static Func<IncomingEvent, ValueTask> Adapt<T1, T2, T3, T4, TResult>(Func<T1, T2, T3, T4, TResult> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        RefuseValueTaskOf<TResult>();
        return received =>
        {
            var arguments = received.Arguments.GetReader();

            if (!received.TryRead<T1>(ref arguments, out var a1) || !received.TryRead<T2>(ref arguments, out var a2) || !received.TryRead<T3>(ref arguments, out var a3) || !received.TryRead<T4>(ref arguments, out var a4))
            {
                return default;
            }

            return AnswerNowOrWhenDone(received, handler(a1, a2, a3, a4));
        };
    }

    private static Func<IncomingEvent, ValueTask> Adapt<T1, T2, T3, T4, TResult>(Func<T1, T2, T3, T4, Task<TResult>> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return received =>
        {
            var arguments = received.Arguments.GetReader();

            if (!received.TryRead<T1>(ref arguments, out var a1) || !received.TryRead<T2>(ref arguments, out var a2) || !received.TryRead<T3>(ref arguments, out var a3) || !received.TryRead<T4>(ref arguments, out var a4))
            {
                return default;
            }

            return AnswerWhenDone(received, handler(a1, a2, a3, a4));
        };
    }

    // Overloads for it would make asynchronous lambdas ambiguous; but it is what EmitAsync returns.
    private static ValueTask AnswerNowOrWhenDone<TResult>(IncomingEvent received, TResult result)
    {
        if (typeof(TResult) == typeof(ValueTask))
        {
            return AnswerWhenDone(received, ((ValueTask)(object)result!).AsTask());
        }

        received.AnswerWith(result);
        return default;
    }

    private static void RefuseValueTaskOf<TResult>()
    {
        if (typeof(TResult).IsGenericType && typeof(TResult).GetGenericTypeDefinition() == typeof(ValueTask<>))
        {
            throw new ArgumentException("A handler that answers later returns Task<T>: call AsTask on its ValueTask<T>.");
        }
    }

    private static async ValueTask AnswerWhenDone(IncomingEvent received, Task handled)
    {
        await handled.ConfigureAwait(true);
        received.Answer([]);
    }

    private static async ValueTask AnswerWhenDone<TResult>(IncomingEvent received, Task<TResult> handled)
        => received.AnswerWith(await handled.ConfigureAwait(true));
}
