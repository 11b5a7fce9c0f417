namespace SocketIO.Client;

/// <content>Which WebSocket it is, from .NET 8 on.</content>
internal abstract partial class WebSocketLink
{
    /// <summary>Connects.</summary>
    /// <exception cref="TransportException">The server answered with something else.</exception>
    public static Task<WebSocketLink> ConnectAsync(EngineSettings settings, Uri uri, CancellationToken cancellationToken)
        => FramedWebSocket.ConnectAsync(settings, uri, cancellationToken);
}
