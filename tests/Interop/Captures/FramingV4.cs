using System.Text;

namespace SocketIO.Tests;

/// <summary>Packets between record separators.</summary>
internal sealed class FramingV4 : Framing
{
    private const char Separator = '\u001e';

    public override IEnumerable<string> PacketsOf(byte[] body) => Encoding.UTF8.GetString(body).Split(Separator);

    public override byte[] Translated(byte[] body, Func<string, string> translate)
        => Encoding.UTF8.GetBytes(string.Join(Separator, PacketsOf(body).Select(translate)));
}
