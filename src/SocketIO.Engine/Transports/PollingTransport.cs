using Microsoft.AspNetCore.Http;
using SocketIO.Protocol;

namespace SocketIO.Engine;

/// <summary>
/// HTTP long-polling: one GET at most waits for packets while one POST at most brings some.
/// </summary>
/// <remarks>The fields are guarded by the session's lock, under which <see cref="ITransport"/> is called.</remarks>
internal sealed partial class PollingTransport(EngineServer server, PollingFormat format) : ITransport
{
    private readonly EngineServer _server = server;
    private EngineSession _session = null!;
    private PendingPoll? _poll;
    private TaskCompletionSource? _post;
    private HttpContext? _uploading;
    private bool _hasWaitingPost;
    private bool _closeWithNextPoll;
    private bool _retired;

    public TransportKind Kind => TransportKind.Polling;

    public bool IsWritable => _poll is not null;

    public bool IsFlushing => false;

    /// <summary>Gets a value indicating whether the body of a POST is arriving.</summary>
    internal bool IsUploading => Volatile.Read(ref _uploading) is not null;

    public void Attach(EngineSession session) => _session = session;

    // Packets of a batch share one response, so they are collected in the queue.
    public bool TryWrite(ReadOnlySpan<byte> textPacket, SendFlags flags) => false;

    public bool TryWrite(EncodedPacket packet, SendFlags flags) => false;

    public void Flush(SendQueue queue)
    {
        if (_poll is not null && !queue.IsEmpty)
        {
            AnswerPoll(TakeBatch(queue));
        }
    }

    public bool TryClose()
    {
        if (_poll is null)
        {
            _closeWithNextPoll = true;
            return false;
        }

        // A close that had to wait for a poll comes behind a noop, as clients have always seen it.
        AnswerPoll(_closeWithNextPoll ? PollAnswer.Of(EncodedPacket.Noop, EncodedPacket.Close) : PollAnswer.Of(EncodedPacket.Close));
        return true;
    }

    public void End(CloseReason reason)
    {
        // A peer that closed the session itself expects its poll to return, not to be told.
        AnswerPoll(PollAnswer.Of(reason is CloseReason.TransportClose ? EncodedPacket.Noop : EncodedPacket.Close));
        _uploading?.Abort();
        _uploading = null;
    }

    /// <summary>Lets the waiting GET return, so that the peer can stop polling.</summary>
    public void ReleasePoll() => AnswerPoll(PollAnswer.Of(EncodedPacket.Noop));

    /// <summary>Steps back for the transport that the session was upgraded to.</summary>
    public void Retire()
    {
        _retired = true;

        // A poll that came after the probe belongs behind the upgrade packet, which travelled on another connection.
        AnswerPoll(_poll is { AfterProbe: true } ? PollAnswer.Mismatch : PollAnswer.Of(EncodedPacket.Noop));

        // A body that is still arriving had its time. Taken now, it would come behind what the peer sent after it.
        _uploading?.Abort();
        _uploading = null;
    }

    private void AnswerPoll(PollAnswer answer)
    {
        _poll?.Complete(answer);
        _poll = null;
    }

    private PollAnswer TakeBatch(SendQueue queue)
    {
        var packets = new List<EncodedPacket>();
        var compress = false;
        long bytes = 0;

        while (queue.TryPeek(out var packet, out var flags)
            && (packets.Count == 0 || bytes + packet.Size <= _server.Options.MaxPollingResponseBytes))
        {
            packets.Add(packet);
            compress |= (flags & SendFlags.NoCompress) == 0;
            bytes += packet.Size;
            queue.Dequeue();
        }

        return new PollAnswer(packets, compress);
    }
}
