using System.Buffers.Binary;

namespace SocketIO.Protocol.MessagePack;

/// <summary>
/// Writes MessagePack in the shortest forms, as notepack.io does, into memory that is used again. Not thread-safe: rent one, use it, return it.
/// </summary>
internal sealed partial class MessagePackWriter
{
    private const int InitialCapacity = 1024;

    // A thread keeps its writer for ever: one packet of 100 MB must not pin as much on each of them.
    private const int MaxKeptCapacity = 256 * 1024;

    // The longest header: a type, 32 bits of length, the type of an extension.
    private const int MaxHeaderLength = 9;

    [ThreadStatic]
    private static MessagePackWriter? _kept;

    private readonly ByteBuffer _output = new(InitialCapacity);
    private Dialect _dialect;

    private MessagePackWriter()
    {
    }

    /// <summary>Gets what was written.</summary>
    public ReadOnlySpan<byte> Written => _output.Written;

    /// <summary>Takes the writer kept by this thread, or a new one.</summary>
    /// <param name="dialect">How values are written that MessagePack does not know.</param>
    public static MessagePackWriter Rent(Dialect dialect = Dialect.Parser)
    {
        var writer = _kept ?? new MessagePackWriter();
        _kept = null;
        writer._output.Clear();
        writer._containerCount = 0;
        writer._depth = 0;
        writer._dialect = dialect;
        return writer;
    }

    /// <summary>Gives the writer back to the calling thread.</summary>
    public void Return()
    {
        if (_output.Capacity <= MaxKeptCapacity && Math.Max(_containers.Length, _open.Length) <= MaxKeptCapacity / 12)
        {
            _kept = this;
        }
    }

    /// <summary>Writes nil.</summary>
    public void WriteNil() => _output.Write(Format.Nil);

    /// <summary>Writes what JavaScript writes for <c>undefined</c>.</summary>
    public void WriteUndefined()
    {
        if (_dialect is Dialect.Cluster)
        {
            WriteNil();
        }
        else
        {
            _output.Write([Format.FixExt1, Format.JavaScriptExtension, 0]);
        }
    }

    /// <summary>Writes a truth value.</summary>
    /// <param name="value">The value.</param>
    public void WriteBoolean(bool value) => _output.Write(value ? Format.True : Format.False);

    /// <summary>Writes an integer.</summary>
    /// <param name="value">The integer.</param>
    public void WriteInteger(long value)
    {
        if (value >= 0)
        {
            WriteInteger((ulong)value);
            return;
        }

        var span = _output.GetSpan(MaxHeaderLength);

        switch (value)
        {
            case >= -32:
                span[0] = (byte)value;
                _output.Advance(1);
                break;

            case >= sbyte.MinValue:
                span[0] = Format.Int8;
                span[1] = (byte)value;
                _output.Advance(2);
                break;

            case >= short.MinValue:
                span[0] = Format.Int16;
                BinaryPrimitives.WriteInt16BigEndian(span[1..], (short)value);
                _output.Advance(3);
                break;

            case >= int.MinValue:
                span[0] = Format.Int32;
                BinaryPrimitives.WriteInt32BigEndian(span[1..], (int)value);
                _output.Advance(5);
                break;

            default:
                span[0] = Format.Int64;
                BinaryPrimitives.WriteInt64BigEndian(span[1..], value);
                _output.Advance(9);
                break;
        }
    }

    /// <summary>Writes an integer.</summary>
    /// <param name="value">The integer.</param>
    public void WriteInteger(ulong value)
    {
        if (value <= Format.MaxPositiveFixInt)
        {
            _output.Write((byte)value);
        }
        else if (value <= uint.MaxValue)
        {
            WriteHeader((uint)value, Format.UInt8, Format.UInt16, Format.UInt32);
        }
        else
        {
            var span = _output.GetSpan(MaxHeaderLength);
            span[0] = Format.UInt64;
            BinaryPrimitives.WriteUInt64BigEndian(span[1..], value);
            _output.Advance(9);
        }
    }

