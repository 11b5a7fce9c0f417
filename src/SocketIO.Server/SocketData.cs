using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace SocketIO.Server;

/// <summary>
/// What the application attaches to a socket: values by name, in the order in which they were set.
/// </summary>
/// <remarks>
/// Thread-safe; enumerating walks over a snapshot. It travels to other servers as a JSON object when they fetch the socket, so keep to
/// values that serialise.
/// </remarks>
public sealed class SocketData : IDictionary<string, object?>, IReadOnlyDictionary<string, object?>
{
    private readonly Lock _gate = new();

    // A handful of values at most: a list that keeps their order is smaller and no slower than a table.
    private KeyValuePair<string, object?>[] _items;

    internal SocketData(IEnumerable<KeyValuePair<string, object?>>? items = null) => _items = items is null ? [] : [.. items];

    /// <inheritdoc cref="ICollection{T}.Count"/>
    public int Count => Volatile.Read(ref _items).Length;

    /// <inheritdoc/>
    public bool IsReadOnly => false;

    /// <inheritdoc/>
    public ICollection<string> Keys => Array.ConvertAll(Volatile.Read(ref _items), static item => item.Key);

    /// <inheritdoc/>
    public ICollection<object?> Values => Array.ConvertAll(Volatile.Read(ref _items), static item => item.Value);

    IEnumerable<string> IReadOnlyDictionary<string, object?>.Keys => Keys;

    IEnumerable<object?> IReadOnlyDictionary<string, object?>.Values => Values;

    /// <summary>
    /// Gets or sets a value.
    /// </summary>
    /// <param name="key">Its name.</param>
    /// <value><see langword="null"/> for a name that was not set.</value>
    public object? this[string key]
    {
        get => TryGetValue(key, out var value) ? value : null;
        set
        {
            ArgumentNullException.ThrowIfNull(key);

            lock (_gate)
            {
                var index = IndexOf(_items, key);
                _items = index < 0
                    ? [.. _items, new(key, value)]
                    : [.. _items[..index], new(key, value), .. _items[(index + 1)..]];
            }
        }
    }

    /// <summary>
    /// Gets a value as the type that it has.
    /// </summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="key">The value's name.</param>
    /// <returns>The default of the type when the value was not set or is of another type.</returns>
    public T? Get<T>(string key) => TryGetValue(key, out var value) && value is T typed ? typed : default;

    /// <inheritdoc/>
    public void Add(string key, object? value)
    {
        ArgumentNullException.ThrowIfNull(key);

        lock (_gate)
        {
            if (IndexOf(_items, key) >= 0)
            {
                throw new ArgumentException($"There is a value named '{key}' already.", nameof(key));
            }

            _items = [.. _items, new(key, value)];
        }
    }

    /// <inheritdoc/>
    public bool Remove(string key)
    {
        ArgumentNullException.ThrowIfNull(key);

        lock (_gate)
        {
            var index = IndexOf(_items, key);

            if (index < 0)
            {
                return false;
            }

            _items = [.. _items[..index], .. _items[(index + 1)..]];
            return true;
        }
    }

    /// <inheritdoc/>
    public void Clear()
    {
        lock (_gate)
        {
            _items = [];
        }
    }

    /// <inheritdoc cref="IDictionary{TKey, TValue}.ContainsKey"/>
    public bool ContainsKey(string key) => TryGetValue(key, out _);

    /// <inheritdoc cref="IDictionary{TKey, TValue}.TryGetValue"/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out object? value)
    {
        ArgumentNullException.ThrowIfNull(key);
        var items = Volatile.Read(ref _items);
        var index = IndexOf(items, key);
        value = index < 0 ? null : items[index].Value;
        return index >= 0;
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
        => ((IEnumerable<KeyValuePair<string, object?>>)Volatile.Read(ref _items)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    void ICollection<KeyValuePair<string, object?>>.Add(KeyValuePair<string, object?> item) => Add(item.Key, item.Value);

    bool ICollection<KeyValuePair<string, object?>>.Contains(KeyValuePair<string, object?> item)
        => TryGetValue(item.Key, out var value) && Equals(value, item.Value);

    void ICollection<KeyValuePair<string, object?>>.CopyTo(KeyValuePair<string, object?>[] array, int arrayIndex)
        => Volatile.Read(ref _items).CopyTo(array, arrayIndex);

    bool ICollection<KeyValuePair<string, object?>>.Remove(KeyValuePair<string, object?> item)
        => ((ICollection<KeyValuePair<string, object?>>)this).Contains(item) && Remove(item.Key);

    private static int IndexOf(KeyValuePair<string, object?>[] items, string key)
        => Array.FindIndex(items, item => string.Equals(item.Key, key, StringComparison.Ordinal));
}
