using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace SocketIO.Tests;

/// <summary>Compares packets of the protocol's own format.</summary>
internal sealed partial class PacketShape : IPacketShape
{
    private readonly Dictionary<string, string> _questions = [];
    private readonly Dictionary<string, string> _ids = [];

    public void AssertSame(string recorded, string actual)
    {
        var (was, isNow) = (Event().Match(recorded), Event().Match(actual));

        if (was.Success && isNow.Success && was.Groups["id"].Length > 0 && isNow.Groups["id"].Length > 0)
        {
            _questions[was.Groups["ns"].Value + was.Groups["id"].Value] = isNow.Groups["id"].Value;
            recorded = Event().Replace(recorded, "${type}${ns}?${rest}");
            actual = Event().Replace(actual, "${type}${ns}?${rest}");
        }

        LearnIds(recorded, actual);
        Assert.Equal(Normalized(WithIdsOfNow(recorded)), Normalized(actual));
    }

    public string Translate(string packet)
        => Answer().Replace(WithIdsOfNow(packet), match => _questions.TryGetValue(match.Groups["ns"].Value + match.Groups["id"].Value, out var id)
            ? $"{match.Groups["type"].Value}{match.Groups["ns"].Value}{id}{match.Groups["rest"].Value}"
            : match.Value);

    // Sessions and sockets learn their ids in this form; they come back in what the server tells about them.
    private void LearnIds(string recorded, string actual)
    {
        if (recorded.StartsWith('0') || recorded.StartsWith("40", StringComparison.Ordinal))
        {
            foreach (var (was, isNow) in Sid().Matches(recorded).Zip(Sid().Matches(actual)))
            {
                _ids[was.Groups[1].Value] = isNow.Groups[1].Value;
            }
        }
    }

    private string WithIdsOfNow(string packet) => _ids.Aggregate(packet, (text, id) => text.Replace(id.Key, id.Value, StringComparison.Ordinal));

    // An argument that is passed on as it came may keep the escapes that its sender chose.
    private static string Normalized(string packet)
    {
        var start = packet.IndexOfAny(['[', '{']);

        if (start < 0)
        {
            return packet;
        }

        var payload = JsonNode.Parse(packet[start..])!;

        foreach (var handshake in Handshakes(payload))
        {
            WithoutMoment(handshake);
        }

        return packet[..start] + payload.ToJsonString();
    }

    private static IEnumerable<JsonObject> Handshakes(JsonNode payload)
        => payload is JsonArray arguments ? arguments.OfType<JsonObject>().Where(argument => argument.ContainsKey("issued")) : [];

    // When it was, from where, and the headers that the library behind the client chose.
    private static void WithoutMoment(JsonObject handshake)
    {
        handshake.Remove("time");
        handshake.Remove("issued");
        var headers = handshake["headers"]!.AsObject();

        foreach (var name in headers.Select(header => header.Key).Where(name => !name.StartsWith("x-", StringComparison.Ordinal)).ToArray())
        {
            headers.Remove(name);
        }
    }

    [GeneratedRegex("^(?<type>42|45\\d+-)(?<ns>/[^,]+,)?(?<id>\\d*)(?<rest>\\[)")]
    private static partial Regex Event();

    [GeneratedRegex("(?<=^|\u001e)(?<type>43|46\\d+-)(?<ns>/[^,]+,)?(?<id>\\d+)(?<rest>\\[)")]
    private static partial Regex Answer();

    [GeneratedRegex("\"sid\":\"([A-Za-z0-9_-]{20})\"")]
    private static partial Regex Sid();
}
