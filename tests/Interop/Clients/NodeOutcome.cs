namespace SocketIO.Tests;

/// <summary>What a case came to, as the Node process reports it; the transport is named where a process uses several.</summary>
internal sealed record NodeOutcome(string Case, string? Transport, bool Ok, string? Error, int Ms);
