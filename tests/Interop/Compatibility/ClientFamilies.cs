namespace SocketIO.Tests;

/// <summary>Every client that is run or replayed here.</summary>
internal static class ClientFamilies
{
    public static NodeClients Node { get; } = new();

    public static IReadOnlyList<ClientFamily> All { get; } = [Node];
}
