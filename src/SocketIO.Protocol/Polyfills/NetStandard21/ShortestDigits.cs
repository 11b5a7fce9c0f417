using System.Globalization;
using System.Numerics;

namespace SocketIO.Polyfills;

/// <summary>
/// The shortest decimal text that is read as the same number, and of those the nearest to it: what .NET has written since .NET Core 3.0, and JavaScript
/// always has. The free-format algorithm of Steele and White with exact integers: slow, but only for numbers of many digits.
/// </summary>
internal static class ShortestDigits
{
    private const int DoubleBits = 52;
    private const int DoubleBias = 1075;
    private const int SingleBits = 23;
    private const int SingleBias = 150;
    private const int MinPlainPoint = -3;

    public static string Format(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        return Format(bits < 0, bits & ((1L << DoubleBits) - 1), (int)(bits >> DoubleBits) & 0x7ff, DoubleBits, DoubleBias);
    }

    public static string Format(float value)
    {
        var bits = BitConverter.SingleToInt32Bits(value);
        return Format(bits < 0, bits & ((1 << SingleBits) - 1), (bits >> SingleBits) & 0xff, SingleBits, SingleBias);
    }

    // A finite number.
    private static string Format(bool isNegative, long fraction, int exponent, int fractionBits, int bias)
    {
        if (fraction == 0 && exponent == 0)
        {
            return isNegative ? "-0" : "0";
        }

        // At a power of two the next lower number is only half as far away as the next higher one.
        var isBoundary = fraction == 0 && exponent > 1;
        var mantissa = exponent == 0 ? fraction : fraction | (1L << fractionBits);
        var power = (exponent == 0 ? 1 : exponent) - bias;
        var digits = Generate(mantissa, power, isBoundary, out var point);
        return (isNegative ? "-" : string.Empty) + LayOut(digits, point);
    }

    // The value is mantissa x 2^power, and 0.d1d2d3... x 10^point.
    private static string Generate(long mantissa, int power, bool isBoundary, out int point)
    {
        // All four are multiples of the same: the value is rest / scale, and half the way to its neighbours above / scale and below / scale.
        var shift = isBoundary ? 2 : 1;
        var rest = new BigInteger(mantissa) << (Math.Max(power, 0) + shift);
        var scale = BigInteger.One << (Math.Max(-power, 0) + shift);
        var below = BigInteger.One << Math.Max(power, 0);
        var above = isBoundary ? below << 1 : below;
        var isEven = (mantissa & 1) == 0;

        // An estimate that is never too high, and at most one too low.
        point = (int)Math.Ceiling(((BitLength(mantissa) + power - 1) * 0.30102999566398114) - 1e-10);

        if (point >= 0)
        {
            scale *= BigInteger.Pow(10, point);
        }
        else
        {
            var factor = BigInteger.Pow(10, -point);
            rest *= factor;
            below *= factor;
            above *= factor;
        }

        if (Reaches(rest + above, scale, isEven))
        {
            point++;
        }
        else
        {
            rest *= 10;
            below *= 10;
            above *= 10;
        }

        Span<char> digits = stackalloc char[20];
        var count = 0;

        while (true)
        {
            var digit = (int)BigInteger.DivRem(rest, scale, out rest);
            var isLow = Reaches(below, rest, isEven);
            var isHigh = Reaches(rest + above, scale, isEven);

            if (isLow || isHigh)
            {
                var half = (rest * 2).CompareTo(scale);
                var roundsUp = isHigh && (!isLow || half > 0 || (half == 0 && digit % 2 == 1));
                digits[count++] = (char)('0' + digit + (roundsUp ? 1 : 0));
                return digits[..count].ToString();
            }

            digits[count++] = (char)('0' + digit);
            rest *= 10;
            below *= 10;
            above *= 10;
        }
    }

    // A number half the way to the next one is read as the even one of the two.
    private static bool Reaches(BigInteger value, BigInteger limit, bool isEven) => isEven ? value >= limit : value > limit;

    private static int BitLength(long value)
    {
        var length = 0;

        for (; value > 0; value >>= 1)
        {
            length++;
        }

        return length;
    }

    private static string LayOut(string digits, int point)
    {
        if (point > digits.Length || point < MinPlainPoint)
        {
            var exponent = (point - 1).ToString("+00;-00", CultureInfo.InvariantCulture);
            return digits.Length == 1 ? $"{digits}E{exponent}" : $"{digits[0]}.{digits[1..]}E{exponent}";
        }

        if (point <= 0)
        {
            return $"0.{new string('0', -point)}{digits}";
        }

        return point == digits.Length ? digits : $"{digits[..point]}.{digits[point..]}";
    }
}
