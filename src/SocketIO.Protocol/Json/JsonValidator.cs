using System.Runtime.CompilerServices;

namespace SocketIO.Protocol;

/// <summary>
/// Checks that bytes are one JSON text (RFC 8259), and notes where the elements of an outer array lie.
/// </summary>
/// <remarks>
/// <see cref="System.Text.Json.Utf8JsonReader"/> would do, but it answers bad input with an exception, which costs
/// more than a thousand times what the frame cost its sender, and it accepts what later fails when it is read: lone surrogates
/// and numbers that no double can hold. Bytes outside ASCII are not looked at: they were checked to be UTF-8 before.
/// </remarks>
internal ref partial struct JsonValidator
{
    /// <summary>The largest depth that <see cref="PacketLimits.MaxJsonDepth"/> may ask for.</summary>
    public const int DepthLimit = 1024;

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

    // A walk instead of a recursion: the peer decides the depth. One bit per level tells an object from an array; it is written
    // before it is read, so that the bits need not be cleared for each packet.
    [SkipLocalsInit]
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
}
