namespace SocketIO.Differential;

/// <summary>Leaves steps out of a transcript as long as it still shows a difference that nothing explains.</summary>
internal static class Minimiser
{
    private const int MaxPlays = 40;

    public static async Task<Difference> MinimiseAsync(Difference found, Func<Transcript, Task<Difference?>> play)
    {
        var plays = 0;
        var smallest = found;

        // What comes after the difference first, as far as there is a step with which it begins.
        await TryAsync([.. found.Transcript.Steps.Take(found.Index + 1)]);

        for (var size = Math.Max(1, smallest.Transcript.Steps.Count / 2); size >= 1; size /= 2)
        {
            for (var at = smallest.Transcript.Steps.Count - size; at >= 0 && plays < MaxPlays; at--)
            {
                var steps = smallest.Transcript.Steps;

                if (at + size <= steps.Count)
                {
                    await TryAsync([.. steps.Take(at), .. steps.Skip(at + size)]);
                }
            }
        }

        return smallest;

        async Task TryAsync(Step[] steps)
        {
            plays++;

            if (steps.Length < smallest.Transcript.Steps.Count && await play(smallest.Transcript with { Steps = steps }) is { } difference)
            {
                smallest = difference;
            }
        }
    }
}
