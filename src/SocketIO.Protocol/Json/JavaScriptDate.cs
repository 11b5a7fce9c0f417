using System.Globalization;

namespace SocketIO.Protocol;

/// <summary>
/// Formats points in time as a JavaScript <c>Date</c> does, in UTC: <c>1970-01-01T00:00:00.000Z</c>.
/// </summary>
internal static class JavaScriptDate
{
    /// <summary>Enough room for any date.</summary>
    public const int MaxLength = 40;

    private const int MinFractionEnd = 23;

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
