using System.Text;

namespace SocketIO.Tests;

/// <summary>
/// How a session's packets lie in bodies and frames. Here a packet is text with its type digit, and a binary message "b" and base64, whatever the revision.
/// </summary>
internal abstract class Framing
{
    /// <summary>That of the session to which a request belongs.</summary>
    public static Framing Of(string url)
        => url.Contains("EIO=4", StringComparison.Ordinal) ? new FramingV4()
            : url.Contains("&j=", StringComparison.Ordinal) ? new FramingJsonp()
            : new FramingV3();

    /// <summary>The packets of a response to a poll.</summary>
    public abstract IEnumerable<string> PacketsOf(byte[] body);

    /// <summary>The body of a POST with every packet replaced; one in which nothing changes stays as it was recorded, byte for byte.</summary>
    public abstract byte[] Translated(byte[] body, Func<string, string> translate);

    /// <summary>A body of packets, text only: binary messages are in base64.</summary>
    public abstract string Body(IEnumerable<string> packets);

    public virtual byte[] BinaryFrame(byte[] message) => message;

    public virtual string PacketOf(byte[] frame, bool binary) => binary ? $"b{Convert.ToBase64String(frame)}" : Encoding.UTF8.GetString(frame);

    public virtual byte[] TranslatedFrame(byte[] frame, bool binary, Func<string, string> translate)
    {
        var packet = PacketOf(frame, binary);
        var translated = translate(packet);
        return translated == packet ? frame : binary ? Convert.FromBase64String(translated[1..]) : Encoding.UTF8.GetBytes(translated);
    }
}
