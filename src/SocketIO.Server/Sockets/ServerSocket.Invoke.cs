using System.Text;
using SocketIO.Protocol;

namespace SocketIO.Server;

/// <content>Calling handlers, with a guard around each: whatever they do, the connection goes on.</content>
public sealed partial class ServerSocket
{
    // The usual case: one handler, which nothing precedes. No task, no copy and, if it completes synchronously, nothing on the heap.
    private ValueTask InvokeSingle(EventSubscription subscription, scoped in IncomingEvent incoming)
    {
        if (!subscription.TryTake())
        {
            return default;
        }

        var call = EventInvocation.Rent(Namespace, this, incoming.AckId);

        if (subscription.KeepsArguments)
        {
            call.Arguments = incoming.Keep(Serializer);
            call.EventName = subscription.EventName;
        }

        var reader = incoming.Reader;
        ValueTask handling;

        try
        {
            handling = subscription.Invoke(call, ref reader);

            if (handling.IsCompletedSuccessfully)
            {
                handling = Conclude(call, subscription);
            }
        }
        catch (Exception exception)
        {
            handling = ValueTask.FromException(exception);
        }

        if (handling.IsCompletedSuccessfully && !call.HasScope)
        {
            call.Return();
            return default;
        }

        return CompleteSingleAsync(handling, call, subscription);
    }

    private async ValueTask CompleteSingleAsync(ValueTask handling, EventInvocation call, EventSubscription subscription)
    {
        if (await GuardAsync(handling, call, subscription))
        {
            await GuardAsync(Conclude(call, subscription), call, subscription);
        }

        await DisposeScopeAsync(call, subscription);
        call.Return();
    }

    private async ValueTask InvokeAllAsync(EventSubscription[] subscriptions, EventArguments arguments, long? ackId, EventContext? context)
    {
        var call = EventInvocation.Rent(Namespace, this, ackId);
        var mayAnswerEmpty = true;
        EventSubscription? last = null;

        foreach (var subscription in subscriptions)
        {
            if (!await EventAuthorization.IsAllowedAsync(this, subscription))
            {
                await GuardAsync(call.AnswerError("forbidden"), call, subscription);
                continue;
            }

            if (!subscription.TryTake())
            {
                continue;
            }

            call.Arguments = arguments;
            call.EventName = subscription.EventName;

            if (context is not null)
            {
                call.Adopt(context);
            }

            mayAnswerEmpty &= !subscription.AnswersItself;
            last = subscription;

            await GuardAsync(Start(subscription, call, arguments), call, subscription);

            if (NoteRejection(call, subscription))
            {
                await GuardAsync(call.AnswerError("invalid arguments"), call, subscription);
            }
        }

        // Only now: one that has nothing to say must not answer for the next, which may.
        if (mayAnswerEmpty && last is not null)
        {
            await GuardAsync(call.AnswerEmptyIfOwed(), call, last);
        }

        if (last is not null)
        {
            await DisposeScopeAsync(call, last);
        }

        call.Return();
    }

    private static ValueTask Start(EventSubscription subscription, EventInvocation call, EventArguments arguments)
    {
        try
        {
            var reader = arguments.GetReader();
            return subscription.Invoke(call, ref reader);
        }
        catch (Exception exception)
        {
            return ValueTask.FromException(exception);
        }
    }

    private ValueTask Conclude(EventInvocation call, EventSubscription subscription)
    {
        if (NoteRejection(call, subscription))
        {
            return call.AnswerError("invalid arguments");
        }

        return subscription.AnswersItself ? default : call.AnswerEmptyIfOwed();
    }

    private bool NoteRejection(EventInvocation call, EventSubscription subscription)
    {
        if (call.RejectedIndex < 0)
        {
            return false;
        }

        Namespace.Server.ReportRejection(subscription.EventName, call.RejectedIndex, call.RejectedType!);
        call.ForgetRejection();
        return true;
    }

    /// <summary>Waits for user code. Nothing it does gets past here.</summary>
    private async ValueTask<bool> GuardAsync(ValueTask handling, EventInvocation call, EventSubscription subscription)
    {
        var isPending = !handling.IsCompleted;

        if (isPending)
        {
            Namespace.Server.Metrics.HandlerPending(1);
        }

        try
        {
            await handling;
            return true;
        }
        catch (OperationCanceledException) when (IsDisconnected)
        {
            // Told to stop by the socket's own token.
            return false;
        }
        catch (Exception exception)
        {
            Namespace.Server.Report(exception, "handler", this, subscription.EventName);
            await call.AnswerError("internal error");
            return false;
        }
        finally
        {
            if (isPending)
            {
                Namespace.Server.Metrics.HandlerPending(-1);
            }
        }
    }

    private async ValueTask DisposeScopeAsync(EventInvocation call, EventSubscription subscription)
    {
        try
        {
            await call.DisposeScopeAsync();
        }
        catch (Exception exception)
        {
            Namespace.Server.Report(exception, "service", this, subscription.EventName);
        }
    }

    /// <summary>The way of an event that others see before its handlers do: catch-all listeners, then middlewares.</summary>
    private async ValueTask InterceptAsync(string eventName, EventArguments arguments, long? ackId)
    {
        foreach (var listener in _listeners?.Incoming ?? [])
        {
            try
            {
                await listener.Invoke(eventName, arguments);
            }
            catch (Exception exception)
            {
                Namespace.Server.Report(exception, "catch-all listener", this, eventName);
            }
        }

        var context = new EventContext(this, eventName, arguments, new Ack(this, ackId ?? -1));

        try
        {
            await PassAsync(context, _listeners?.Middlewares ?? [], 0);
        }
        catch (Exception exception)
        {
            // Refusing an event is what a middleware does when it throws; only if nobody listens for that is it news.
            Namespace.Server.Metrics.EventRejected();

            if (!RaiseError(exception))
            {
                Namespace.Server.Report(exception, "socket middleware", this, eventName);
            }
        }
    }

    private Task PassAsync(EventContext context, Func<EventContext, Func<Task>, Task>[] middlewares, int index)
        => index < middlewares.Length
            ? middlewares[index](context, () => PassAsync(context, middlewares, index + 1))
            : HandleAsync(context);

    private async Task HandleAsync(EventContext context)
    {
        var name = Encoding.UTF8.GetBytes(context.EventName);
        Namespace.Router.TryFind(name, out var shared);
        EventSubscription[]? own = null;
        _router?.TryFind(name, out own);

        if (shared is null && own is null)
        {
            Namespace.Server.Metrics.EventUnhandled();
            return;
        }

        // The name is one that the application handles, so it cannot be a peer's invention.
        using var activity = ServerActivitySource.StartEvent(Namespace.Name, context.EventName);
        await InvokeAllAsync([.. shared ?? [], .. own ?? []], context.Arguments, context.Ack.Id, context);
    }

    private void NotifyOutgoing(EncodedPacket packet)
    {
        var arguments = PacketArguments.Decode(packet, Serializer, out var eventName);

        foreach (var listener in _listeners?.Outgoing ?? [])
        {
            try
            {
                var listening = listener.Invoke(eventName, arguments);
                System.Diagnostics.Debug.Assert(listening.IsCompleted, "Only synchronous listeners can be registered.");
            }
            catch (Exception exception)
            {
                Namespace.Server.Report(exception, "catch-all listener", this, eventName);
            }
        }
    }
}
