namespace SocketIO.ClientInterop;

/// <summary>What a client said while a script was played, and why the script did not reach its end.</summary>
internal sealed record Transcript(string Client, IReadOnlyList<string> Lines, Exception? Failure)
{
    public override string ToString()
        => $"--- {Client}\n{string.Join('\n', Lines)}{(Failure is null ? "" : $"\n!!! {Failure.GetType().Name}: {Failure.Message}")}";
}
