using System.Text.RegularExpressions;

namespace SocketIO.Tests;

/// <summary>Compares packets of the MessagePack parser, byte for byte but for their ids.</summary>
internal sealed partial class MessagePackShape : IPacketShape
{
    // "type", 3, "id" stand in front of the id of an answer, in the order in which npm's client makes its packets.
    private const string Answer = "84a47479706503a26964";

    private readonly PacketShape _text = new();
    private readonly Dictionary<string, string> _questions = [];

    public void AssertSame(string recorded, string actual)
    {
        if (recorded[0] != 'b' || actual[0] != 'b')
        {
            _text.AssertSame(recorded, actual);
            return;
        }

        var (was, isNow) = (Hex(recorded), Hex(actual));

        if (Question().Match(was) is { Success: true } asked && Question().Match(isNow) is { Success: true } askedNow)
        {
            _questions[asked.Groups["id"].Value] = askedNow.Groups["id"].Value;
            (was, isNow) = (Question().Replace(was, "${before}??${after}"), Question().Replace(isNow, "${before}??${after}"));
        }

        Assert.Equal(Normalized(was), Normalized(isNow));
    }

    public string Translate(string packet)
    {
        if (packet[0] != 'b' || Hex(packet) is not { } hex || !hex.StartsWith(Answer, StringComparison.Ordinal))
        {
            return packet;
        }

        var id = hex.Substring(Answer.Length, 2);
        return $"b{Convert.ToBase64String(Convert.FromHexString($"{Answer}{_questions[id]}{hex[(Answer.Length + 2)..]}"))}";
    }

    // What the reference's server writes otherwise: a pid that is undefined, and another order of the keys where a namespace does not exist.
    private static string Normalized(string hex)
    {
        hex = Confirmation().Replace(hex, "81${name}");
        hex = Sid().Replace(hex, "a3736964b4??");
        return Unknown().Replace(hex, "83a47479706504${data}${nsp}");
    }

    private static string Hex(string packet) => Convert.ToHexStringLower(Convert.FromBase64String(packet[1..]));

    [GeneratedRegex("^(?<before>84a47479706502a464617461.*a26964)(?<id>[0-7].)(?<after>a36e7370.*)$")]
    private static partial Regex Question();

    [GeneratedRegex("82(?<name>a3736964b4.{40})a3706964d40000")]
    private static partial Regex Confirmation();

    [GeneratedRegex("a3736964b4.{40}")]
    private static partial Regex Sid();

    [GeneratedRegex("^83a47479706504(?<nsp>a36e7370a52f6e6f7065)(?<data>a464617461.*)$")]
    private static partial Regex Unknown();
}
