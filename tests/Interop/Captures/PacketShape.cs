using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace SocketIO.Tests;

/// <summary>Compares packets of two conversations in which ids differ, and carries the ids of questions over.</summary>
internal sealed partial class PacketShape
{
    private readonly Dictionary<string, string> _questions = [];

    /// <summary>Asserts that a packet is the recorded one but for its ids.</summary>
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

    /// <summary>The packet that the client would send now: an answer carries the id of the question that was asked now.</summary>
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
