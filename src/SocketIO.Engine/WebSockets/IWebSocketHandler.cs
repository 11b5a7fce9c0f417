namespace SocketIO.Engine;

/// <summary>
/// What reads from a WebSocket connection. The methods are called by the read loop alone, one at a time, and never throw.
/// </summary>
internal interface IWebSocketHandler
{
    /// <summary>
    /// Takes a complete message.
    /// </summary>
    /// <param name="data">The message; text is UTF-8 and checked. Valid until this method returns, not until its task ends.</param>
    /// <param name="isBinary"><see langword="false"/> for text.</param>
    /// <returns>A task that ends when the next message may come. While it runs nothing is read: that is the backpressure.</returns>
    ValueTask OnMessageAsync(ReadOnlyMemory<byte> data, bool isBinary);

    /// <summary>
    /// Takes a ping, to be answered with <see cref="IWebSocketConnection.WritePong"/>.
    /// </summary>
    /// <param name="payload">What the pong must carry. Valid until this method returns.</param>
    /// <remarks>Of the pings that arrive together only the latest is reported, right before <see cref="OnBatchEnd"/>.</remarks>
    void OnPing(ReadOnlySpan<byte> payload);

    /// <summary>
    /// Says that everything that arrived together has been handed out, or that the read loop is about to wait for
    /// <see cref="OnMessageAsync"/>: the moment to flush once what was written meanwhile.
    /// </summary>
    void OnBatchEnd();

    /// <summary>
    /// Says that no message will come any more. Called exactly once.
    /// </summary>
    /// <param name="info">Why. Its reason is valid until this method returns.</param>
    /// <remarks>
    /// Answer with <see cref="IWebSocketConnection.WriteCloseReply"/> and a flush, before this method returns. After that nothing
    /// may be written to the connection any more.
    /// </remarks>
    void OnClosed(in WebSocketCloseInfo info);

    /// <summary>The connection may be dropped, after what is awaited here. Called last, once, whatever happened.</summary>
    ValueTask OnEndedAsync();
}
