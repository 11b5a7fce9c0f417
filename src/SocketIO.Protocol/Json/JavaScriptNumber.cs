using System.Globalization;
using System.Text.Json;

namespace SocketIO.Protocol;

/// <summary>
/// Formats floating-point numbers as JavaScript does: the same shortest digits as .NET, laid out in another way.
/// </summary>
internal static class JavaScriptNumber
{
    /// <summary>Enough room for any number.</summary>
    public const int MaxLength = 40;

    // JavaScript writes numbers from 1e-6 up to 1e21 without an exponent (ECMA-262, Number::toString).
    private const int MinPlainExponent = -6;
    private const int MaxPlainExponent = 21;

    /// <summary>Writes a number.</summary>
    /// <param name="writer">Receives it.</param>
    /// <param name="value">The number.</param>
    /// <param name="marks">Whether to mark one that is not finite.</param>
    public static void Write(Utf8JsonWriter writer, double value, bool marks)
    {
        Span<byte> json = stackalloc byte[MaxLength + TypeMark.NegativeInfinity];
        var mark = marks && !double.IsFinite(value) ? TypeMark.OfNotFinite(value) : 0;
        TypeMark.GetText(mark).CopyTo(json);
        writer.WriteRawValue(json[..(mark + Format(value, json[mark..]))], skipInputValidation: true);
    }

    /// <inheritdoc cref="Write(Utf8JsonWriter, double, bool)"/>
    public static void Write(Utf8JsonWriter writer, float value, bool marks)
    {
        if (!float.IsFinite(value))
        {
            Write(writer, (double)value, marks);
            return;
        }

        Span<byte> json = stackalloc byte[MaxLength];
        writer.WriteRawValue(json[..Format(value, json)], skipInputValidation: true);
    }

    /// <summary>Formats a number.</summary>
    /// <param name="value">The number.</param>
    /// <param name="destination">Receives the text, at least <see cref="MaxLength"/> bytes.</param>
    /// <returns>The number of bytes written. What JSON has no number for becomes <c>null</c>.</returns>
    public static int Format(double value, Span<byte> destination)
    {
        if (!double.IsFinite(value))
        {
            "null"u8.CopyTo(destination);
            return 4;
        }

        if (value == 0)
        {
            // Negative zero as well.
            destination[0] = (byte)'0';
            return 1;
        }

        value.TryFormat(destination, out var length, default, CultureInfo.InvariantCulture);
        return LayOut(destination, length);
    }

    /// <inheritdoc cref="Format(double, Span{byte})"/>
    public static int Format(float value, Span<byte> destination)
    {
        if (value == 0 || !float.IsFinite(value))
        {
            return Format((double)value, destination);
        }

        value.TryFormat(destination, out var length, default, CultureInfo.InvariantCulture);
        return LayOut(destination, length);
    }

    private static int LayOut(Span<byte> text, int length)
    {
        var exponentAt = text[..length].IndexOf((byte)'E');
        return exponentAt < 0 ? length : LayOut(text, exponentAt, length);
    }

    // From "-1.25E-05" to "-0.0000125".
    private static int LayOut(Span<byte> text, int exponentAt, int length)
    {
        Span<byte> digits = stackalloc byte[MaxLength];
        var count = 0;
        var written = text[0] == '-' ? 1 : 0;

        foreach (var c in text[written..exponentAt])
        {
            if (c != '.')
            {
                digits[count++] = c;
            }
        }

        digits = digits[..count];
        var exponent = int.Parse(text[(exponentAt + 1)..length], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

        // The value is 0.d1d2d3... x 10^point.
        var point = exponent + 1;
        var output = text[written..];

        if (point > MaxPlainExponent || point <= MinPlainExponent)
        {
            return written + WriteScientific(output, digits, exponent);
        }

        if (point <= 0)
        {
            "0."u8.CopyTo(output);
            output.Slice(2, -point).Fill((byte)'0');
            digits.CopyTo(output[(2 - point)..]);
            return written + 2 - point + count;
        }

        if (count <= point)
        {
            digits.CopyTo(output);
            output[count..point].Fill((byte)'0');
            return written + point;
        }

        digits[..point].CopyTo(output);
        output[point] = (byte)'.';
        digits[point..].CopyTo(output[(point + 1)..]);
        return written + count + 1;
    }

    private static int WriteScientific(Span<byte> output, ReadOnlySpan<byte> digits, int exponent)
    {
        var written = 0;
        output[written++] = digits[0];

        if (digits.Length > 1)
        {
            output[written++] = (byte)'.';
            digits[1..].CopyTo(output[written..]);
            written += digits.Length - 1;
        }

        output[written++] = (byte)'e';
        output[written++] = (byte)(exponent < 0 ? '-' : '+');
        Math.Abs(exponent).TryFormat(output[written..], out var exponentLength, default, CultureInfo.InvariantCulture);
        return written + exponentLength;
    }
}
