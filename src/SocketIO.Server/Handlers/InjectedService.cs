namespace SocketIO.Server;

/// <summary>
/// A service that a handler asks for.
/// </summary>
/// <param name="Type">The type that it is registered as.</param>
/// <param name="Key">Its key, if it has one.</param>
/// <param name="IsOptional">Whether the handler can do without it.</param>
/// <param name="NeedsScope">Whether it lives as long as one event, rather than as long as the application.</param>
internal sealed record InjectedService(Type Type, object? Key, bool IsOptional, bool NeedsScope);
