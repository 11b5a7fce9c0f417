using System.Buffers;
using System.Buffers.Text;

namespace SocketIO.Protocol;

/// <summary>
/// The lengths in payloads of Engine.IO v3: decimal digits and an end mark.
/// </summary>
internal static class PayloadLength
{
    /// <summary>Marks the end of a length in a text payload: <c>6:4hello</c>.</summary>
    public const byte TextEnd = (byte)':';

    /// <summary>Marks the end of a length in a binary payload.</summary>
    public const byte BinaryEnd = 0xff;

    // No body is longer than its length can say in so many digits, and no peer makes us look at more of them.
    private const int MaxDigits = 10;

    /// <summary>Reads a length.</summary>
    /// <param name="rest">Begins with the length; behind its end mark afterwards.</param>
    /// <param name="zero">The digit zero: in binary payloads digits are numbers, not characters.</param>
    /// <param name="end">What ends the length.</param>
    /// <param name="length">The length.</param>
    /// <returns><see langword="false"/> when there is no length, or one that no body has.</returns>
    public static bool TryRead(ref ReadOnlySpan<byte> rest, byte zero, byte end, out int length)
    {
        length = 0;
        long value = 0;

        for (var i = 0; i < rest.Length && i <= MaxDigits; i++)
        {
            if (rest[i] == end)
            {
                length = (int)value;
                rest = rest[(i + 1)..];
                return i > 0 && value <= int.MaxValue;
            }

            var digit = rest[i] - zero;

            if (digit is < 0 or > 9)
            {
                return false;
            }

            value = (value * 10) + digit;
        }

        return false;
    }

    /// <summary>Writes a length and its end mark.</summary>
    /// <param name="body">The body written so far.</param>
    /// <param name="length">The length.</param>
    /// <param name="zero">The digit zero.</param>
    /// <param name="end">What ends the length.</param>
    public static void Write(IBufferWriter<byte> body, int length, byte zero, byte end)
    {
        var span = body.GetSpan(MaxDigits + 1);
        Utf8Formatter.TryFormat(length, span, out var digits);

        for (var i = 0; i < digits; i++)
        {
            span[i] = (byte)(span[i] - '0' + zero);
        }

        span[digits] = end;
        body.Advance(digits + 1);
    }
}
