namespace SocketIO.FunctionalTests;

/// <summary>A server under test: ours in this process, or another one that speaks the same protocol.</summary>
internal sealed record Target(int Port, string Path = "/socket.io/")
{
    /// <summary>Gets the query of a polling handshake.</summary>
    public string PollingUrl => $"{Path}?EIO=4&transport=polling";

    /// <summary>Gets the query of a WebSocket-only handshake.</summary>
    public string WebSocketUrl => $"{Path}?EIO=4&transport=websocket";
}
