using System.Globalization;
using System.Text;

namespace SocketIO.FunctionalTests;

/// <summary>Polling payloads of Engine.IO v3, written and read by means of their own.</summary>
internal static class WireV3
{
    /// <summary>A text payload: lengths in UTF-16 units, which is what .NET counts, too.</summary>
    public static string Payload(params IEnumerable<string> packets) => string.Concat(packets.Select(p => Wire.Invariant($"{p.Length}:{p}")));

    /// <summary>The packets of a response; binary messages as <c>b</c> and base64.</summary>
    public static IEnumerable<string> Split(HttpReply reply) => reply.Header("Content-Type") is "application/octet-stream" ? SplitBinary(reply.Body) : SplitText(reply.Text);

    public static IEnumerable<string> SplitText(string text)
    {
        while (text.Length > 0)
        {
            var colon = text.IndexOf(':', StringComparison.Ordinal);
            var length = int.Parse(text[..colon], NumberStyles.None, CultureInfo.InvariantCulture);
            var packet = text.Substring(colon + 1, length);
            yield return packet.StartsWith("b4", StringComparison.Ordinal) ? "b" + packet[2..] : packet;
            text = text[(colon + 1 + length)..];
        }
    }

    private static IEnumerable<string> SplitBinary(byte[] body)
    {
        for (var at = 0; at < body.Length;)
        {
            var kind = body[at++];
            var length = 0;

            while (body[at] != 0xff)
            {
                length = (length * 10) + body[at++];
            }

            var packet = body.AsSpan(at + 1, length);
            at += length + 1;
            yield return kind == 0 ? Encoding.UTF8.GetString(packet) : "b" + Convert.ToBase64String(packet[1..]);
        }
    }
}
