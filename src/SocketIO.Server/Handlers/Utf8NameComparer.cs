using System.Buffers.Binary;
using System.Text;

namespace SocketIO.Server;

/// <summary>
/// Compares names in UTF-8, and lets a table of them be searched with the bytes of a received packet.
/// </summary>
/// <remarks>
/// The keys are the application's own names, never a peer's, so no peer can make them collide: the hash may be cheap. It looks at both
/// ends, because names tend to share a prefix.
/// </remarks>
internal sealed class Utf8NameComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
{
    public static Utf8NameComparer Instance { get; } = new();

    public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

    public int GetHashCode(byte[] obj) => GetHashCode(obj.AsSpan());

    public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

    public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();

    public int GetHashCode(ReadOnlySpan<byte> alternate)
    {
        if (alternate.Length >= sizeof(long))
        {
            var head = BinaryPrimitives.ReadInt64LittleEndian(alternate);
            var tail = BinaryPrimitives.ReadInt64LittleEndian(alternate[^sizeof(long)..]);
            return HashCode.Combine(head, tail, alternate.Length);
        }

        long bytes = alternate.Length;

        foreach (var value in alternate)
        {
            bytes = (bytes << 8) | value;
        }

        return bytes.GetHashCode();
    }

    public static byte[] Encode(string name) => Encoding.UTF8.GetBytes(name);
}
