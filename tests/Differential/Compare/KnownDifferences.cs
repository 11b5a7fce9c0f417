namespace SocketIO.Differential;

/// <summary>Every difference that may be seen, each as narrow as it can be.</summary>
internal static class KnownDifferences
{
    public static IReadOnlyList<KnownDifference> All { get; } =
    [
        new("values as written", "Arguments that are passed on unread keep their text", Ends: false, d =>
            d.Channels.All(c => d.Ours[c].Select(JsonText.AsInJavaScript).SequenceEqual(d.Theirs[c].Select(JsonText.AsInJavaScript)))),

        new("sent to a disconnected namespace", "What a client sends to a namespace that the server has disconnected", Ends: true, d =>
            d.Step is Step.Send send && d.OnlyTheirsEnded(send.Client) && send.Packets.Select(WirePacket.Parse).Any(p => p is { Type: not '0' } && d.WasKicked(send.Client, p.Namespace))),

        new("acknowledgement of a disconnected socket", "An acknowledgement is not sent when its socket has been disconnected", Ends: false, d =>
            d.Channels.All(c => d.Theirs[c].Any(IsDisconnect) && d.Ours[c].SequenceEqual(d.Theirs[c].Where((line, i) => !IsAck(line) || !d.Theirs[c].Take(i).Any(IsDisconnect))))),
    ];

    public static KnownDifference? Of(Difference difference) => All.FirstOrDefault(known => known.Explains(difference));

    /// <summary>npm's server has closed the connection, this one has not.</summary>
    private static bool OnlyTheirsEnded(this Difference d, int client) => d.Ours[$"{client} connection"].Count == 0 && d.Theirs[$"{client} connection"] is ["END"];

    private static bool IsDisconnect(string line) => line.StartsWith("41", StringComparison.Ordinal);

    private static bool IsAck(string line) => line.StartsWith("43", StringComparison.Ordinal) || line.StartsWith("46", StringComparison.Ordinal);

    /// <summary>The client has been disconnected from a namespace by the server and has not joined it again.</summary>
    private static bool WasKicked(this Difference d, int client, string ns)
        => d.AllOurs.Take(d.Index).SelectMany(o => o[$"{client} {ns}"]).LastOrDefault(line => line.Length > 1 && line[1] is '0' or '1') is { } last && last[1] == '1';
}
