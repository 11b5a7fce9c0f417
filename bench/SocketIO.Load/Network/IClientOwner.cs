namespace SocketIO.Load;

/// <summary>
/// What a scenario hears of its WebSocket clients.
/// </summary>
internal interface IClientOwner
{
    void OnReady(WebSocketClient client);

    void OnReply(WebSocketClient client, Reply reply);

    void OnHeartbeat(WebSocketClient client);

    void OnClosed(WebSocketClient client);
}
