using System.Runtime.CompilerServices;

namespace SocketIO.Protocol.MessagePack;

/// <summary>
/// Bytes that are written to the end. What is written is mostly a byte or a few, which must not cost more than a comparison.
/// </summary>
/// <param name="capacity">How many bytes it can take before it grows.</param>
internal sealed class ByteBuffer(int capacity)
{
    private byte[] _bytes = new byte[capacity];

    /// <summary>Gets how many bytes it can take before it grows.</summary>
    public int Capacity => _bytes.Length;

    /// <summary>Gets how many bytes were written.</summary>
    public int Length { get; private set; }

    /// <summary>Gets what was written.</summary>
    public Span<byte> Written => _bytes.AsSpan(0, Length);

    /// <summary>Forgets what was written.</summary>
    public void Clear() => Length = 0;

    /// <summary>Writes a byte.</summary>
    /// <param name="value">The byte.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(byte value)
    {
        if ((uint)Length >= (uint)_bytes.Length)
        {
            Grow(1);
        }

        _bytes[Length++] = value;
    }

    /// <summary>Writes bytes.</summary>
    /// <param name="value">The bytes.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(ReadOnlySpan<byte> value)
    {
        value.CopyTo(GetSpan(value.Length));
        Length += value.Length;
    }

    /// <summary>Gets room at the end, to be filled.</summary>
    /// <param name="count">How many bytes, at least.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> GetSpan(int count)
    {
        if (_bytes.Length - Length < count)
        {
            Grow(count);
        }

        return _bytes.AsSpan(Length);
    }

    /// <summary>Says how much of the room was filled.</summary>
    /// <param name="count">The number of bytes.</param>
    public void Advance(int count) => Length += count;

    private void Grow(int count)
        => Array.Resize(ref _bytes, Math.Max(checked(Length + count), (int)Math.Min(_bytes.Length * 2L, Array.MaxLength)));
}
