using System.Diagnostics.CodeAnalysis;

namespace SocketIO.Server;

/// <summary>
/// The handlers of a namespace or of a socket by event name. Never changes: a registration makes another table.
/// </summary>
internal sealed class EventTable
{
    private readonly Dictionary<byte[], EventSubscription[]>.AlternateLookup<ReadOnlySpan<byte>> _byName;

    public EventTable(IEnumerable<EventSubscription> subscriptions)
    {
        var byName = new Dictionary<byte[], EventSubscription[]>(Utf8NameComparer.Instance);

        foreach (var subscription in subscriptions)
        {
            byName[subscription.Utf8Name] = byName.TryGetValue(subscription.Utf8Name, out var existing)
                ? [.. existing, subscription]
                : [subscription];
        }

        _byName = byName.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    public bool TryFind(ReadOnlySpan<byte> name, [NotNullWhen(true)] out EventSubscription[]? subscriptions)
        => _byName.TryGetValue(name, out subscriptions);
}
