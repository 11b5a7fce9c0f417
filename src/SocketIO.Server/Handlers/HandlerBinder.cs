using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Reflection;
using System.Text.Json;
using SocketIO.Protocol;

namespace SocketIO.Server;

/// <summary>
/// Compiles what calls the application's handlers, once for each method.
/// </summary>
/// <remarks>
/// <para>
/// What is compiled for <c>(ServerSocket socket, string room, int count = 1) => ...</c> reads, in C#:
/// </para>
/// <code>
/// (Delegate handler, EventInvocation call, ref ArgumentReader arguments) =>
/// {
///     string room; int count; Result result;
///     if (!call.TryRead(ref arguments, out room)) return default;
///     if (!call.TryReadOptional(ref arguments, 1, out count)) return default;
///     return call.Answer(((Func&lt;ServerSocket, string, int, Result&gt;)handler)(call.Socket, room, count));
/// }
/// </code>
/// <para>
/// It is compiled for the method rather than for the delegate: a connection handler makes the same closures for every socket, and only their
/// targets differ.
/// </para>
/// </remarks>
internal sealed partial class HandlerBinder(HandlerServices services, JsonSerializerOptions json)
{
    private readonly ConcurrentDictionary<(MethodInfo Method, Type Type, HandlerKind Kind), BoundHandler> _bound = new();

    public BoundHandler Bind(Delegate handler, HandlerKind kind)
    {
        ArgumentNullException.ThrowIfNull(handler);
        var key = (handler.Method, handler.GetType(), kind);
        return _bound.TryGetValue(key, out var bound) ? bound : _bound.GetOrAdd(key, Compile(handler, kind));
    }

    private BoundHandler Compile(Delegate handler, HandlerKind kind)
    {
        ThrowIfAsyncVoid(handler);

        var isLifecycle = kind is HandlerKind.Connection or HandlerKind.Disconnection;
        var handlerParameter = Expression.Parameter(typeof(Delegate), "handler");
        var call = Expression.Parameter(typeof(EventInvocation), "call");
        var arguments = Expression.Parameter(typeof(ArgumentReader).MakeByRefType(), "arguments");
        var exit = Expression.Label(typeof(ValueTask), "exit");

        var variables = new List<ParameterExpression>();
        var body = new List<Expression>();
        var values = new List<Expression>();
        var plain = 0;

        var parameters = Parameters(handler);

        for (var i = 0; i < parameters.Length; i++)
        {
            var parameter = parameters[i];
            ThrowIfUnbindable(handler, parameter);

            if (Inject(handler, parameter, kind, call) is { } injected)
            {
                values.Add(injected);
            }
            else if (isLifecycle)
            {
                values.Add(ReasonOrDescription(handler, parameter, kind, call, plain++));
            }
            else
            {
                var element = ElementOfRest(parameter, isLast: i == parameters.Length - 1);
                var variable = Expression.Variable(element?.MakeArrayType() ?? parameter.ParameterType, parameter.Name);
                variables.Add(variable);
                body.Add(Expression.IfThen(
                    Expression.Not(Read(handler, parameter, element, call, arguments, variable)),
                    Expression.Return(exit, Expression.Default(typeof(ValueTask)))));
                values.Add(Expression.Convert(variable, parameter.ParameterType));
            }
        }

        var invoke = Expression.Invoke(Expression.Convert(handlerParameter, handler.GetType()), values);
        body.Add(Expression.Return(exit, isLifecycle ? Await(invoke, call) : Answer(invoke, call)));
        body.Add(Expression.Label(exit, Expression.Default(typeof(ValueTask))));

        var compiled = Expression.Lambda<HandlerInvoker>(Expression.Block(variables, body), handlerParameter, call, arguments).Compile();

        return new BoundHandler(
            compiled,
            parameters.Any(p => p.ParameterType == typeof(EventContext) || p.ParameterType == typeof(EventArguments)),
            parameters.Any(p => p.ParameterType == typeof(Ack) || p.ParameterType == typeof(EventContext)));
    }

    // Default values and attributes stand on the method; for delegates made by the compiler of lambdas with default values they stand on the
    // delegate's Invoke as well. A closed static delegate has one parameter less than its method.
    private static ParameterInfo[] Parameters(Delegate handler)
    {
        var declared = handler.GetType().GetMethod("Invoke")!.GetParameters();
        var implemented = handler.Method.GetParameters();
        return implemented.Length >= declared.Length ? implemented[^declared.Length..] : declared;
    }
}
