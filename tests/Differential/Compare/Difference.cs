namespace SocketIO.Differential;

/// <summary>A step of which the two servers made something else.</summary>
internal sealed record Difference(Transcript Transcript, int Index, IReadOnlyList<Outcome> AllOurs, IReadOnlyList<Outcome> AllTheirs, IReadOnlyList<string> Channels)
{
    public Outcome Ours => AllOurs[Index];

    public Outcome Theirs => AllTheirs[Index];

    /// <summary>Gets the step; <see langword="null"/> after the last, where the servers tell what they remember.</summary>
    public Step? Step => Index < Transcript.Steps.Count ? Transcript.Steps[Index] : null;

    public override string ToString()
        => $"{Transcript}\nStep {Index}, {Step?.ToString() ?? "what is remembered"}, differs in {string.Join(", ", Channels)}\n    ours:\n{Ours}\n    npm:\n{Theirs}";
}
