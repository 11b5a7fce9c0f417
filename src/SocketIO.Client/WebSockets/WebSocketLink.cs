namespace SocketIO.Client;

/// <summary>
/// An open WebSocket.
/// </summary>
/// <remarks>Frames of its own where the platform hands out the connection behind a handshake; elsewhere the platform's WebSocket.</remarks>
internal abstract partial class WebSocketLink : IDisposable
{
    /// <summary>Receives until the end, which is never an exception.</summary>
    public abstract Task<WebSocketEnd> ReceiveAsync(EngineClient engine, ClientTransport transport, CancellationToken cancellationToken);

    /// <summary>Sends frames, in order. One call at a time.</summary>
    public abstract Task SendAsync(List<OutgoingFrame> frames, CancellationToken cancellationToken);

    /// <summary>Sends a close frame.</summary>
    public abstract Task CloseAsync(CancellationToken cancellationToken);

    /// <inheritdoc/>
    public abstract void Dispose();
}
