namespace SocketIO.Adapters;

/// <summary>
/// A set of references that costs nothing while it is empty and next to nothing while it holds one.
/// </summary>
/// <remarks>
/// Nearly every room has one member (each socket's own) and nearly every socket is in a few rooms, so both sides of the
/// membership would otherwise be dominated by empty hash tables. Not thread-safe; copies share their content.
/// </remarks>
internal struct SmallSet<T>
    where T : class
{
    // Up to here a scan over the references is faster than hashing, and the array is smaller than a table.
    private const int MaxArray = 8;

    // null | the only item | T[] with the items first | HashSet<T>
    private object? _store;

    public int Count { get; private set; }

    public readonly bool Contains(T item) => _store switch
    {
        null => false,
        T[] array => Array.IndexOf(array, item, 0, Count) >= 0,
        HashSet<T> set => set.Contains(item),
        _ => ReferenceEquals(_store, item),
    };

    public bool Add(T item)
    {
        if (_store is HashSet<T> set ? !set.Add(item) : Contains(item))
        {
            return false;
        }

        switch (_store)
        {
            case null:
                _store = item;
                break;

            case HashSet<T>:
                break;

            case T[] array when Count < array.Length:
                array[Count] = item;
                break;

            case T[] { Length: MaxArray } array:
                _store = new HashSet<T>(array, ReferenceEqualityComparer.Instance) { item };
                break;

            case T[] array:
                var grown = new T[Math.Min(Count * 2, MaxArray)];
                array.CopyTo(grown, 0);
                grown[Count] = item;
                _store = grown;
                break;

            default:
                _store = new[] { (T)_store, item };
                break;
        }

        Count++;
        return true;
    }

    public bool Remove(T item)
    {
        if (_store is HashSet<T> set ? !set.Remove(item) : !Contains(item))
        {
            return false;
        }

        Count--;

        if (Count == 0)
        {
            _store = null;
        }
        else if (_store is T[] array)
        {
            // Order is kept: rooms are listed in the order in which they were joined.
            var index = Array.IndexOf(array, item);
            Array.Copy(array, index + 1, array, index, Count - index);
            array[Count] = null!;
        }

        return true;
    }

    public readonly T[] ToArray()
    {
        switch (_store)
        {
            case null:
                return Array.Empty<T>();

            case T[] array:
                return array[..Count];

            case HashSet<T> set:
                var copy = new T[set.Count];
                set.CopyTo(copy);
                return copy;

            default:
                return [(T)_store];
        }
    }
}
