using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using SocketIO.Protocol;

namespace SocketIO.Server;

/// <content>What becomes of the value that a handler returns.</content>
internal sealed partial class HandlerBinder
{
    private static Expression Answer(Expression invoke, Expression call)
    {
        var type = invoke.Type;

        if (type == typeof(void))
        {
            return Expression.Block(invoke, Expression.Call(call, nameof(EventInvocation.Done), null));
        }

        if (type == typeof(ValueTask))
        {
            return Expression.Call(call, nameof(EventInvocation.DoneAfter), null, invoke);
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueTask<>))
        {
            return AnswerWith(invoke, call, type.GetGenericArguments()[0], "After");
        }

        if (TaskResult(type) is { } result)
        {
            return AnswerWith(invoke, call, result, "AfterTask");
        }

        return typeof(Task).IsAssignableFrom(type)
            ? Expression.Call(call, nameof(EventInvocation.DoneAfterTask), null, invoke)
            : AnswerWith(invoke, call, type, string.Empty);
    }

    /// <summary>A handler of connections is awaited; what else it returns means nothing.</summary>
    private static Expression Await(Expression invoke, Expression call)
    {
        var type = invoke.Type;

        if (typeof(Task).IsAssignableFrom(type))
        {
            return Expression.Call(call, nameof(EventInvocation.DoneAfterTask), null, invoke);
        }

        if (type == typeof(ValueTask))
        {
            return Expression.Call(call, nameof(EventInvocation.DoneAfter), null, invoke);
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueTask<>))
        {
            return Expression.Call(call, nameof(EventInvocation.DoneAfterTask), null, Expression.Call(invoke, nameof(ValueTask<>.AsTask), null));
        }

        return Expression.Block(invoke, Expression.Default(typeof(ValueTask)));
    }

    private static MethodCallExpression AnswerWith(Expression invoke, Expression call, Type result, string suffix)
    {
        if (result == typeof(EventArguments))
        {
            return Expression.Call(call, nameof(EventInvocation.AnswerWith) + suffix, null, invoke);
        }

        var name = IsTuple(Nullable.GetUnderlyingType(result) ?? result) ? nameof(EventInvocation.AnswerAll) : nameof(EventInvocation.Answer);
        return Expression.Call(call, name + suffix, [result], invoke);
    }

    private static bool IsTuple(Type type) => type.IsValueType && typeof(ITuple).IsAssignableFrom(type);

    // A task's own type may be derived from Task<T>: an async method's is.
    private static Type? TaskResult(Type? type)
    {
        while (type is not null)
        {
            if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Task<>))
            {
                return type.GetGenericArguments()[0];
            }

            type = type.BaseType;
        }

        return null;
    }
}
