namespace SocketIO.FunctionalTests;

/// <summary>A server under test: ours in this process, or another one that speaks the same protocol.</summary>
internal sealed record Target(int Port, string Path = "/socket.io/")
{
    /// <summary>Gets the parameter that names the protocol's revision. Any but that of revision 4 makes clients speak revision 3.</summary>
    public string Version { get; init; } = "EIO=4";

    /// <summary>Gets a value indicating whether clients speak Engine.IO v3.</summary>
    public bool IsV3 => Version is not "EIO=4";

    /// <summary>Gets the same server for clients of Engine.IO v3.</summary>
    public Target ForV3() => this with { Version = "EIO=3" };

    /// <summary>Gets the query of a polling handshake.</summary>
    public string PollingUrl => $"{Path}?{Version}&transport=polling";

    /// <summary>Gets the query of a WebSocket-only handshake.</summary>
    public string WebSocketUrl => $"{Path}?{Version}&transport=websocket";
}
