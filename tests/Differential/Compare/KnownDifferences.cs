using System.Text.RegularExpressions;

namespace SocketIO.Differential;

/// <summary>Every difference that may be seen, each as narrow as it can be.</summary>
internal static class KnownDifferences
{
    public static IReadOnlyList<KnownDifference> All { get; } =
    [
        new("values as written", "Arguments that are passed on unread keep their text", Ends: false, d =>
            d.Channels.All(c => d.Ours[c].Select(JsonText.AsInJavaScript).SequenceEqual(d.Theirs[c].Select(JsonText.AsInJavaScript)))),

        new("sent to a disconnected namespace", "What a client sends to a namespace that the server has disconnected", Ends: true, d =>
            d.Step.Sent() is var (client, packets) && d.OnlyTheirsEnded(client) && packets.Select(WirePacket.Parse).Any(p => p is { Type: not '0' } && d.WasKicked(client, p.Namespace))),

        new("acknowledgement of a disconnected socket", "An acknowledgement is not sent when its socket has been disconnected", Ends: false, d =>
            d.Channels.All(c => d.Theirs[c].Any(IsDisconnect) && d.Ours[c].SequenceEqual(d.Theirs[c].Where((line, i) => !IsAck(line) || !d.Theirs[c].Take(i).Any(IsDisconnect))))),

        new("event and end together", "An event and a disconnection, or whatever ends the connection, that arrive together", Ends: true, d =>
            d.Step is Step.Send { Packets.Length: > 1 } send && d.Channels.All(c => c.StartsWith($"{send.Client} /", StringComparison.Ordinal) && IsPart(d.Theirs[c], d.Ours[c])) && d.BothEnded(send.Client)),

        Refused("close packet on WebSocket", "`1` closes the connection, as on polling", "^1"),
        new("strict base64", "Base64 is strict", Ends: true, d =>
            d.Step is Step.Send send && send.Packets.Any(packet => packet.StartsWith('b') && !Convert.TryFromBase64String(packet[1..], new byte[packet.Length], out _))),

        new("lone surrogates", "Escaped lone surrogates", Ends: false, d =>
            d.Channels.All(c => d.Ours[c].SequenceEqual(d.Theirs[c].Select(line => Regex.Replace(line, @"\\u[dD][89a-fA-F][0-9a-fA-F]{2}", @"\ufffd"))))),

        Refused("no array", "An event without a name, or an event or acknowledgement without its array, is a bad packet", @"^4[23](/[^,]*(,|$))?\d*$|^4[56]\d*-(/[^,]*(,|$))?\d*$"),
        Refused("fraction as name", "event names that are fractions", @"^4[25](\d+-)?(/[^,]*,)?\d*\[-?\d+(\.|e)"),
        Refused("ack id too large", "ack ids over 2^53 - 1", @"^4[2356](\d+-)?(/[^,]*,)?\d{16,}"),
        Refused("blanks before the payload", "or blanks before the payload", @"^4[012356](\d+-)?(/[^,]*,)?\d*\s"),
        Refused("number beyond a double", "numbers beyond a double", @"\de[1-9]\d{2}"),
        Refused("no type", "blanks or nothing where the type belongs", @"^4(\s|$)"),
        Refused("ack id where none belongs", "an ack id on CONNECT or DISCONNECT", @"^4[01](/[^,]*,)?\d"),
        Refused("attachment nobody refers to", "every attachment must be referred to", @"^4[56]\d+-"),
        .. KnownRequestDifferences.All,
    ];

    public static KnownDifference? Of(Difference difference) => All.FirstOrDefault(known => known.Explains(difference));

    // A packet of this form ends the connection here, and does not there.
    private static KnownDifference Refused(string name, string told, string pattern) => new(name, told, Ends: true, d =>
        d.Step is Step.Send send ? send.Has(pattern) && (d.OnlyOursEnded(send.Client) || (d.BothEnded(send.Client) && d.Channels.All(c => IsPart(d.Ours[c], d.Theirs[c])))) : d.IsReasonOnly() && d.Transcript.Steps.Any(s => s is Step.Send sent && sent.Has(pattern)));

    private static (int Client, string[] Packets)? Sent(this Step? step) => step switch
    {
        Step.Send send => (send.Client, send.Packets),
        Step.Post post => (post.Client, post.Body.Split('\u001e')),
        _ => null,
    };

    private static bool Has(this Step.Send send, string pattern) => send.Packets.Any(packet => Regex.IsMatch(packet, pattern));

    // Both servers have closed the connection, for another reason.
    private static bool IsReasonOnly(this Difference d)
        => d.Channels is ["deaths"] && d.Ours["deaths"].Select(WithoutReason).SequenceEqual(d.Theirs["deaths"].Select(WithoutReason));

    private static string WithoutReason(string line) => Regex.Replace(line, "\"reason\":\"[^\"]*\"", "");

    private static bool BothEnded(this Difference d, int client) => d.Ours[$"{client} connection"] is ["END"] && d.Theirs[$"{client} connection"] is ["END"];

    private static bool OnlyOursEnded(this Difference d, int client) => d.Ours[$"{client} connection"] is ["END"] && d.Theirs[$"{client} connection"].Count == 0;

    /// <summary>npm's server has closed the connection, this one has not.</summary>
    private static bool OnlyTheirsEnded(this Difference d, int client) => d.Ours[$"{client} connection"].Count == 0 && d.Theirs[$"{client} connection"] is ["END"];

    private static bool IsDisconnect(string line) => line.StartsWith("41", StringComparison.Ordinal);

    private static bool IsAck(string line) => line.StartsWith("43", StringComparison.Ordinal) || line.StartsWith("46", StringComparison.Ordinal);

    private static bool IsPart(IReadOnlyList<string> part, IReadOnlyList<string> whole) => part.Count < whole.Count && part.SequenceEqual(whole.Take(part.Count));

    /// <summary>The client has been disconnected from a namespace by the server and has not joined it again.</summary>
    private static bool WasKicked(this Difference d, int client, string ns)
        => d.AllOurs.Take(d.Index).SelectMany(o => o[$"{client} {ns}"]).LastOrDefault(line => line.Length > 1 && line[1] is '0' or '1') is { } last && last[1] == '1';
}
