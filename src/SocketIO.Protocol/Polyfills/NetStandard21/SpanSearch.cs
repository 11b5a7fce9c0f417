namespace SocketIO.Polyfills;

/// <summary>What spans can be asked since .NET 5 to 8.</summary>
internal static class SpanSearch
{
    extension<T>(ReadOnlySpan<T> span)
        where T : struct, IEquatable<T>, IComparable<T>
    {
        public bool Contains(T value) => span.IndexOf(value) >= 0;

        public bool ContainsAnyExcept(T value)
        {
            foreach (var item in span)
            {
                if (!item.Equals(value))
                {
                    return true;
                }
            }

            return false;
        }

        public bool ContainsAnyExceptInRange(T low, T high)
        {
            foreach (var item in span)
            {
                if (item.CompareTo(low) < 0 || item.CompareTo(high) > 0)
                {
                    return true;
                }
            }

            return false;
        }

        public int IndexOfAnyInRange(T low, T high)
        {
            for (var i = 0; i < span.Length; i++)
            {
                if (span[i].CompareTo(low) >= 0 && span[i].CompareTo(high) <= 0)
                {
                    return i;
                }
            }

            return -1;
        }
    }

    extension<T>(Span<T> span)
        where T : struct, IEquatable<T>, IComparable<T>
    {
        public bool Contains(T value) => span.IndexOf(value) >= 0;

        public bool ContainsAnyExcept(T value) => ((ReadOnlySpan<T>)span).ContainsAnyExcept(value);
    }
}
