using System.Runtime.InteropServices;

namespace SocketIO.Polyfills;

internal static class Ascii
{
    private const ulong NotAscii = 0x8080_8080_8080_8080;

    public static bool IsValid(ReadOnlySpan<byte> value) => CountLeading(value) == value.Length;

    /// <summary>How many bytes precede the first one that is not ASCII.</summary>
    public static int CountLeading(ReadOnlySpan<byte> value)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(value);
        var word = 0;

        while (word < words.Length && (words[word] & NotAscii) == 0)
        {
            word++;
        }

        var count = word * sizeof(ulong);

        while (count < value.Length && value[count] < 0x80)
        {
            count++;
        }

        return count;
    }
}
