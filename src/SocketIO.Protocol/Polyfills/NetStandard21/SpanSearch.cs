namespace SocketIO.Polyfills;

/// <summary>What spans can be asked since .NET 5 to 8, for the types that are asked here.</summary>
internal static class SpanSearch
{
    extension<T>(ReadOnlySpan<T> span)
        where T : IEquatable<T>
    {
        public bool Contains(T value) => span.IndexOf(value) >= 0;
    }

    extension<T>(Span<T> span)
        where T : IEquatable<T>
    {
        public bool Contains(T value) => span.IndexOf(value) >= 0;
    }

    extension(ReadOnlySpan<byte> span)
    {
        public ReadOnlySpan<byte> TrimEnd(ReadOnlySpan<byte> values)
        {
            var length = span.Length;

            while (length > 0 && values.IndexOf(span[length - 1]) >= 0)
            {
                length--;
            }

            return span[..length];
        }

        public bool ContainsAnyExcept(byte value) => span.ContainsAnyExceptInRange(value, value);

        public bool ContainsAnyExceptInRange(byte low, byte high)
        {
            foreach (var item in span)
            {
                if (item < low || item > high)
                {
                    return true;
                }
            }

            return false;
        }
    }

    extension(ReadOnlySpan<ushort> span)
    {
        public int IndexOfAnyInRange(ushort low, ushort high)
        {
            for (var i = 0; i < span.Length; i++)
            {
                if ((uint)(span[i] - low) <= (uint)(high - low))
                {
                    return i;
                }
            }

            return -1;
        }
    }
}
