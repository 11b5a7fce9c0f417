namespace SocketIO.Polyfills;

/// <summary>A Unicode scalar value: as much of .NET's as is used here.</summary>
internal readonly struct Rune
{
    private const int FirstSupplementary = 0x1_0000;
    private const int LastCharacter = 0x10_ffff;

    public Rune(int value)
    {
        if (value is < 0 or > LastCharacter or (>= 0xd800 and <= 0xdfff))
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

    /// <summary>Reads the character at the beginning of <paramref name="source"/>, which is not empty.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> source, out int value, out int length)
    {
        value = source[0];
        length = value switch
        {
            < 0x80 => 1,
            < 0xc2 => 0,
            < 0xe0 => 2,
            < 0xf0 => 3,
            < 0xf5 => 4,
            _ => 0,
        };

        if (length <= 1 || source.Length < length)
        {
            return length == 1;
        }

        value &= 0x7f >> length;

        for (var i = 1; i < length; i++)
        {
            var next = source[i] ^ 0x80;

            if (next > 0x3f)
            {
                return false;
            }

            value = (value << 6) | next;
        }

        // Neither written longer than necessary, nor a surrogate, nor beyond the last character. Two bytes were judged by the first.
        return length switch
        {
            2 => true,
            3 => value is (>= 0x800 and < 0xd800) or > 0xdfff,
            _ => value is >= FirstSupplementary and <= LastCharacter,
        };
    }

    /// <summary>Writes a character, for which there is room.</summary>
    public static int EncodeToUtf16(int value, Span<char> destination)
    {
        if (value < FirstSupplementary)
        {
            destination[0] = (char)value;
            return 1;
        }

        destination[0] = (char)(0xd800 + ((value - FirstSupplementary) >> 10));
        destination[1] = (char)(0xdc00 + ((value - FirstSupplementary) & 0x3ff));
        return 2;
    }

    public int EncodeToUtf16(Span<char> destination) => EncodeToUtf16(Value, destination);

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
