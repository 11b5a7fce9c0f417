using System.Buffers;
using System.Globalization;

namespace SocketIO.Protocol;

internal ref partial struct JsonValidator
{
    // A number this short and without an exponent is below 1e300; only others can be beyond a double's range (1.8e308).
    private const int AlwaysFiniteLength = 300;

    private static readonly SearchValues<byte> _endsPlainText = SearchValues.Create(
        [(byte)'"', (byte)'\\', 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31]);

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
