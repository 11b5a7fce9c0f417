using SocketIO.FunctionalTests;
using SocketIO.Tests;

namespace SocketIO.Differential;

/// <summary>Plays transcripts at both servers and counts what was seen.</summary>
internal sealed class Campaign(ServerPair servers)
{
    private static int _run = 7_000_000 + Random.Shared.Next(100_000) * 10;

    private readonly Dictionary<string, int> _known = [];

    public int Transcripts { get; private set; }

    public int Steps { get; private set; }

    public int Lines { get; private set; }

    /// <summary>Gets how often a difference did not show again, so that it says more about the machine than about the servers.</summary>
    public int Unrepeated { get; private set; }

    /// <summary>Plays a transcript, and once more before a difference is believed.</summary>
    public async Task<Difference?> FindAsync(Transcript transcript)
    {
        if (await PlayAsync(transcript) is null)
        {
            return null;
        }

        var again = await PlayAsync(transcript);
        Unrepeated += again is null ? 1 : 0;
        return again;
    }

    public override string ToString() => $"{Transcripts} transcripts, {Steps} steps, {Lines} lines, {Unrepeated} not repeated";

    /// <summary>What was seen, and which of the known differences was not.</summary>
    public string Report()
        => string.Join('\n', [$"{this}; known differences:", .. KnownDifferences.All.Select(known => $"  {_known.GetValueOrDefault(known.Name),6} {known.Name}{(_known.ContainsKey(known.Name) ? "" : "   NEVER SEEN")}")]);

    /// <summary>Plays a transcript; answers the first difference that nothing explains.</summary>
    public async Task<Difference?> PlayAsync(Transcript transcript)
    {
        var run = Interlocked.Increment(ref _run);
        var plays = await Task.WhenAll(
            PlayAsync("this server", transcript, servers.Ours(transcript.Profile), run),
            PlayAsync("npm", transcript, servers.Theirs(transcript.Profile), run));

        Assert.True(servers.Ended is null, $"{servers.Ended}\n{transcript}");
        Transcripts++;
        Steps += transcript.Steps.Count;
        Lines += plays[1].Sum(outcome => outcome.Channels.Values.Sum(lines => lines.Count));

        foreach (var difference in Comparison.Compare(transcript, plays[0], plays[1]))
        {
            if (KnownDifferences.Of(difference) is not { } known)
            {
                return difference;
            }

            _known[known.Name] = _known.GetValueOrDefault(known.Name) + 1;

            if (known.Ends)
            {
                break;
            }
        }

        return null;
    }

    private static async Task<IReadOnlyList<Outcome>> PlayAsync(string who, Transcript transcript, Target server, int run)
    {
        try
        {
            return await Task.Run(() => Player.PlayAsync(transcript, server, run));
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{who}: {e.Message}", e);
        }
    }
}
