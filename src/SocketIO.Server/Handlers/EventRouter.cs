using System.Diagnostics.CodeAnalysis;

namespace SocketIO.Server;

/// <summary>
/// Keeps the handlers of a namespace or of a socket, and finds those of an event.
/// </summary>
/// <remarks>
/// Thread-safe. Looking up takes no lock. The table is built by the first look-up after a change: a connection handler that registers thirty
/// handlers builds one table, not thirty.
/// </remarks>
internal sealed class EventRouter
{
    private readonly Lock _gate = new();
    private EventSubscription[] _subscriptions = [];
    private EventTable? _table;

    public EventSubscription[] All => Volatile.Read(ref _subscriptions);

    public string[] EventNames => [.. All.Select(static subscription => subscription.EventName).Distinct()];

    public Delegate[] HandlersOf(string eventName)
        => [.. All.Where(subscription => subscription.EventName == eventName).Select(static subscription => subscription.Handler)];

    public EventSubscription Add(string eventName, Delegate handler, BoundHandler bound, bool once, bool prepend)
    {
        var subscription = new EventSubscription(this, eventName, handler, bound, once);
        Add(subscription, prepend);
        return subscription;
    }

    public bool Remove(EventSubscription subscription)
    {
        lock (_gate)
        {
            var index = Array.IndexOf(_subscriptions, subscription);

            if (index < 0)
            {
                return false;
            }

            _subscriptions = [.. _subscriptions[..index], .. _subscriptions[(index + 1)..]];
            _table = null;
            return true;
        }
    }

    /// <summary>Removes the handlers of an event, or those of it that are one delegate, or all there are.</summary>
    public void Remove(string? eventName, Delegate? handler)
    {
        lock (_gate)
        {
            _subscriptions = Array.FindAll(
                _subscriptions,
                s => (eventName is not null && s.EventName != eventName) || (handler is not null && !handler.Equals(s.Handler)));
            _table = null;
        }
    }

    /// <summary>Takes over the handlers of another router as they are now.</summary>
    public void CopyFrom(EventRouter other)
    {
        foreach (var subscription in other.All)
        {
            Add(subscription.CopyTo(this), prepend: false);
        }
    }

    public bool TryFind(ReadOnlySpan<byte> name, [NotNullWhen(true)] out EventSubscription[]? subscriptions)
        => (Volatile.Read(ref _table) ?? Build()).TryFind(name, out subscriptions);

    private void Add(EventSubscription subscription, bool prepend)
    {
        lock (_gate)
        {
            _subscriptions = prepend ? [subscription, .. _subscriptions] : [.. _subscriptions, subscription];
            _table = null;
        }
    }

    private EventTable Build()
    {
        lock (_gate)
        {
            return _table ??= new EventTable(_subscriptions);
        }
    }
}
