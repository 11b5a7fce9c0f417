using System.Buffers;

namespace SocketIO.Protocol;

/// <summary>
/// Gathers a message that arrives in pieces, in an array from a pool. A mutable structure; empty, it holds no memory.
/// </summary>
/// <remarks>
/// It grows with what has arrived and never with what was announced, so that a peer pins at most twice what it sent, however
/// small its pieces are.
/// </remarks>
internal struct MessageBuffer
{
    private byte[]? _array;

    /// <summary>Gets how many bytes were gathered.</summary>
    public int Length { get; private set; }

    /// <summary>Gets how many bytes the buffer has room for at present.</summary>
    public readonly int Capacity => _array?.Length ?? 0;

    /// <summary>Gets the bytes gathered, valid until the next call.</summary>
    public readonly ReadOnlyMemory<byte> Written => _array.AsMemory(0, Length);

    /// <summary>Gets room for at least <paramref name="size"/> further bytes.</summary>
    /// <remarks>Pools hand out sizes that double, so growing by what has just arrived copies each byte about once.</remarks>
    public Memory<byte> GetMemory(ArrayPool<byte> pool, int size)
    {
        if (_array is null || _array.Length - Length < size)
        {
            var larger = pool.Rent(Length + size);

            if (_array is not null)
            {
                _array.AsSpan(0, Length).CopyTo(larger);
                pool.Return(_array);
            }

            _array = larger;
        }

        return _array.AsMemory(Length);
    }

    /// <summary>Counts bytes that were written to the memory of <see cref="GetMemory"/>.</summary>
    public void Advance(int count) => Length += count;

    /// <summary>Gives the memory back.</summary>
    public void Release(ArrayPool<byte> pool)
    {
        if (_array is { } array)
        {
            _array = null;
            Length = 0;
            pool.Return(array);
        }
    }
}
