using System.Text;

namespace SocketIO.Polyfills;

/// <summary>The overloads of <see cref="Encoding"/> for spans. A pointer to nothing is refused by those for pointers, so that empty spans are answered first.</summary>
internal static unsafe class EncodingSpans
{
    extension(Encoding encoding)
    {
        public int GetCharCount(ReadOnlySpan<byte> bytes)
        {
            fixed (byte* pointer = bytes)
            {
                return bytes.IsEmpty ? 0 : encoding.GetCharCount(pointer, bytes.Length);
            }
        }

        public int GetByteCount(ReadOnlySpan<char> chars)
        {
            fixed (char* pointer = chars)
            {
                return chars.IsEmpty ? 0 : encoding.GetByteCount(pointer, chars.Length);
            }
        }

        public string GetString(ReadOnlySpan<byte> bytes)
        {
            fixed (byte* pointer = bytes)
            {
                return bytes.IsEmpty ? string.Empty : encoding.GetString(pointer, bytes.Length);
            }
        }

        public int GetBytes(ReadOnlySpan<char> chars, Span<byte> bytes)
        {
            fixed (char* source = chars)
            {
                fixed (byte* destination = bytes)
                {
                    return chars.IsEmpty ? 0 : encoding.GetBytes(source, chars.Length, destination, bytes.Length);
                }
            }
        }

        public int GetChars(ReadOnlySpan<byte> bytes, Span<char> chars)
        {
            fixed (byte* source = bytes)
            {
                fixed (char* destination = chars)
                {
                    return bytes.IsEmpty ? 0 : encoding.GetChars(source, bytes.Length, destination, chars.Length);
                }
            }
        }
    }
}
