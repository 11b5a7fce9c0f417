using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace SocketIO.Tests;

/// <summary>The texts of revision 3 as arguments of a script's call, and as a field of a form.</summary>
internal sealed partial class FramingJsonp : FramingV3
{
    private const string Field = "d=";

    public override IEnumerable<string> PacketsOf(byte[] body)
    {
        var script = Script().Match(Encoding.UTF8.GetString(body));
        Assert.True(script.Success, $"Not a call of ___eio: {Encoding.UTF8.GetString(body)}");
        return TextPackets(JsonSerializer.Deserialize<string>(script.Groups[1].Value)!);
    }

    // Only an answer may have to change, and none of the recorded ones has a backslash, which would be doubled here.
    public override byte[] Translated(byte[] body, Func<string, string> translate)
    {
        var payload = WebUtility.UrlDecode(Encoding.UTF8.GetString(body)[Field.Length..]);

        return Answer().IsMatch(payload)
            ? Encoding.UTF8.GetBytes(Field + Uri.EscapeDataString(Body(TextPackets(payload).Select(translate))))
            : body;
    }

    [GeneratedRegex(@"^___eio\[\d+\]\((.*)\);$", RegexOptions.Singleline)]
    private static partial Regex Script();

    [GeneratedRegex(@"^\d+:4[36]")]
    private static partial Regex Answer();
}
