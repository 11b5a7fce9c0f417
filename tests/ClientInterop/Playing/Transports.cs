namespace SocketIO.ClientInterop;

/// <summary>What most scripts are played over.</summary>
internal static class Transports
{
    public static TheoryData<string> Single => ["polling", "websocket"];

    public static TheoryData<string> All => ["polling", "websocket", "upgraded"];
}
