using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SocketIO.Protocol;

/// <summary>
/// Takes the mask off what a client sent: byte <c>i</c> is combined with byte <c>i mod 4</c> of the frame's key (RFC 6455, section 5.3).
/// </summary>
internal static class FrameMask
{
    /// <summary>Reads a key as it lies in a frame's header.</summary>
    public static uint ReadKey(ReadOnlySpan<byte> header) => MemoryMarshal.Read<uint>(header);

    /// <summary>
    /// Takes the mask off.
    /// </summary>
    /// <param name="source">Masked bytes.</param>
    /// <param name="destination">Where they go: as long as the source, which it may be itself.</param>
    /// <param name="key">The key, turned so that it begins with the byte for the first byte of the source.</param>
    /// <returns>The key, turned for the byte that follows the source.</returns>
    public static uint Apply(ReadOnlySpan<byte> source, Span<byte> destination, uint key)
    {
        if (destination.Length < source.Length)
        {
            throw new ArgumentException("The destination is shorter than the source.", nameof(destination));
        }

        // The key is a number in the machine's own byte order, so that its bytes in memory are those of the frame: whole
        // words can then be combined on any machine.
        ref var from = ref MemoryMarshal.GetReference(source);
        ref var to = ref MemoryMarshal.GetReference(destination);
        var length = (nuint)source.Length;
        nuint offset = 0;

        if (Vector.IsHardwareAccelerated && length >= (nuint)Vector<byte>.Count)
        {
            var keys = Vector.AsVectorByte(new Vector<uint>(key));
            var last = length - (nuint)Vector<byte>.Count;

            for (; offset <= last; offset += (nuint)Vector<byte>.Count)
            {
                (Vector.LoadUnsafe(ref from, offset) ^ keys).StoreUnsafe(ref to, offset);
            }
        }

        for (; offset + sizeof(uint) <= length; offset += sizeof(uint))
        {
            var word = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref from, offset)) ^ key;
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref to, offset), word);
        }

        for (; offset < length; offset++)
        {
            Unsafe.Add(ref to, offset) = (byte)(Unsafe.Add(ref from, offset) ^ (byte)FirstByte(key));
            key = Turn(key);
        }

        return key;
    }

    private static uint FirstByte(uint key) => BitConverter.IsLittleEndian ? key : key >> 24;

    private static uint Turn(uint key) => BitConverter.IsLittleEndian ? BitOperations.RotateRight(key, 8) : BitOperations.RotateLeft(key, 8);
}
