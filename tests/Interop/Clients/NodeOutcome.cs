namespace SocketIO.Tests;

/// <summary>What a case came to, as the Node process reports it.</summary>
internal sealed record NodeOutcome(string Case, bool Ok, string? Error, int Ms);
