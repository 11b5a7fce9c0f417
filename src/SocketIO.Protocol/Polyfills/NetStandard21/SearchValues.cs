namespace SocketIO.Polyfills;

/// <summary>Makes sets of bytes and characters to search for.</summary>
internal static class SearchValues
{
    public static SearchValues<byte> Create(ReadOnlySpan<byte> values)
    {
        var set = new SearchValues<byte>();

        foreach (var value in values)
        {
            set.IsMember[value] = true;
        }

        return set;
    }

    /// <exception cref="NotSupportedException">A character is not ASCII, which nobody here needs.</exception>
    public static SearchValues<char> Create(ReadOnlySpan<char> values)
    {
        var set = new SearchValues<char>();

        foreach (var value in values)
        {
            set.IsMember[value < 128 ? value : throw new NotSupportedException("Only ASCII can be searched for.")] = true;
        }

        return set;
    }

    extension(SearchValues<byte> set)
    {
        public bool Contains(byte value) => set.IsMember[value];
    }

    extension(ReadOnlySpan<byte> text)
    {
        public int IndexOfAny(SearchValues<byte> values)
        {
            var isMember = values.IsMember;

            for (var i = 0; i < text.Length; i++)
            {
                if (isMember[text[i]])
                {
                    return i;
                }
            }

            return -1;
        }

        public bool ContainsAnyExcept(SearchValues<byte> values)
        {
            var isMember = values.IsMember;

            foreach (var value in text)
            {
                if (!isMember[value])
                {
                    return true;
                }
            }

            return false;
        }
    }

    extension(ReadOnlySpan<char> text)
    {
        public int IndexOfAny(SearchValues<char> values)
        {
            var isMember = values.IsMember;

            for (var i = 0; i < text.Length; i++)
            {
                if (text[i] < isMember.Length && isMember[text[i]])
                {
                    return i;
                }
            }

            return -1;
        }
    }
}
