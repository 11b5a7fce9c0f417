using System.Buffers;
using System.Globalization;

namespace SocketIO.Protocol;

/// <summary>
/// Checks that bytes are one JSON text (RFC 8259), and notes where the elements of an outer array lie.
/// </summary>
/// <remarks>
/// <see cref="System.Text.Json.Utf8JsonReader"/> would do, but it answers bad input with an exception, which costs
/// more than a thousand times what the frame cost its sender, and it accepts what later fails when it is read: lone surrogates
/// and numbers that no double can hold. Bytes outside ASCII are not looked at: they were checked to be UTF-8 before.
/// </remarks>
internal ref struct JsonValidator
{
    /// <summary>The largest depth that <see cref="PacketLimits.MaxJsonDepth"/> may ask for.</summary>
    public const int DepthLimit = 1024;

    // A number this short and without an exponent is below 1e300; only others can be beyond a double's range (1.8e308).
    private const int AlwaysFiniteLength = 300;

    private static readonly SearchValues<byte> _endsPlainText = SearchValues.Create(
        [(byte)'"', (byte)'\\', 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31]);

    private readonly ReadOnlySpan<byte> _json;
    private int _position;
    private JsonOutline _outline;

    private JsonValidator(ReadOnlySpan<byte> json) => _json = json;

    /// <summary>Checks one JSON text. No input makes this method throw, and its time is linear in the input.</summary>
    /// <param name="json">The text, valid UTF-8.</param>
    /// <param name="maxDepth">How deep arrays and objects may be nested.</param>
    /// <param name="outline">What was found.</param>
    public static PacketError Validate(ReadOnlySpan<byte> json, int maxDepth, out JsonOutline outline)
    {
        var validator = new JsonValidator(json);
        var error = validator.Run(maxDepth);
        outline = validator._outline;
        return error;
    }

    // A walk instead of a recursion: the peer decides the depth. One bit per level tells an object from an array.
    private PacketError Run(int maxDepth)
    {
        Span<ulong> objects = stackalloc ulong[(DepthLimit / 64) + 1];
        var depth = 0;
        var inObject = false;

        while (true)
        {
            // A value begins here.
            SkipWhiteSpace();

            if (depth == 1 && !inObject)
            {
                NoteElement();
            }

            var opened = false;

            switch (Peek())
            {
                case (byte)'"':
                    if (!SkipString())
                    {
                        return PacketError.InvalidPayload;
                    }

                    break;

                case (byte)'{':
                case (byte)'[':
                    if (++depth > maxDepth)
                    {
                        return PacketError.PayloadTooDeep;
                    }

                    inObject = _json[_position++] == '{';
                    SetBit(objects, depth, inObject);
                    SkipWhiteSpace();
                    opened = Peek() != (inObject ? '}' : ']');
                    break;

                case (byte)'t' when SkipLiteral("true"u8):
                case (byte)'n' when SkipLiteral("null"u8):
                case (byte)'f' when SkipLiteral("false"u8):
                    break;

                case >= '0' and <= '9' or '-':
                    var error = SkipNumber();

                    if (error != PacketError.None)
                    {
                        return error;
                    }

                    break;

                default:
                    return PacketError.InvalidPayload;
            }

            // A value has ended here, or an array or object is open and not empty. Close whatever ends with it.
            while (!opened)
            {
                if (depth == 1 && !inObject && _outline.Count == 1)
                {
                    _outline.FirstEnd = _outline.FirstEnd == 0 ? _position : _outline.FirstEnd;
                }

                SkipWhiteSpace();

                if (depth == 0)
                {
                    return _position == _json.Length ? PacketError.None : PacketError.InvalidPayload;
                }

                var next = Peek();

                if (next == ',')
                {
                    _position++;
                    break;
                }

                if (next != (inObject ? '}' : ']'))
                {
                    return PacketError.InvalidPayload;
                }

                if (depth == 1)
                {
                    _outline.ArrayEnd = _position;
                }

                _position++;
                depth--;
                inObject = GetBit(objects, depth);
            }

            if (inObject && !SkipPropertyName())
            {
                return PacketError.InvalidPayload;
            }
        }
    }

    private static void SetBit(Span<ulong> bits, int index, bool value)
    {
        var mask = 1UL << (index & 63);
        ref var word = ref bits[index >> 6];
        word = value ? word | mask : word & ~mask;
    }

    private static bool GetBit(ReadOnlySpan<ulong> bits, int index) => (bits[index >> 6] & (1UL << (index & 63))) != 0;

    private readonly int Peek() => (uint)_position < (uint)_json.Length ? _json[_position] : -1;

    private void NoteElement()
    {
        // Called before the value is known to be one. If it is not, the whole text is refused and nobody looks here.
        _outline.Count++;

        if (_outline.Count == 1)
        {
            _outline.FirstStart = _position;
        }
        else if (_outline.Count == 2)
        {
            _outline.SecondStart = _position;
        }
    }

    private void SkipWhiteSpace()
    {
        while ((uint)_position < (uint)_json.Length && _json[_position] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            _position++;
        }
    }

    private bool SkipLiteral(ReadOnlySpan<byte> literal)
    {
        if (!_json[_position..].StartsWith(literal))
        {
            return false;
        }

        _position += literal.Length;
        return true;
    }

    private bool SkipPropertyName()
    {
        SkipWhiteSpace();

        if (Peek() != '"' || !SkipString())
        {
            return false;
        }

        SkipWhiteSpace();

        if (Peek() != ':')
        {
            return false;
        }

        _position++;
        return true;
    }

    private bool SkipString()
    {
        var position = _position + 1;

        while (true)
        {
            var length = _json[position..].IndexOfAny(_endsPlainText);

            if (length < 0)
            {
                return false;
            }

            position += length;

            switch (_json[position])
            {
                case (byte)'"':
                    _position = position + 1;
                    return true;

                case (byte)'\\' when SkipEscape(ref position):
                    break;

                default:
                    return false;
            }
        }
    }

    private bool SkipEscape(ref int position)
    {
        if (position + 1 >= _json.Length)
        {
            return false;
        }

        if (_json[position + 1] != 'u')
        {
            position += 2;
            return _json[position - 1] is (byte)'"' or (byte)'\\' or (byte)'/' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t';
        }

        if (!JsonEscape.TryReadUnit(_json, position, out var unit))
        {
            return false;
        }

        position += JsonEscape.UnitLength;

        if (char.IsHighSurrogate(unit) && JsonEscape.TryReadUnit(_json, position, out var low) && char.IsLowSurrogate(low))
        {
            position += JsonEscape.UnitLength;
        }
        else if (char.IsSurrogate(unit))
        {
            _outline.HasLoneSurrogates = true;
        }

        return true;
    }

    private PacketError SkipNumber()
    {
        var start = _position;
        var mayOverflow = false;

        if (_json[_position] == '-')
        {
            _position++;
        }

        // No leading zeros: after one, only a point or an exponent may follow.
        if (Peek() == '0')
        {
            _position++;
        }
        else if (!SkipDigits())
        {
            return PacketError.InvalidPayload;
        }

        if (Peek() == '.')
        {
            _position++;

            if (!SkipDigits())
            {
                return PacketError.InvalidPayload;
            }
        }

        if (Peek() is 'e' or 'E')
        {
            _position++;
            mayOverflow = true;

            if (Peek() is '+' or '-')
            {
                _position++;
            }

            if (!SkipDigits())
            {
                return PacketError.InvalidPayload;
            }
        }

        mayOverflow |= _position - start > AlwaysFiniteLength;
        return mayOverflow && !IsFinite(_json[start.._position]) ? PacketError.NumberOutOfRange : PacketError.None;
    }

    private bool SkipDigits()
    {
        var start = _position;

        while ((uint)_position < (uint)_json.Length && _json[_position] is >= (byte)'0' and <= (byte)'9')
        {
            _position++;
        }

        return _position > start;
    }

    private static bool IsFinite(ReadOnlySpan<byte> number)
        => double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value);
}
