namespace SocketIO.ClientInterop;

/// <summary>What measures time: it runs when nothing else does.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
