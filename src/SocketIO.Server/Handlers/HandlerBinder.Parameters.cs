using System.Linq.Expressions;
using System.Reflection;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.Metadata;
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
        [typeof(CancellationToken)] = nameof(EventInvocation.DisconnectToken),
        [typeof(ClaimsPrincipal)] = nameof(EventInvocation.User),
        [typeof(Ack)] = nameof(EventInvocation.Ack),
        [typeof(IServiceProvider)] = nameof(EventInvocation.Services),
    };

    private static readonly MethodInfo s_getService = typeof(ServiceProviderServiceExtensions)
        .GetMethod(nameof(ServiceProviderServiceExtensions.GetRequiredService), 1, [typeof(IServiceProvider)])!;

    private static readonly MethodInfo s_getKeyedService = typeof(ServiceProviderKeyedServiceExtensions)
        .GetMethod(nameof(ServiceProviderKeyedServiceExtensions.GetRequiredKeyedService), 1, [typeof(IServiceProvider), typeof(object)])!;

    private static void ThrowIfUnbindable(Delegate handler, ParameterInfo parameter)
    {
        if (parameter.ParameterType.IsByRef || parameter.ParameterType.IsByRefLike || parameter.ParameterType.IsPointer)
        {
            throw new ArgumentException($"{Describe(handler)} has the parameter '{parameter.Name}' of type {parameter.ParameterType}. Parameters by reference, spans and pointers cannot be bound.", nameof(handler));
        }
    }

    private static MemberExpression Services(Expression call) => Expression.Property(call, nameof(EventInvocation.Services));

    private static MemberExpression ReasonOrDescription(Delegate handler, ParameterInfo parameter, Expression call, int position)
    {
        if (parameter.ParameterType != typeof(string) || position > 1)
        {
            throw new ArgumentException($"{Describe(handler)} has the parameter '{parameter.Name}', which is neither the reason nor the description (both strings), nor a registered service.", nameof(handler));
        }

        return Expression.Property(call, position == 0 ? nameof(EventInvocation.Reason) : nameof(EventInvocation.Description));
    }

    private static Expression Read(ParameterInfo parameter, bool isLast, Expression call, Expression arguments, Expression variable)
    {
        var type = parameter.ParameterType;

        // The rest of the arguments. Bytes are one value; so is an array of more than one dimension.
        if (isLast && type.IsSZArray && type != typeof(byte[]) && !parameter.HasDefaultValue)
        {
            return Call(call, nameof(EventInvocation.TryReadRest), type.GetElementType()!, arguments, variable);
        }

        return parameter.HasDefaultValue
            ? Call(call, nameof(EventInvocation.TryReadOptional), type, arguments, Default(parameter), variable)
            : Call(call, nameof(EventInvocation.TryRead), type, arguments, variable);
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

    private Expression? Inject(ParameterInfo parameter, Expression call)
    {
        var type = parameter.ParameterType;

        if (s_injected.TryGetValue(type, out var property))
        {
            return Expression.Property(call, property);
        }

        if (parameter.GetCustomAttribute<FromKeyedServicesAttribute>() is { } keyed)
        {
            return Expression.Call(s_getKeyedService.MakeGenericMethod(type), Services(call), Expression.Constant(keyed.Key, typeof(object)));
        }

        var isService = parameter.GetCustomAttributes(inherit: true).OfType<IFromServiceMetadata>().Any() || services?.IsService(ServiceOf(type)) == true;
        return isService ? Expression.Call(s_getService.MakeGenericMethod(type), Services(call)) : null;
    }

    // A container resolves every IEnumerable<T>; it is meant as services only if T is one.
    private static Type ServiceOf(Type type)
        => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IEnumerable<>) ? type.GetGenericArguments()[0] : type;
}
