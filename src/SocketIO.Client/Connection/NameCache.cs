using System.Text;

namespace SocketIO.Client;

/// <summary>
/// Names of events and namespaces as strings, without a new one for each packet that carries the same.
/// </summary>
/// <remarks>Used under the lock of the connection. A name that is not among the latest is decoded again: a server cannot fill it.</remarks>
internal sealed class NameCache
{
    private const int Size = 64;
    private readonly (byte[] Bytes, string Name)[] _entries = new (byte[], string)[Size];

    public string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length == 1 && utf8[0] == '/')
        {
            return "/";
        }

        ref var entry = ref _entries[Slot(utf8)];

        if (entry.Bytes is null || !utf8.SequenceEqual(entry.Bytes))
        {
            entry = (utf8.ToArray(), Encoding.UTF8.GetString(utf8));
        }

        return entry.Name;
    }

    private static int Slot(ReadOnlySpan<byte> utf8)
    {
        var hash = utf8.Length;

        for (var i = 0; i < utf8.Length; i++)
        {
            hash = (hash * 31) + utf8[i];
        }

        return hash & (Size - 1);
    }
}
