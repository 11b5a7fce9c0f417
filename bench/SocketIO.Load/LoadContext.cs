namespace SocketIO.Load;

/// <summary>
/// What a scenario needs to know of the run it is part of.
/// </summary>
internal sealed record LoadContext(LoadOptions Options, ServerProcess Server, Dialect Dialect);
