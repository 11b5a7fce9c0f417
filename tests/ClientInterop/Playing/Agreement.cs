namespace SocketIO.ClientInterop;

/// <summary>Whether two transcripts are the same, and where they part.</summary>
internal static class Agreement
{
    public static void Check(Transcript npm, Transcript ours)
    {
        Assert.True(npm.Failure is null, $"The script does not fit npm's own client, so it says nothing about ours.\n{npm}");
        Assert.True(ours.Failure is null && npm.Lines.SequenceEqual(ours.Lines), $"{Parting(npm, ours)}\n{npm}\n{ours}");
    }

    private static string Parting(Transcript npm, Transcript ours)
    {
        var i = 0;

        while (i < Math.Min(npm.Lines.Count, ours.Lines.Count) && npm.Lines[i] == ours.Lines[i])
        {
            i++;
        }

        return $"They part at line {i + 1}:\n  npm:  {npm.Lines.ElementAtOrDefault(i)}\n  ours: {ours.Lines.ElementAtOrDefault(i)}";
    }
}
