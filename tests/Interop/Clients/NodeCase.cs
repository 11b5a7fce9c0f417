namespace SocketIO.Tests;

/// <summary>A case that tests/node/interop declares: its name, the facts that it proves, the transports that it runs on.</summary>
internal sealed record NodeCase(string Case, string[] Spec, string[] Transports);
