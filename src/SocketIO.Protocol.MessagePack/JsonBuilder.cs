using System.Buffers.Text;
using System.Globalization;

namespace SocketIO.Protocol.MessagePack;

/// <summary>
/// Writes MessagePack as JSON with type marks and attachments, into memory that is used again. Not thread-safe: rent one, use it, return it.
/// </summary>
internal sealed class JsonBuilder
{
    private const int InitialCapacity = 1024;
    private const int MaxKeptCapacity = 256 * 1024;

    // A number of any kind with its mark and quotes; a placeholder with its mark.
    private const int MaxScalarLength = 64;

    // 2^63
    private const double IntegerLimit = 9_223_372_036_854_775_808;

    [ThreadStatic]
    private static JsonBuilder? _kept;

    private readonly ByteBuffer _output = new(InitialCapacity);
    private readonly List<ReadOnlyMemory<byte>> _attachments = [];
    private bool _hasPlaceholderName;
    private bool _keepsBinary;
    private long _size;

    private JsonBuilder()
    {
    }

    /// <summary>Gets what was written.</summary>
    public ReadOnlySpan<byte> Json => _output.Written;

    /// <summary>Gets the bytes of the JSON and its attachments.</summary>
    public long Size => _output.Length + _size;

    /// <summary>Gets a value indicating whether an object looks like a placeholder, and there are attachments that it could be mistaken for.</summary>
    public bool IsAmbiguous => _hasPlaceholderName && _attachments.Count > 0;

    /// <summary>Takes the builder kept by this thread, or a new one.</summary>
    /// <param name="keepsBinary">Whether binary data becomes an attachment, or else text in base64.</param>
    public static JsonBuilder Rent(bool keepsBinary)
    {
        var builder = _kept ?? new JsonBuilder();
        _kept = null;
        builder._output.Clear();
        builder._attachments.Clear();
        builder._hasPlaceholderName = false;
        builder._keepsBinary = keepsBinary;
        builder._size = 0;
        return builder;
    }

    /// <summary>Gives the builder back to the calling thread.</summary>
    public void Return()
    {
        if (_output.Capacity <= MaxKeptCapacity && _attachments.Capacity <= MaxKeptCapacity / 16)
        {
            _attachments.Clear();
            _kept = this;
        }
    }

    /// <summary>Gets the attachments; <see langword="null"/> when there are none.</summary>
    public ReadOnlyMemory<byte>[]? GetAttachments() => _attachments.Count == 0 ? null : [.. _attachments];

    /// <summary>Writes a bracket or a comma.</summary>
    /// <param name="character">The character.</param>
    public void WriteRaw(char character) => _output.Write((byte)character);

    /// <summary>Writes the name of a property.</summary>
    /// <param name="key">A key of a map.</param>
    /// <returns><see langword="false"/> if it is of a kind that nobody uses for a key, such as an array.</returns>
    public bool TryWriteName(in MessagePackReader key)
    {
        switch (key.Type)
        {
            case TokenType.String:
                _hasPlaceholderName |= key.Bytes.SequenceEqual("_placeholder"u8);
                JsonString.Write(_output, key.Bytes);
                break;

            case TokenType.Nil:
            case TokenType.True:
            case TokenType.False:
            case TokenType.Integer:
            case TokenType.Unsigned:
                _output.Write((byte)'"');
                WriteScalar(key);
                _output.Write((byte)'"');
                break;

            default:
                return false;
        }

        _output.Write((byte)':');
        return true;
    }

