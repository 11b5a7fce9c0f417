using System.Globalization;
using System.Text;

namespace SocketIO.Polyfills;

/// <summary>Numbers and dates from and to UTF-8, which .NET 8 formats and parses itself. Everything here is ASCII, and written the same on every runtime.</summary>
internal static class Utf8Text
{
    extension(int value)
    {
        public bool TryFormat(Span<byte> destination, out int bytesWritten, ReadOnlySpan<char> format = default, IFormatProvider? provider = null)
            => TryCopy(value.ToString(format.ToString(), provider), destination, out bytesWritten);

        public static int Parse(ReadOnlySpan<byte> utf8Text, NumberStyles style, IFormatProvider? provider) => int.Parse(ToText(utf8Text), style, provider);
    }

    extension(double value)
    {
        public bool TryFormat(Span<byte> destination, out int bytesWritten, ReadOnlySpan<char> format = default, IFormatProvider? provider = null)
            => TryCopy(format.IsEmpty ? Shortest(value) : value.ToString(format.ToString(), provider), destination, out bytesWritten);

        public static bool TryParse(ReadOnlySpan<byte> utf8Text, NumberStyles style, IFormatProvider? provider, out double result)
            => double.TryParse(ToText(utf8Text), style, provider, out result);
    }

    extension(float value)
    {
        public bool TryFormat(Span<byte> destination, out int bytesWritten, ReadOnlySpan<char> format = default, IFormatProvider? provider = null)
            => TryCopy(format.IsEmpty ? Shortest(value) : value.ToString(format.ToString(), provider), destination, out bytesWritten);
    }

    extension(DateTime value)
    {
        public bool TryFormat(Span<byte> destination, out int bytesWritten, ReadOnlySpan<char> format = default, IFormatProvider? provider = null)
            => TryCopy(value.ToString(format.ToString(), provider), destination, out bytesWritten);
    }

    // "R" is the shortest text that is read as the same number since .NET Core 3.0. In .NET Framework it has 15 digits, which are not always enough
    // (dotnet/runtime#4406), or 17, which may be one too many.
    private static string Shortest(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);

        if (CountDigits(text) < 17)
        {
            return IsSame(text, value) ? text : value.ToString("G17", CultureInfo.InvariantCulture);
        }

        var shorter = value.ToString("G16", CultureInfo.InvariantCulture);
        return IsSame(shorter, value) ? shorter : text;
    }

    private static string Shortest(float value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);

        if (CountDigits(text) < 9)
        {
            return IsSame(text, value) ? text : value.ToString("G9", CultureInfo.InvariantCulture);
        }

        var shorter = value.ToString("G8", CultureInfo.InvariantCulture);
        return IsSame(shorter, value) ? shorter : text;
    }

    private static bool IsSame(string text, double value)
        => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var read) && read.Equals(value);

    private static bool IsSame(string text, float value)
        => float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var read) && read.Equals(value);

    // Significant digits: neither the exponent's nor zeros at either end.
    private static int CountDigits(string text)
    {
        var count = 0;
        var significant = 0;

        foreach (var c in text)
        {
            if (c is 'E')
            {
                break;
            }

            if (c is >= '0' and <= '9' && (count > 0 || c != '0'))
            {
                count++;
                significant = c == '0' ? significant : count;
            }
        }

        return significant;
    }

    private static string ToText(ReadOnlySpan<byte> utf8Text) => Encoding.UTF8.GetString(utf8Text);

    private static bool TryCopy(string text, Span<byte> destination, out int bytesWritten)
    {
        bytesWritten = 0;

        if (text.Length > destination.Length)
        {
            return false;
        }

        foreach (var c in text)
        {
            destination[bytesWritten++] = (byte)c;
        }

        return true;
    }
}
