using System.Globalization;
using System.Text;

namespace SocketIO.FunctionalTests;

/// <summary>The vocabulary of the wire.</summary>
internal static class Wire
{
    /// <summary>U+001E, between the packets of a polling payload.</summary>
    public const char Separator = '\u001e';

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>Bytes from hex digits; white space is ignored.</summary>
    public static byte[] Hex(string digits) => Convert.FromHexString(digits.Replace(" ", "", StringComparison.Ordinal));

    /// <summary>A polling payload.</summary>
    public static string Payload(params IEnumerable<string> packets) => string.Join(Separator, packets);

    public static string Repeat(string text, int count) => new StringBuilder(text.Length * count).Insert(0, text, count).ToString();

    /// <summary>The same packet many times, as one polling payload.</summary>
    public static string Flood(string packet, int count) => Payload(Enumerable.Repeat(packet, count));

    public static string Nested(int depth) => new string('[', depth) + new string(']', depth);

    public static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
