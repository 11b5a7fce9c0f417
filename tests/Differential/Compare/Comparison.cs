namespace SocketIO.Differential;

/// <summary>Compares what two servers made of a transcript.</summary>
internal static class Comparison
{
    /// <summary>The steps that differ, in order.</summary>
    public static IEnumerable<Difference> Compare(Transcript transcript, IReadOnlyList<Outcome> ours, IReadOnlyList<Outcome> theirs)
    {
        for (var i = 0; i < ours.Count; i++)
        {
            string[] channels = [.. ours[i].Channels.Keys.Union(theirs[i].Channels.Keys).Where(c => !Same(transcript, ours[i][c], theirs[i][c]))];

            if (channels.Length > 0)
            {
                yield return new Difference(transcript, i, ours, theirs, channels);
            }
        }
    }

    private static bool Same(Transcript transcript, IReadOnlyList<string> ours, IReadOnlyList<string> theirs)
        => Loosened(transcript, ours).SequenceEqual(Loosened(transcript, theirs), StringComparer.Ordinal);

    private static IEnumerable<string> Loosened(Transcript transcript, IReadOnlyList<string> lines)
        => lines.Where(line => !IsLateRequest(line)).Select(line => IsDeath(line) ? LoosenedDeath(transcript, line) : JsonText.Ordered(line));

    private static bool IsDeath(string line) => line.StartsWith("{id:", StringComparison.Ordinal);

    // The contract leaves open whether garbage is a parse error or makes the server close.
    // Over polling "forced server close" says that no poll was waiting, which is a matter of luck where one nearly always is.
    private static string LoosenedDeath(Transcript transcript, string line)
    {
        var loosened = line.Replace("parse error", "forced close", StringComparison.Ordinal);
        return transcript.Steps.Any(s => s is Step.Open { Transport: "polling" } open && line[4] == (char)('0' + open.Client))
            ? loosened.Replace("forced server close", "forced close", StringComparison.Ordinal)
            : loosened;
    }

    // Whether a client has still asked for a session that had ended is a matter of luck.
    private static bool IsLateRequest(string line) => line.StartsWith("{\"code\":1,\"message\":\"Session ID unknown\",\"context\":{\"sid\":\"{sid:", StringComparison.Ordinal);
}
