using System.IO.Pipelines;
using SocketIO.Protocol;

namespace SocketIO.Engine;

/// <summary>
/// Carries packets over a WebSocket, one in each message.
/// </summary>
/// <remarks>
/// The fields are guarded by the session's lock, under which <see cref="ITransport"/> is called and the connection is
/// written. Packets are written straight into the connection's buffer while the network keeps up; otherwise they wait in
/// the session's queue, which is bounded.
/// </remarks>
internal sealed partial class WebSocketTransport(EngineServer server, IWebSocketConnection connection, BinaryForm binaryForm) : ITransport
{
    // What may be written before it is flushed: where Kestrel's output buffer would push back anyway.
    private const int FlushThreshold = 32 * 1024;

    private EngineSession _session = null!;
    private Task _flush = Task.CompletedTask;
    private bool _isCandidate;
    private bool _isFlushing;
    private bool _closeIsDue;
    private bool _ended;

    public TransportKind Kind => TransportKind.WebSocket;

    public bool IsWritable => CanWrite && connection.UnflushedBytes == 0;

    public bool IsFlushing => _isFlushing;

    private bool CanWrite => !_isFlushing && !_ended && !connection.IsCloseWritten;

    public void Attach(EngineSession session, bool isCandidate)
    {
        _session = session;
        _isCandidate = isCandidate;
    }

    /// <summary>Carries the session from now on.</summary>
    public void BecomeCurrent() => _isCandidate = false;

    /// <summary>Reads until the connection is over.</summary>
    public Task RunAsync()
    {
        server.Track(connection);
        return connection.RunAsync(this);
    }

    public bool TryWrite(ReadOnlySpan<byte> textPacket, SendFlags flags)
    {
        if (!CanWrite)
        {
            return false;
        }

        connection.WriteText(textPacket, (flags & SendFlags.NoCompress) == 0);
        FlushIfLarge();
        return true;
    }

    public bool TryWrite(EncodedPacket packet, SendFlags flags)
    {
        if (!CanWrite)
        {
            return false;
        }

        var compress = (flags & SendFlags.NoCompress) == 0;

        if (binaryForm is BinaryForm.Frames || !packet.HasAttachments)
        {
            connection.WriteFrames(packet.WebSocketFrames.Span, compress);
        }
        else if (binaryForm is BinaryForm.TypedFrames)
        {
            connection.WriteFrames(packet.WebSocketFramesV3.Span, compress);
        }
        else
        {
            WriteAsText(packet);
        }

        FlushIfLarge();
        return true;
    }

    public void Flush(SendQueue queue)
    {
        while (queue.TryPeek(out var packet, out var flags) && TryWrite(packet, flags))
        {
            queue.Dequeue();
        }

        if (CanWrite && connection.UnflushedBytes > 0)
        {
            StartFlush();
        }
    }

    public bool TryClose()
    {
        WriteClose();
        return true;
    }

    public void End(CloseReason reason)
    {
        if (_ended)
        {
            return;
        }

        if (_isFlushing && reason is CloseReason.PingTimeout or CloseReason.TransportError)
        {
            // The peer does not even take what came before: it would not take the close frame either.
            connection.Abort();
        }
        else
        {
            WriteClose();
        }

        _ended = true;
    }

    /// <summary>Sends a packet past the queue: the answer to a probe, before the transport carries the session.</summary>
    public void SendDirectly(EncodedPacket packet)
    {
        if (TryWrite(packet, SendFlags.None) && CanWrite)
        {
            StartFlush();
        }
    }

    // For a peer without binary support: each attachment is a text message, as in a polling body.
    private void WriteAsText(EncodedPacket packet)
    {
        if (!packet.Text.IsEmpty)
        {
            connection.WriteText(packet.Text.Span);
        }

        var prefix = binaryForm is BinaryForm.TypedBase64 ? "b4" : "b";

        foreach (var attachment in packet.Attachments)
        {
            connection.WriteText(System.Text.Encoding.ASCII.GetBytes(prefix + Convert.ToBase64String(attachment.Span)));
        }
    }

    private void WriteClose()
    {
        if (_ended || connection.IsCloseWritten)
        {
            return;
        }

        if (_isFlushing)
        {
            // Behind what was written before it, if the peer takes that in time.
            _closeIsDue = true;
            connection.ExpectEnd();
            return;
        }

        connection.WriteClose();
        StartFlush();
    }

    private void FlushIfLarge()
    {
        if (connection.UnflushedBytes >= FlushThreshold)
        {
            StartFlush();
        }
    }

    private void StartFlush()
    {
        var flush = connection.FlushAsync();

        if (flush.IsCompleted)
        {
            _ = flush.Result;
            return;
        }

        _isFlushing = true;

        if (!_ended)
        {
            _session.OnTransportBlockedLocked();
        }

        _flush = ContinueAfterAsync(flush);
    }

    private async Task ContinueAfterAsync(ValueTask<FlushResult> flush)
    {
        await flush;

        lock (_session.Gate)
        {
            _isFlushing = false;

            if (_closeIsDue)
            {
                _closeIsDue = false;
                connection.WriteClose();
                StartFlush();
            }
        }

        _session.OnTransportDrained(this);
    }
}
