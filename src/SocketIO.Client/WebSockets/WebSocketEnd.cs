namespace SocketIO.Client;

/// <summary>How a WebSocket ended.</summary>
/// <param name="CloseCode">The code in the peer's close frame; 1005 when it had none, 1006 when there was no close frame.</param>
/// <param name="CloseReason">The reason in it.</param>
/// <param name="Error">What was wrong with what the peer sent, if that is why it ended.</param>
internal readonly record struct WebSocketEnd(int CloseCode, string CloseReason, Exception? Error = null)
{
    public const int NoCode = 1005;

    public static WebSocketEnd Lost => new(1006, "");
}
