using System.Text;
using SocketIO.Protocol;

namespace SocketIO.Server;

/// <content>Events of other servers.</content>
public abstract partial class ServerNamespace
{
    // Without a handler there is no answer either: who has asked learns of it by the time being over, as in JavaScript.
    internal void OnServerSideEvent(string eventName, EventArguments arguments, Func<EventArguments, ValueTask>? answer)
    {
        if (ServerSideRouter.TryFind(Encoding.UTF8.GetBytes(eventName), out var subscriptions))
        {
            _ = HandleServerSideAsync(subscriptions, eventName, arguments, answer);
        }
    }

    private async Task HandleServerSideAsync(
        EventSubscription[] subscriptions, string eventName, EventArguments arguments, Func<EventArguments, ValueTask>? answer)
    {
        Server.PendingHandlers.Begin();
        var call = EventInvocation.Rent(this, socket: null, answer is null ? null : 0);
        call.AnswerTo = answer;

        foreach (var subscription in subscriptions)
        {
            if (!subscription.TryTake())
            {
                continue;
            }

            call.Arguments = arguments;
            call.EventName = eventName;
            await GuardServerSideAsync(() => Start(subscription, call, arguments), eventName);

            if (call.RejectedIndex >= 0)
            {
                Server.ReportRejection(eventName, call.RejectedIndex, call.RejectedType!);
                call.ForgetRejection();
            }
        }

        await GuardServerSideAsync(call.AnswerEmptyIfOwed, eventName);
        await GuardServerSideAsync(call.DisposeScopeAsync, eventName);
        call.Return();
        Server.PendingHandlers.End();
    }

    private static ValueTask Start(EventSubscription subscription, EventInvocation call, EventArguments arguments)
    {
        var reader = arguments.GetReader();
        return subscription.Invoke(call, ref reader);
    }

    private async ValueTask GuardServerSideAsync(Func<ValueTask> handle, string eventName)
    {
        try
        {
            await handle();
        }
        catch (Exception exception)
        {
            Server.Report(exception, "handler", socket: null, eventName);
        }
    }
}
