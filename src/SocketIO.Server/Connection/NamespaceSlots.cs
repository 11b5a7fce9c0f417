using System.Collections.Concurrent;

namespace SocketIO.Server;

/// <summary>
/// The namespaces that one connection has asked for. Written under the connection's lock, read without.
/// </summary>
/// <remarks>
/// A client is in a handful of namespaces, nearly always in one: comparing beats hashing. One that is in many gets a table. Should it choose
/// names that collide there, it is as slow as comparing, and has <see cref="SocketIOOptions.MaxNamespacesPerClient"/> of them at most.
/// </remarks>
internal struct NamespaceSlots
{
    private const int MaxCompared = 8;

    // Replaced and never changed.
    private NamespaceSlot[]? _all;
    private ConcurrentDictionary<byte[], NamespaceSlot>? _byName;

    public NamespaceSlot[] All => Volatile.Read(ref _all) ?? [];

    public NamespaceSlot? Find(ReadOnlySpan<byte> name)
    {
        if (Volatile.Read(ref _byName) is { } byName)
        {
            return byName.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(name, out var found) ? found : null;
        }

        foreach (var slot in All)
        {
            if (name.SequenceEqual(slot.Name))
            {
                return slot;
            }
        }

        return null;
    }

    /// <summary>Adds a slot whose name no other has.</summary>
    public void AddLocked(NamespaceSlot slot)
    {
        NamespaceSlot[] all = [.. All, slot];
        Volatile.Write(ref _all, all);

        if (_byName is not null)
        {
            _byName[slot.Name] = slot;
        }
        else if (all.Length > MaxCompared)
        {
            var byName = all.Select(static each => KeyValuePair.Create(each.Name, each));
            Volatile.Write(ref _byName, new ConcurrentDictionary<byte[], NamespaceSlot>(concurrencyLevel: 1, byName, Utf8NameComparer.Instance));
        }
    }

    public void RemoveLocked(NamespaceSlot slot)
    {
        var all = All;
        var index = Array.IndexOf(all, slot);

        if (index >= 0)
        {
            Volatile.Write(ref _all, [.. all[..index], .. all[(index + 1)..]]);
            _byName?.TryRemove(KeyValuePair.Create(slot.Name, slot));
        }
    }

    public NamespaceSlot[] TakeAllLocked()
    {
        var all = All;
        Volatile.Write(ref _all, null);
        Volatile.Write(ref _byName, null);
        return all;
    }
}
