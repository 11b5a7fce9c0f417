using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace SocketIO.Server;

/// <content>What is refused when it is registered, rather than when the first client sends the event.</content>
internal sealed partial class HandlerBinder
{
    /// <summary>Refuses a handler whose exceptions nobody could catch: they would end the process.</summary>
    /// <param name="handler">The handler.</param>
    /// <param name="advice">What to do instead.</param>
    public static void ThrowIfAsyncVoid(Delegate handler, string advice = "Let it return Task, so that it can be awaited and its exceptions caught.")
    {
        ArgumentNullException.ThrowIfNull(handler);

        foreach (var part in handler.GetInvocationList())
        {
            if (part.Method.ReturnType == typeof(void) && part.Method.IsDefined(typeof(AsyncStateMachineAttribute)))
            {
                throw new ArgumentException($"{Describe(part)} is async void. {advice}", nameof(handler));
            }
        }
    }

    /// <summary>Refuses a handler that is async void in a place that cannot wait.</summary>
    public static void ThrowIfNotSynchronous(Delegate handler)
        => ThrowIfAsyncVoid(handler, "It has to be synchronous here: call a method that returns Task and catches its own exceptions, and do not await it.");

    private static string Describe(Delegate handler) => $"The handler {handler.Method.DeclaringType?.Name}.{handler.Method.Name}";

    private static ArgumentException Refusal(Delegate handler, ParameterInfo parameter, string reason)
        => new($"{Describe(handler)}: its parameter '{parameter.Name}' of type {parameter.ParameterType} {reason}.", nameof(handler));

    private static void ThrowIfUnbindable(Delegate handler, ParameterInfo parameter)
    {
        if (parameter.ParameterType.IsByRef || parameter.ParameterType.IsByRefLike || parameter.ParameterType.IsPointer)
        {
            throw Refusal(handler, parameter, "cannot be bound: parameters by reference, spans and pointers are not taken");
        }
    }

    private void ThrowIfUnreadable(Delegate handler, ParameterInfo parameter, Type type)
    {
        if (typeof(Delegate).IsAssignableFrom(type))
        {
            throw Refusal(handler, parameter, "is a delegate. The acknowledgement is what the handler returns; to answer at another time, take an Ack");
        }

        if (type == typeof(HttpContext) || type == typeof(HttpRequest) || type == typeof(HttpResponse))
        {
            throw Refusal(handler, parameter, "is not there: the request is over. Take a ServerSocket, whose Handshake has what the request said, and whose User is the one of the request");
        }

        if (!CanRead(type, out var why))
        {
            throw Refusal(handler, parameter, $"is not a registered service, and JSON cannot be read as one. Register it with builder.Services, or take a class, a record or a JsonElement{why}");
        }
    }

    // Only what can never work: what a constructor or converter makes of the JSON is seen when there is some.
    private bool CanRead(Type type, out string why)
    {
        why = string.Empty;

        try
        {
            return json.GetTypeInfo(type) is not { Kind: JsonTypeInfoKind.Object, CreateObject: null, PolymorphismOptions: null } || !type.IsAbstract;
        }
        catch (Exception exception) when (exception is NotSupportedException or InvalidOperationException or JsonException)
        {
            why = $" ({exception.Message.TrimEnd('.')})";
            return false;
        }
    }
}
