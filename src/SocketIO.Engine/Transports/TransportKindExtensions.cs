namespace SocketIO.Engine;

/// <summary>
/// The wording of transports.
/// </summary>
public static class TransportKindExtensions
{
    /// <summary>
    /// Gets the name that the protocol uses.
    /// </summary>
    /// <param name="kind">The transport.</param>
    /// <returns><c>polling</c>, <c>websocket</c> or <c>loopback</c>.</returns>
    public static string ToProtocolText(this TransportKind kind) => kind switch
    {
        TransportKind.Polling => "polling",
        TransportKind.WebSocket => "websocket",
        _ => "loopback",
    };
}
