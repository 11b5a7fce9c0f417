using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace SocketIO.Tests;

/// <summary>Compares packets of the protocol's own format.</summary>
internal sealed partial class PacketShape : IPacketShape
{
    private readonly Dictionary<string, string> _questions = [];

    public void AssertSame(string recorded, string actual)
    {
        var (was, isNow) = (Event().Match(recorded), Event().Match(actual));

        if (was.Success && isNow.Success && was.Groups["id"].Length > 0 && isNow.Groups["id"].Length > 0)
        {
            _questions[was.Groups["ns"].Value + was.Groups["id"].Value] = isNow.Groups["id"].Value;
            recorded = Event().Replace(recorded, "${type}${ns}?${rest}");
            actual = Event().Replace(actual, "${type}${ns}?${rest}");
        }

        Assert.Equal(Normalized(recorded), Normalized(actual));
    }

    public string Translate(string packet)
        => Answer().Replace(packet, match => _questions.TryGetValue(match.Groups["ns"].Value + match.Groups["id"].Value, out var id)
            ? $"{match.Groups["type"].Value}{match.Groups["ns"].Value}{id}{match.Groups["rest"].Value}"
            : match.Value);

    // An argument that is passed on as it came may keep the escapes that its sender chose.
    private static string Normalized(string packet)
    {
        packet = Sid().Replace(packet, "\"sid\":\"?\"");
        var start = packet.IndexOfAny(['[', '{']);
        return start < 0 ? packet : packet[..start] + JsonNode.Parse(packet[start..])!.ToJsonString();
    }

    [GeneratedRegex("^(?<type>42|45\\d+-)(?<ns>/[^,]+,)?(?<id>\\d*)(?<rest>\\[)")]
    private static partial Regex Event();

    [GeneratedRegex("(?<=^|\u001e)(?<type>43|46\\d+-)(?<ns>/[^,]+,)?(?<id>\\d+)(?<rest>\\[)")]
    private static partial Regex Answer();

    [GeneratedRegex("\"sid\":\"[A-Za-z0-9_-]{20}\"")]
    private static partial Regex Sid();
}
