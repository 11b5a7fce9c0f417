using System.Buffers;

namespace SocketIO.Polyfills;

/// <summary>A buffer that grows.</summary>
internal sealed class ArrayBufferWriter<T> : IBufferWriter<T>
{
    private const int MinCapacity = 256;

    private T[] _items;

    public ArrayBufferWriter(int initialCapacity = 0) => _items = initialCapacity == 0 ? [] : new T[initialCapacity];

    public int WrittenCount { get; private set; }

    public ReadOnlyMemory<T> WrittenMemory => _items.AsMemory(0, WrittenCount);

    public ReadOnlySpan<T> WrittenSpan => _items.AsSpan(0, WrittenCount);

    public void Clear()
    {
        _items.AsSpan(0, WrittenCount).Clear();
        WrittenCount = 0;
    }

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _items.Length - WrittenCount);
        WrittenCount += count;
    }

    public Memory<T> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _items.AsMemory(WrittenCount);
    }

    public Span<T> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _items.AsSpan(WrittenCount);
    }

    private void Reserve(int sizeHint)
    {
        var needed = Math.Max(sizeHint, 1);

        if (_items.Length - WrittenCount < needed)
        {
            Array.Resize(ref _items, Math.Max(checked(WrittenCount + needed), Math.Max(MinCapacity, (int)Math.Min(_items.Length * 2L, Array.MaxLength))));
        }
    }
}
