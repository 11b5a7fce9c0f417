using System.IO.Pipelines;

namespace SocketIO.Engine;

/// <summary>
/// An accepted WebSocket connection, the server's side.
/// </summary>
/// <remarks>
/// <para>
/// Threads: <see cref="RunAsync"/> is called once and reads on its own. The write methods and the <em>start</em> of
/// <see cref="FlushAsync"/> must not overlap: the owner calls them under its lock. One flush may be in flight, and nothing
/// may be written until it has completed; what is to be sent meanwhile waits with the owner. <see cref="Abort"/> and
/// <see cref="CheckTimeout"/> may be called at any time by any thread.
/// </para>
/// <para>
/// Life: writing ends with <see cref="IWebSocketHandler.OnClosed"/>, and the request must not end before the task of
/// <see cref="RunAsync"/>. Nothing a peer sends makes a member throw.
/// </para>
/// </remarks>
internal interface IWebSocketConnection
{
    /// <summary>Gets how many bytes were written and not yet flushed.</summary>
    long UnflushedBytes { get; }

    /// <summary>Gets a value indicating whether a close frame was written. Nothing can be written after it.</summary>
    bool IsCloseWritten { get; }

    /// <summary>
    /// Reads until the connection is over: the peer's close frame, the end of the stream, or <see cref="Abort"/>.
    /// </summary>
    /// <returns>
    /// A task that ends when the connection may be dropped: after <see cref="IWebSocketHandler.OnClosed"/>, after a pending flush
    /// and, when it was the peer that broke the protocol, after its close frame or the close timeout.
    /// </returns>
    Task RunAsync(IWebSocketHandler handler);

    /// <summary>
    /// Writes frames that were built beforehand: complete, unfragmented, unmasked text and binary frames one after another.
    /// </summary>
    void WriteFrames(ReadOnlySpan<byte> frames, bool compress = true);

    /// <summary>Writes a text message. The caller vouches that it is UTF-8.</summary>
    void WriteText(ReadOnlySpan<byte> payload, bool compress = true);

    /// <summary>Writes a binary message.</summary>
    void WriteBinary(ReadOnlySpan<byte> payload, bool compress = true);

    /// <summary>Writes a pong.</summary>
    /// <param name="payload">At most 125 bytes.</param>
    void WritePong(ReadOnlySpan<byte> payload);

    /// <summary>
    /// Writes a close frame, once; and gives the peer <see cref="WebSocketSettings.CloseTimeout"/> to answer it.
    /// </summary>
    /// <param name="code">The code, or <see langword="null"/> for an empty frame.</param>
    /// <param name="reason">At most 123 bytes of UTF-8; only with a code.</param>
    void WriteClose(int? code = null, ReadOnlySpan<byte> reason = default);

    /// <summary>
    /// Gives the peer <see cref="WebSocketSettings.CloseTimeout"/>, from the first call on, to take what was written before a close frame and to answer that.
    /// </summary>
    void ExpectEnd();

    /// <summary>
    /// Writes the close frame that answers how the peer ended the connection: its own code and reason, or the code of its error.
    /// </summary>
    /// <remarks>Writes nothing when a close frame was written before, or when there is nobody left to read it.</remarks>
    void WriteCloseReply(in WebSocketCloseInfo info);

    /// <summary>
    /// Sends what was written. Never throws: a broken connection is a result that is completed.
    /// </summary>
    /// <returns>A task that ends when the connection can take more. It usually has ended already.</returns>
    ValueTask<FlushResult> FlushAsync();

    /// <summary>
    /// Ends the connection when a message of the peer is overdue. The owner calls it about once per second.
    /// </summary>
    /// <param name="timestamp">The present, from <see cref="TimeProvider.GetTimestamp"/>.</param>
    /// <remarks>One mechanism of the owner serves all connections, so that none needs a timer of its own.</remarks>
    void CheckTimeout(long timestamp);

    /// <summary>Drops the connection at once, with whatever was not sent.</summary>
    void Abort();
}
