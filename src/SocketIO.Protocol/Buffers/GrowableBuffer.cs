using System.Buffers;

namespace SocketIO.Protocol;

/// <summary>
/// Bytes that are written to the end, with room left at the beginning for what is only known afterwards.
/// </summary>
internal sealed class GrowableBuffer : IBufferWriter<byte>
{
    private byte[] _bytes;
    private int _start;
    private int _end;

    /// <summary>Initializes a new instance of the <see cref="GrowableBuffer"/> class.</summary>
    /// <param name="capacity">How many bytes it can take before it grows.</param>
    public GrowableBuffer(int capacity) => _bytes = new byte[capacity];

    /// <summary>Gets how many bytes it can take before it grows.</summary>
    public int Capacity => _bytes.Length;

    /// <summary>Gets what was written.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(_start, _end - _start);

    /// <summary>Forgets what was written.</summary>
    /// <param name="headroom">The bytes to leave free for <see cref="Prepend(byte)"/>.</param>
    public void Clear(int headroom)
    {
        _start = _end = headroom;
        Reserve(0);
    }

    /// <inheritdoc/>
    public void Advance(int count) => _end += count;

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _bytes.AsSpan(_end);
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _bytes.AsMemory(_end);
    }

    /// <summary>Appends a byte.</summary>
    /// <param name="value">The byte.</param>
    public void Append(byte value)
    {
        Reserve(1);
        _bytes[_end++] = value;
    }

    /// <summary>Appends bytes.</summary>
    /// <param name="value">The bytes.</param>
    public void Append(ReadOnlySpan<byte> value)
    {
        Reserve(value.Length);
        value.CopyTo(_bytes.AsSpan(_end));
        _end += value.Length;
    }

    /// <summary>Puts a byte in front. There must be room.</summary>
    /// <param name="value">The byte.</param>
    public void Prepend(byte value) => _bytes[--_start] = value;

    /// <summary>Gets room in front, to be filled.</summary>
    /// <param name="count">The number of bytes. There must be room.</param>
    public Span<byte> Prepend(int count) => _bytes.AsSpan(_start -= count, count);

    private void Reserve(int count)
    {
        if (_bytes.Length - _end < count)
        {
            Array.Resize(ref _bytes, Math.Max(checked(_end + count), (int)Math.Min(_bytes.Length * 2L, Array.MaxLength)));
        }
    }
}
