using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Security.Claims;
using Microsoft.Extensions.DependencyInjection;
using SocketIO.Protocol;

namespace SocketIO.Server;

/// <content>Where each parameter's value comes from.</content>
internal sealed partial class HandlerBinder
{
    private const BindingFlags Members = BindingFlags.Public | BindingFlags.Instance;

    // In the order of the checks; everything else is a service or the next argument of the event.
    private static readonly Dictionary<Type, string> s_injected = new()
    {
        [typeof(ServerSocket)] = nameof(EventInvocation.Socket),
        [typeof(SocketIOServer)] = nameof(EventInvocation.Server),
        [typeof(ServerNamespace)] = nameof(EventInvocation.Namespace),
        [typeof(EventContext)] = nameof(EventInvocation.Context),
        [typeof(EventArguments)] = nameof(EventInvocation.Arguments),
        [typeof(CancellationToken)] = nameof(EventInvocation.CancellationToken),
        [typeof(ClaimsPrincipal)] = nameof(EventInvocation.User),
        [typeof(Ack)] = nameof(EventInvocation.Ack),
        [typeof(IServiceProvider)] = nameof(EventInvocation.ScopedServices),
    };

    private static readonly Type[] s_ofEvents = [typeof(EventContext), typeof(EventArguments), typeof(Ack)];

    private static readonly Type[] s_ofSockets = [typeof(ServerSocket), typeof(EventContext), typeof(ClaimsPrincipal), typeof(Ack)];

    private static MemberExpression ReasonOrDescription(Delegate handler, ParameterInfo parameter, HandlerKind kind, Expression call, int position)
    {
        if (kind is HandlerKind.Connection)
        {
            throw Refusal(handler, parameter, "is not a registered service. A connection has no arguments: what the client sent along is read by socket.GetAuth<T>() and socket.Handshake");
        }

        if (parameter.ParameterType != typeof(string) || position > 1)
        {
            throw Refusal(handler, parameter, "is neither the reason nor the description (both strings), nor a registered service");
        }

        return Expression.Property(call, position == 0 ? nameof(EventInvocation.Reason) : nameof(EventInvocation.Description));
    }

    private static Expression Default(ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        var value = parameter.DefaultValue;

        if (value is null)
        {
            return Expression.Default(type);
        }

        // The default of an enum is recorded as its underlying number.
        var underlying = Nullable.GetUnderlyingType(type) ?? type;
        value = underlying.IsEnum ? Enum.ToObject(underlying, value) : value;
        return Expression.Convert(Expression.Constant(value), type);
    }

    private static MethodCallExpression Call(Expression call, string method, Type typeArgument, params Expression[] arguments)
        => Expression.Call(call, typeof(EventInvocation).GetMethod(method, Members)!.MakeGenericMethod(typeArgument), arguments);

    // The type of the elements if the parameter takes all arguments that are left. Bytes are one value; so is an array of more than one dimension.
    private static Type? ElementOfRest(ParameterInfo parameter, bool isLast)
    {
        var type = parameter.ParameterType;

        if (!isLast || parameter.HasDefaultValue)
        {
            return null;
        }

        if (type.IsSZArray)
        {
            return type == typeof(byte[]) ? null : type.GetElementType();
        }

        return parameter.IsDefined(typeof(ParamCollectionAttribute)) ? type.GetGenericArguments().FirstOrDefault() : null;
    }

    private Expression Read(Delegate handler, ParameterInfo parameter, Type? element, Expression call, Expression arguments, Expression variable)
    {
        var type = parameter.ParameterType;

        if (element is not null)
        {
            ThrowIfUnreadable(handler, parameter, element);

            if (!type.IsAssignableFrom(element.MakeArrayType()))
            {
                throw Refusal(handler, parameter, $"cannot take the rest of the arguments: use params {element.Name}[]");
            }

            return Call(call, nameof(EventInvocation.TryReadRest), element, arguments, variable);
        }

        ThrowIfUnreadable(handler, parameter, type);

        return parameter.HasDefaultValue
            ? Call(call, nameof(EventInvocation.TryReadOptional), type, arguments, Default(parameter), variable)
            : Call(call, nameof(EventInvocation.TryRead), type, arguments, variable);
    }

    private Expression? Inject(Delegate handler, ParameterInfo parameter, HandlerKind kind, Expression call)
    {
        var type = parameter.ParameterType;

        if (s_injected.TryGetValue(type, out var property))
        {
            if (kind is HandlerKind.ServerSide && s_ofSockets.Contains(type))
            {
                throw Refusal(handler, parameter, "is not there: the event comes from another server, not from a socket. What the handler returns is the answer");
            }

            if (kind is HandlerKind.Connection or HandlerKind.Disconnection && s_ofEvents.Contains(type))
            {
                throw Refusal(handler, parameter, "is not there: no event is being handled");
            }

            return Expression.Property(call, property);
        }

        try
        {
            return services.Find(parameter) is { } service ? Resolve(parameter, service, call) : null;
        }
        catch (InvalidOperationException exception)
        {
            throw Refusal(handler, parameter, exception.Message);
        }
    }

    private static Expression Resolve(ParameterInfo parameter, InjectedService service, Expression call)
    {
        var provider = Expression.Property(call, service.NeedsScope ? nameof(EventInvocation.ScopedServices) : nameof(EventInvocation.SingletonServices));

        Expression found = service.Key is null
            ? Expression.Call(typeof(ServiceProviderServiceExtensions), Method("Service", service), [service.Type], provider)
            : Expression.Call(typeof(ServiceProviderKeyedServiceExtensions), Method("KeyedService", service), [service.Type], provider, Expression.Constant(service.Key, typeof(object)));

        return service.IsOptional && parameter.HasDefaultValue && !service.Type.IsValueType ? Expression.Coalesce(found, Default(parameter)) : found;
    }

    private static string Method(string noun, InjectedService service) => (service.IsOptional ? "Get" : "GetRequired") + noun;
}
