using System.Globalization;
using System.Text.Json;

namespace SocketIO.Protocol;

/// <summary>
/// Formats points in time as a JavaScript <c>Date</c> does, in UTC: <c>1970-01-01T00:00:00.000Z</c>.
/// </summary>
internal static class JavaScriptDate
{
    /// <summary>Enough room for any date.</summary>
    public const int MaxLength = 40;

    private const int MinFractionEnd = 23;

    /// <summary>Writes a point in time.</summary>
    /// <param name="writer">Receives the string.</param>
    /// <param name="utc">The time, in UTC.</param>
    /// <param name="marks">Whether to mark it as a date.</param>
    public static void Write(Utf8JsonWriter writer, DateTime utc, bool marks)
    {
        Span<byte> json = stackalloc byte[MaxLength + 3];
        TypeMark.GetText(TypeMark.Date).CopyTo(json);
        json[1] = (byte)'"';
        var length = Format(utc, json[2..]);
        json[length + 2] = (byte)'"';
        var start = marks ? 0 : 1;
        writer.WriteRawValue(json[start..(length + 3)], skipInputValidation: true);
    }

    /// <summary>Formats a point in time.</summary>
    /// <param name="utc">The time, in UTC.</param>
    /// <param name="destination">Receives the text, at least <see cref="MaxLength"/> bytes.</param>
    /// <returns>The number of bytes written. Milliseconds are always there; finer digits, which JavaScript has not, only when they are not zero.</returns>
    public static int Format(DateTime utc, Span<byte> destination)
    {
        utc.TryFormat(destination, out var length, "yyyy-MM-dd'T'HH:mm:ss.fffffff", CultureInfo.InvariantCulture);

        while (length > MinFractionEnd && destination[length - 1] == '0')
        {
            length--;
        }

        destination[length] = (byte)'Z';
        return length + 1;
    }
}
