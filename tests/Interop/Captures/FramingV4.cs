using System.Text;

namespace SocketIO.Tests;

/// <summary>Packets between record separators.</summary>
internal sealed class FramingV4 : Framing
{
    private const char Separator = '\u001e';

    public override IEnumerable<string> PacketsOf(byte[] body) => Encoding.UTF8.GetString(body).Split(Separator);

    public override string Body(IEnumerable<string> packets) => string.Join(Separator, packets);

    public override byte[] Translated(byte[] body, Func<string, string> translate)
        => Encoding.UTF8.GetBytes(Body(PacketsOf(body).Select(translate)));
}
