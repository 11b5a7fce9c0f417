using System.Collections.Concurrent;

namespace SocketIO.Client;

/// <summary>
/// The handlers of events, in the order of registration. Thread-safe: read without a lock, changed by replacing.
/// </summary>
internal sealed class EventTable
{
    private readonly ConcurrentDictionary<string, Entry[]> _entries = new(StringComparer.Ordinal);

    public Entry[] Get(string eventName) => _entries.TryGetValue(eventName, out var entries) ? entries : [];

    public IDisposable Add(string eventName, Func<IncomingEvent, ValueTask> handler, bool once)
    {
        var entry = new Entry(handler);
        entry.Registration = new Registration(() => Remove(eventName, entry));
        entry.IsOnce = once;
        _entries.AddOrUpdate(eventName, _ => [entry], (_, entries) => [.. entries, entry]);
        return entry.Registration;
    }

    public void Remove(string eventName) => _entries.TryRemove(eventName, out _);

    /// <summary>Gets how many events have handlers.</summary>
    public int Count => _entries.Count;

    public void Clear() => _entries.Clear();

    private void Remove(string eventName, Entry entry)
    {
        while (_entries.TryGetValue(eventName, out var entries) && !TryReplace(eventName, entries, [.. entries.Where(other => other != entry)]))
        {
            // Somebody else changed it in between.
        }
    }

    // Names that are used once, such as those of answers, do not stay.
    private bool TryReplace(string eventName, Entry[] before, Entry[] after)
        => after.Length > 0
            ? _entries.TryUpdate(eventName, after, before)
            : ((ICollection<KeyValuePair<string, Entry[]>>)_entries).Remove(new(eventName, before));

    /// <summary>One handler.</summary>
    internal sealed class Entry(Func<IncomingEvent, ValueTask> invoke)
    {
        private int _used;

        public Func<IncomingEvent, ValueTask> Invoke { get; } = invoke;

        public IDisposable? Registration { get; set; }

        public bool IsOnce { get; set; }

        /// <summary>Says whether the handler is to be called; one that is called once is removed by that.</summary>
        public bool TryUse()
        {
            if (!IsOnce)
            {
                return true;
            }

            Registration!.Dispose();
            return Interlocked.Exchange(ref _used, 1) == 0;
        }
    }
}
