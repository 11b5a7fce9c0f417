using System.Buffers.Binary;

namespace SocketIO.Protocol.MessagePack;

/// <summary>
/// Reads MessagePack value by value, in place. No input makes it throw, read beyond the end or allocate.
/// </summary>
/// <param name="bytes">What to read.</param>
/// <param name="dialect">What extensions mean.</param>
internal ref struct MessagePackReader(ReadOnlySpan<byte> bytes, Dialect dialect = Dialect.Parser)
{
    // The years that DateTime can hold, in milliseconds since 1970.
    private const long MinDate = -62_135_596_800_000;
    private const long MaxDate = 253_402_300_799_999;

    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>Gets what is left.</summary>
    public readonly ReadOnlySpan<byte> Rest => _rest;

    /// <summary>Gets what the last value was.</summary>
    public TokenType Type { get; private set; }

    /// <summary>Gets an integer, the milliseconds of a date since 1970, or the bits of an unsigned integer.</summary>
    public long Integer { get; private set; }

    /// <summary>Gets a floating-point number.</summary>
    public double Number { get; private set; }

    /// <summary>Gets the bytes of a string, of binary data or of an extension.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>Gets the type of an extension.</summary>
    public sbyte ExtensionType { get; private set; }

    /// <summary>Gets how many elements an array has, or how many pairs a map.</summary>
    public int Count { get; private set; }

    /// <summary>Reads the next value; of an array or map, its beginning.</summary>
    /// <returns><see langword="false"/> if there is none, or it is not valid.</returns>
    public bool Read()
    {
        Type = TokenType.Invalid;

        if (_rest.IsEmpty)
        {
            return false;
        }

        var first = _rest[0];
        _rest = _rest[1..];

        Type = first switch
        {
            <= Format.MaxPositiveFixInt => OfInteger(first),
            < Format.FixArray => OfContainer(TokenType.Map, first & 0x0f),
            < Format.FixStr => OfContainer(TokenType.Array, first & 0x0f),
            < Format.Nil => OfBytes(TokenType.String, first & 0x1f),
            >= Format.NegativeFixInt => OfInteger((sbyte)first),
            Format.Nil => TokenType.Nil,
            Format.False => TokenType.False,
            Format.True => TokenType.True,
            Format.Bin8 or Format.Bin16 or Format.Bin32 => OfBytes(TokenType.Binary, ReadLength(first - Format.Bin8)),
            Format.Ext8 or Format.Ext16 or Format.Ext32 => OfExtension(ReadLength(first - Format.Ext8), isFixed: false),
            >= Format.FixExt1 and <= Format.FixExt16 => OfExtension(1 << (first - Format.FixExt1), isFixed: true),
            Format.Str8 or Format.Str16 or Format.Str32 => OfBytes(TokenType.String, ReadLength(first - Format.Str8)),
            Format.Array16 or Format.Array32 => OfContainer(TokenType.Array, ReadLength(first - Format.Array16 + 1)),
            Format.Map16 or Format.Map32 => OfContainer(TokenType.Map, ReadLength(first - Format.Map16 + 1)),
            Format.NeverUsed => TokenType.Invalid,
            _ => OfNumber(first),
        };

        return Type is not TokenType.Invalid;
    }

    /// <summary>Passes over the next value with all that is in it.</summary>
    /// <returns><see langword="false"/> if there is none, or it is not valid.</returns>
    // Every array and map is at most as long as what is left, so that this ends after as many steps as there are bytes.
    public bool Skip()
    {
        for (long open = 1; open > 0; open--)
        {
            if (!Read())
            {
                return false;
            }

            open += Type switch
            {
                TokenType.Array => Count,
                TokenType.Map => 2L * Count,
                _ => 0,
            };
        }

        return true;
    }

    private TokenType OfInteger(long value)
    {
        Integer = value;
        return TokenType.Integer;
    }

    // An element takes a byte at least: what announces more than there can be is not believed.
    private TokenType OfContainer(TokenType type, long count)
    {
        if (count < 0 || count * (type is TokenType.Map ? 2 : 1) > _rest.Length)
        {
            return TokenType.Invalid;
        }

        Count = (int)count;
        return type;
    }

    private TokenType OfBytes(TokenType type, long length)
    {
        if (length < 0 || length > _rest.Length)
        {
            return TokenType.Invalid;
        }

        Bytes = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return type;
    }

    private TokenType OfExtension(long length, bool isFixed)
    {
        if (length < 0 || _rest.IsEmpty)
        {
            return TokenType.Invalid;
        }

        ExtensionType = (sbyte)_rest[0];
        _rest = _rest[1..];

        if (OfBytes(TokenType.Extension, length) is TokenType.Invalid)
        {
            return TokenType.Invalid;
        }

        if (dialect is Dialect.Cluster && ExtensionType == Timestamp.ExtensionType)
        {
            return Timestamp.TryRead(Bytes, out var milliseconds) ? OfDate(milliseconds) : TokenType.Extension;
        }

        if (ExtensionType != Format.JavaScriptExtension)
        {
            return TokenType.Extension;
        }

        if (!isFixed)
        {
            return TokenType.ArrayBuffer;
        }

        if (length == 1)
        {
            return TokenType.Undefined;
        }

        if (length != sizeof(long))
        {
            return TokenType.Extension;
        }

        return OfDate(BinaryPrimitives.ReadInt64BigEndian(Bytes));
    }

    // A date that .NET has no value for stays what it is on the wire.
    private TokenType OfDate(long milliseconds)
    {
        Integer = milliseconds;
        return milliseconds is >= MinDate and <= MaxDate ? TokenType.Date : TokenType.Extension;
    }

    private TokenType OfNumber(byte format)
    {
        var size = format switch
        {
            Format.UInt8 or Format.Int8 => 1,
            Format.UInt16 or Format.Int16 => 2,
            Format.UInt32 or Format.Int32 or Format.Float32 => 4,
            _ => 8,
        };

        if (OfBytes(TokenType.Binary, size) is TokenType.Invalid)
        {
            return TokenType.Invalid;
        }

        switch (format)
        {
            case Format.Float32:
                Number = BinaryPrimitives.ReadSingleBigEndian(Bytes);
                return TokenType.Single;

            case Format.Float64:
                Number = BinaryPrimitives.ReadDoubleBigEndian(Bytes);
                return TokenType.Double;

            case Format.UInt64:
                Integer = BinaryPrimitives.ReadInt64BigEndian(Bytes);
                return Integer < 0 ? TokenType.Unsigned : TokenType.Integer;

            default:
                return OfInteger(format switch
                {
                    Format.UInt8 => Bytes[0],
                    Format.UInt16 => BinaryPrimitives.ReadUInt16BigEndian(Bytes),
                    Format.UInt32 => BinaryPrimitives.ReadUInt32BigEndian(Bytes),
                    Format.Int8 => (sbyte)Bytes[0],
                    Format.Int16 => BinaryPrimitives.ReadInt16BigEndian(Bytes),
                    Format.Int32 => BinaryPrimitives.ReadInt32BigEndian(Bytes),
                    _ => BinaryPrimitives.ReadInt64BigEndian(Bytes),
                });
        }
    }

    // In 8, 16 or 32 bits; -1 if they are not there.
    private long ReadLength(int logarithm)
    {
        var size = 1 << logarithm;

        if (_rest.Length < size)
        {
            return -1;
        }

        var length = size switch
        {
            1 => _rest[0],
            2 => BinaryPrimitives.ReadUInt16BigEndian(_rest),
            _ => BinaryPrimitives.ReadUInt32BigEndian(_rest),
        };
        _rest = _rest[size..];
        return length;
    }
}
