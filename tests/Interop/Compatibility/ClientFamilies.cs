namespace SocketIO.Tests;

/// <summary>Every client that is run or replayed here.</summary>
internal static class ClientFamilies
{
    public static NodeClients Node { get; } = new();

    public static PythonClients Python { get; } = new();

    public static DotNetClients DotNet { get; } = new();

    public static ReplayedClients Java { get; } = new(
        ("socket.io-client-java 1.0.2", 3, "java-1x", ["T-46"]),
        ("socket.io-client-java 2.1.2", 4, "java-2x", ["T-48"]));

    public static SwiftClients Swift { get; } = new();

    public static IReadOnlyList<ClientFamily> All { get; } = [Node, Python, DotNet, Java, Swift];
}
