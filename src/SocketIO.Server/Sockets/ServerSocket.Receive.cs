using System.Diagnostics.CodeAnalysis;
using System.Text;
using SocketIO.Protocol;

namespace SocketIO.Server;

/// <content>What the client sends, on its way to its handlers.</content>
public sealed partial class ServerSocket
{
    /// <summary>Gets where events wait for their turn.</summary>
    internal EventInbox Inbox { get; }

    internal void ReceiveAck(scoped in ReceivedPacket packet)
    {
        // One that nobody waits for, any more or at all, is no offence.
        if (packet.AckId is { } id)
        {
            _acks?.Take(id)?.OnAck(packet, Serializer);
        }
    }

    internal bool HasHandler(ReadOnlySpan<byte> name) => Namespace.Router.TryFind(name, out _) || _router?.TryFind(name, out _) == true;

    /// <summary>Hands an event whose turn has come to those who see it first, or straight to its handlers.</summary>
    internal ValueTask DispatchAsync(scoped in IncomingEvent incoming)
    {
        Namespace.Server.Metrics.EventReceived();

        if (_listeners is { Intercepts: true } || ServerActivitySource.IsWatched)
        {
            return InterceptAsync(Encoding.UTF8.GetString(incoming.Name), incoming.Keep(Serializer), incoming.AckId);
        }

        Namespace.Router.TryFind(incoming.Name, out var shared);
        EventSubscription[]? own = null;
        _router?.TryFind(incoming.Name, out own);

        if (IsSingle(shared, own, out var single))
        {
            return InvokeSingle(single, incoming);
        }

        if (shared is null && own is null)
        {
            Namespace.Server.Metrics.EventUnhandled();
            return default;
        }

        return InvokeAllAsync([.. shared ?? [], .. own ?? []], incoming.Keep(Serializer), incoming.AckId, context: null);
    }

    private static bool IsSingle(EventSubscription[]? shared, EventSubscription[]? own, [NotNullWhen(true)] out EventSubscription? single)
    {
        single = (shared, own) switch
        {
            ([{ Policies.Length: 0 } only], null) => only,
            (null, [{ Policies.Length: 0 } only]) => only,
            _ => null,
        };

        return single is not null;
    }
}