    /// <summary>Writes a value that is neither an array nor a map.</summary>
    /// <param name="value">The value.</param>
    public void WriteScalar(in MessagePackReader value)
    {
        switch (value.Type)
        {
            case TokenType.Nil:
                _output.Write("null"u8);
                break;

            case TokenType.Undefined:
                WriteNull(TypeMark.Undefined);
                break;

            case TokenType.False:
                _output.Write("false"u8);
                break;

            case TokenType.True:
                _output.Write("true"u8);
                break;

            case TokenType.Integer:
                WriteInteger(value.Integer);
                break;

            case TokenType.Unsigned:
                Utf8Formatter.TryFormat((ulong)value.Integer, _output.GetSpan(MaxScalarLength), out var digits);
                _output.Advance(digits);
                break;

            case TokenType.Double:
                WriteNumber(value.Number, isSingle: false);
                break;

            case TokenType.Single:
                WriteNumber(value.Number, isSingle: true);
                break;

            case TokenType.String:
                JsonString.Write(_output, value.Bytes);
                break;

            case TokenType.Date:
                WriteDate(value.Integer);
                break;

            case TokenType.Binary:
                WriteBinary(value.Bytes, mark: 0);
                break;

            case TokenType.ArrayBuffer:
                WriteBinary(value.Bytes, TypeMark.ArrayBuffer);
                break;

            case TokenType.Extension:
                WriteExtension(value.ExtensionType, value.Bytes);
                break;
        }
    }

    private void WriteNull(int mark)
    {
        _output.Write(TypeMark.GetText(mark));
        _output.Write("null"u8);
    }

    private void WriteInteger(long value)
    {
        Utf8Formatter.TryFormat(value, _output.GetSpan(MaxScalarLength), out var digits);
        _output.Advance(digits);
    }

    // What looks like an integer is marked, so that it leaves as it came; what has a fraction cannot be mistaken. Text without an exponent
    // where that is possible: it can be bound to integers.
    private void WriteNumber(double value, bool isSingle)
    {
        if (!double.IsFinite(value))
        {
            WriteNull(double.IsNaN(value) ? TypeMark.NaN : value > 0 ? TypeMark.PositiveInfinity : TypeMark.NegativeInfinity);
            return;
        }

        var isIntegral = Math.Floor(value) == value;

        if (isSingle || isIntegral)
        {
            _output.Write(TypeMark.GetText(isSingle ? TypeMark.Single : TypeMark.Double));
        }

        if (isIntegral && Math.Abs(value) < IntegerLimit && !(value == 0 && double.IsNegative(value)))
        {
            WriteInteger((long)value);
            return;
        }

        value.TryFormat(_output.GetSpan(MaxScalarLength), out var length, default, CultureInfo.InvariantCulture);
        _output.Advance(length);
    }

    private void WriteDate(long milliseconds)
    {
        _output.Write(TypeMark.GetText(TypeMark.Date));
        DateTime.UnixEpoch.AddMilliseconds(milliseconds).TryFormat(_output.GetSpan(MaxScalarLength), out var length, "'\"'yyyy-MM-dd'T'HH:mm:ss.fff'Z\"'", CultureInfo.InvariantCulture);
        _output.Advance(length);
    }

    private void WriteBinary(ReadOnlySpan<byte> bytes, int mark)
    {
        if (!_keepsBinary)
        {
            var span = _output.GetSpan(Base64.GetMaxEncodedToUtf8Length(bytes.Length) + 2);
            span[0] = (byte)'"';
            Base64.EncodeToUtf8(bytes, span[1..], out _, out var length);
            span[length + 1] = (byte)'"';
            _output.Advance(length + 2);
            return;
        }

        _output.Write(TypeMark.GetText(mark));
        _output.Write("{\"_placeholder\":true,\"num\":"u8);
        WriteInteger(_attachments.Count);
        _output.Write((byte)'}');
        _attachments.Add(bytes.ToArray());
        _size += bytes.Length;
    }

    private void WriteExtension(sbyte type, ReadOnlySpan<byte> bytes)
    {
        _output.Write(TypeMark.GetText(TypeMark.Extension));
        _output.Write((byte)'[');
        WriteInteger(type);
        _output.Write((byte)',');
        WriteBinary(bytes, mark: 0);
        _output.Write((byte)']');
    }
}
