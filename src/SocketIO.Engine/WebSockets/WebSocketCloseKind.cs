namespace SocketIO.Engine;

/// <summary>How a WebSocket connection came to its end.</summary>
internal enum WebSocketCloseKind
{
    /// <summary>The peer sent a close frame, of its own accord or in answer to ours.</summary>
    Clean,

    /// <summary>The peer sent what it must not; see <see cref="WebSocketCloseInfo.Error"/>.</summary>
    ProtocolError,

    /// <summary>The peer ended the TCP connection without a close frame.</summary>
    EndOfStream,

    /// <summary>The connection broke.</summary>
    Reset,

    /// <summary>This side gave the connection up, see <see cref="IWebSocketConnection.Abort"/>.</summary>
    Aborted,
}
