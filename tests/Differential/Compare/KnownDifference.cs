namespace SocketIO.Differential;

/// <summary>A difference that docs/protocol/differences.md tells.</summary>
/// <param name="Name">What it is called in reports.</param>
/// <param name="Told">A part of the line that tells it.</param>
/// <param name="Ends">Whether the two servers are in different states afterwards, so that the rest of the transcript says nothing.</param>
/// <param name="Explains">Whether a difference is this one.</param>
internal sealed record KnownDifference(string Name, string Told, bool Ends, Func<Difference, bool> Explains);
