namespace SocketIO.Polyfills;

/// <summary>A Unicode scalar value: as much of .NET's as is used here.</summary>
internal readonly struct Rune
{
    private const int FirstSupplementary = 0x1_0000;

    public Rune(int value)
    {
        if (value is < 0 or > 0x10_ffff or (>= 0xd800 and <= 0xdfff))
        {
            throw new ArgumentOutOfRangeException(nameof(value));
        }

        Value = value;
    }

    public Rune(char value)
        : this((int)value)
    {
    }

    public Rune(char highSurrogate, char lowSurrogate)
        : this(char.ConvertToUtf32(highSurrogate, lowSurrogate))
    {
    }

    public static Rune ReplacementChar => new('\ufffd');

    public int Value { get; }

    public int Utf16SequenceLength => Value < FirstSupplementary ? 1 : 2;

    /// <summary>Reads the character at the beginning of <paramref name="source"/>, which is not empty.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> source, out Rune rune, out int length)
    {
        rune = default;
        var first = source[0];
        length = first switch
        {
            < 0x80 => 1,
            < 0xc2 => 0,
            < 0xe0 => 2,
            < 0xf0 => 3,
            < 0xf5 => 4,
            _ => 0,
        };

        if (length == 0 || source.Length < length)
        {
            return false;
        }

        if (length == 1)
        {
            rune = new Rune((int)first);
            return true;
        }

        // The second byte is restricted further where the form would be overlong, a surrogate or out of range.
        var (low, high) = first switch
        {
            0xe0 => (0xa0, 0xbf),
            0xed => (0x80, 0x9f),
            0xf0 => (0x90, 0xbf),
            0xf4 => (0x80, 0x8f),
            _ => (0x80, 0xbf),
        };

        if (source[1] < low || source[1] > high)
        {
            return false;
        }

        var value = first & (0x7f >> length);

        foreach (var next in source[1..length])
        {
            if ((next & 0xc0) != 0x80)
            {
                return false;
            }

            value = (value << 6) | (next & 0x3f);
        }

        rune = new Rune(value);
        return true;
    }

    public int EncodeToUtf16(Span<char> destination)
    {
        if (Value < FirstSupplementary)
        {
            destination[0] = (char)Value;
            return 1;
        }

        destination[0] = (char)(0xd800 + ((Value - FirstSupplementary) >> 10));
        destination[1] = (char)(0xdc00 + ((Value - FirstSupplementary) & 0x3ff));
        return 2;
    }

    public int EncodeToUtf8(Span<byte> destination)
    {
        var length = Value switch
        {
            < 0x80 => 1,
            < 0x800 => 2,
            < FirstSupplementary => 3,
            _ => 4,
        };

        if (length == 1)
        {
            destination[0] = (byte)Value;
            return 1;
        }

        for (var i = length - 1; i > 0; i--)
        {
            destination[i] = (byte)(0x80 | ((Value >> (6 * (length - 1 - i))) & 0x3f));
        }

        destination[0] = (byte)((0xf00 >> length) | (Value >> (6 * (length - 1))));
        return length;
    }
}
