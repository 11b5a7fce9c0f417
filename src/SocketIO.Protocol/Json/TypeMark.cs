namespace SocketIO.Protocol;

/// <summary>
/// Marks in JSON that tell what a value is in formats that know more types than JSON. For parsers (see <see cref="PacketParser.ReadsTypeMarks"/>).
/// </summary>
/// <remarks>
/// A mark is a number of carriage returns directly before the value. To JSON that is white space without a meaning: whoever does not look for marks sees
/// an ordinary value, the text of a date, for example. A value that was received and is sent on as it is keeps its marks.
/// </remarks>
// Nobody else writes a carriage return there: one that ends a line is followed by a line feed.
public static class TypeMark
{
    /// <summary>The mark of a string that is a date.</summary>
    public const int Date = 1;

    /// <summary>The mark of a <c>null</c> that is JavaScript's <c>undefined</c>.</summary>
    public const int Undefined = 1;

    /// <summary>The mark of a <c>null</c> that is the number NaN.</summary>
    public const int NaN = 2;

    /// <summary>The mark of a <c>null</c> that is the number ∞.</summary>
    public const int PositiveInfinity = 3;

    /// <summary>The mark of a <c>null</c> that is the number -∞.</summary>
    public const int NegativeInfinity = 4;

    /// <summary>The mark of a number that was a floating-point number, even though it may look like an integer.</summary>
    public const int Double = 1;

    /// <summary>The mark of a number that was a floating-point number of 32 bits.</summary>
    public const int Single = 2;

    /// <summary>The mark of a placeholder whose binary data was a JavaScript <c>ArrayBuffer</c>, where the format tells that from others.</summary>
    public const int ArrayBuffer = 1;

    /// <summary>The mark of an array <c>[type, placeholder]</c> that is an extension of the format.</summary>
    public const int Extension = 1;

    private const byte Mark = (byte)'\r';

    private static ReadOnlySpan<byte> Marks => "\r\r\r\r"u8;

    /// <summary>Gets the mark of a value.</summary>
    /// <param name="json">The JSON.</param>
    /// <param name="start">Where the value begins.</param>
    /// <returns>One of the constants; 0 for none.</returns>
    public static int Find(ReadOnlySpan<byte> json, int start) => start - FindStart(json, start);

    /// <summary>Gets a mark as text, to be written before the value.</summary>
    /// <param name="mark">One of the constants.</param>
    public static ReadOnlySpan<byte> GetText(int mark) => Marks[..mark];

    /// <summary>Finds where a value begins together with its mark.</summary>
    /// <param name="json">The JSON.</param>
    /// <param name="start">Where the value itself begins.</param>
    internal static int FindStart(ReadOnlySpan<byte> json, int start)
    {
        while (start > 0 && json[start - 1] == Mark)
        {
            start--;
        }

        return start;
    }

    /// <summary>Finds where a value begins behind its mark.</summary>
    /// <param name="json">The JSON, which begins with the mark.</param>
    internal static int FindValue(ReadOnlySpan<byte> json)
    {
        var start = 0;

        while ((uint)start < (uint)json.Length && json[start] == Mark)
        {
            start++;
        }

        return start;
    }

    /// <summary>Gets the mark of a number that JSON cannot write.</summary>
    /// <param name="value">NaN or an infinity.</param>
    internal static int OfNotFinite(double value) => double.IsNaN(value) ? NaN : value > 0 ? PositiveInfinity : NegativeInfinity;
}