    /// <summary>Writes a floating-point number of 64 bits.</summary>
    /// <param name="value">The number.</param>
    public void WriteDouble(double value)
    {
        var span = _output.GetSpan(MaxHeaderLength);
        span[0] = Format.Float64;

        // JavaScript's NaN is the positive one, .NET's the negative.
        BinaryPrimitives.WriteUInt64BigEndian(span[1..], double.IsNaN(value) ? Format.JavaScriptNaN : BitConverter.DoubleToUInt64Bits(value));
        _output.Advance(9);
    }

    /// <summary>Writes a floating-point number of 32 bits.</summary>
    /// <param name="value">The number.</param>
    public void WriteSingle(float value)
    {
        var span = _output.GetSpan(MaxHeaderLength);
        span[0] = Format.Float32;
        BinaryPrimitives.WriteSingleBigEndian(span[1..], value);
        _output.Advance(5);
    }

    /// <summary>Writes a point in time as JavaScript does.</summary>
    /// <param name="milliseconds">The time since 1970.</param>
    public void WriteDate(long milliseconds)
    {
        if (_dialect is Dialect.Cluster)
        {
            Span<byte> timestamp = stackalloc byte[Timestamp.MaxLength];
            WriteExtension(Timestamp.ExtensionType, timestamp[..Timestamp.Write(timestamp, milliseconds)]);
            return;
        }

        var span = _output.GetSpan(MaxHeaderLength + 1);
        span[0] = Format.FixExt8;
        span[1] = Format.JavaScriptExtension;
        BinaryPrimitives.WriteInt64BigEndian(span[2..], milliseconds);
        _output.Advance(10);
    }

    /// <summary>Writes a string.</summary>
    /// <param name="utf8">The string in UTF-8.</param>
    public void WriteString(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length <= Format.MaxFixStr)
        {
            _output.Write((byte)(Format.FixStr | utf8.Length));
        }
        else
        {
            WriteHeader((uint)utf8.Length, Format.Str8, Format.Str16, Format.Str32);
        }

        _output.Write(utf8);
    }

    /// <summary>Writes binary data.</summary>
    /// <param name="bytes">The data.</param>
    public void WriteBinary(ReadOnlySpan<byte> bytes)
    {
        WriteHeader((uint)bytes.Length, Format.Bin8, Format.Bin16, Format.Bin32);
        _output.Write(bytes);
    }

    /// <summary>Writes what JavaScript writes for an <c>ArrayBuffer</c>. For the parser it is never one of the short forms, which mean something else.</summary>
    /// <param name="bytes">The data.</param>
    public void WriteArrayBuffer(ReadOnlySpan<byte> bytes)
    {
        if (_dialect is Dialect.Cluster)
        {
            WriteBinary(bytes);
            return;
        }

        WriteHeader((uint)bytes.Length, Format.Ext8, Format.Ext16, Format.Ext32);
        _output.Write(Format.JavaScriptExtension);
        _output.Write(bytes);
    }

    /// <summary>Writes an extension.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="bytes">Its data.</param>
    public void WriteExtension(sbyte type, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length is 1 or 2 or 4 or 8 or 16)
        {
            _output.Write((byte)(Format.FixExt1 + int.Log2(bytes.Length)));
        }
        else
        {
            WriteHeader((uint)bytes.Length, Format.Ext8, Format.Ext16, Format.Ext32);
        }

        _output.Write((byte)type);
        _output.Write(bytes);
    }

    /// <summary>Writes the beginning of a map that is short.</summary>
    /// <param name="count">How many pairs of keys and values follow, at most 15.</param>
    public void WriteShortMap(int count) => _output.Write((byte)(Format.FixMap | count));

    private void WriteHeader(uint number, byte in8Bits, byte in16Bits, byte in32Bits)
    {
        var span = _output.GetSpan(MaxHeaderLength);

        if (number <= byte.MaxValue)
        {
            span[0] = in8Bits;
            span[1] = (byte)number;
            _output.Advance(2);
        }
        else if (number <= ushort.MaxValue)
        {
            span[0] = in16Bits;
            BinaryPrimitives.WriteUInt16BigEndian(span[1..], (ushort)number);
            _output.Advance(3);
        }
        else
        {
            span[0] = in32Bits;
            BinaryPrimitives.WriteUInt32BigEndian(span[1..], number);
            _output.Advance(5);
        }
    }
}
