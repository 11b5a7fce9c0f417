namespace SocketIO.Client;

/// <content>Which WebSocket it is, on .NET Standard.</content>
internal abstract partial class WebSocketLink
{
    /// <summary>Connects.</summary>
    /// <exception cref="TransportException">The server answered with something else.</exception>
    public static Task<WebSocketLink> ConnectAsync(EngineSettings settings, Uri uri, CancellationToken cancellationToken)
        => ManagedWebSocket.ConnectAsync(settings, uri, cancellationToken);
}
