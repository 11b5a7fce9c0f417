using SocketIO.Protocol;

namespace SocketIO.Client;

/// <content>Sending.</content>
public sealed partial class ClientConnection
{
    // Above it an emit is not complete before something has left.
    private const int HighWaterBytes = 1024 * 1024;

    private TaskCompletionSource? _drained;

    /// <summary>Gets a value indicating whether a packet would leave without waiting for another.</summary>
    internal bool IsWritableLocked => State is ConnectionState.Open && _engine!.IsWritableLocked;

    /// <summary>Gets a value indicating whether the server has been silent for too long, though no timer has said so yet.</summary>
    internal bool HasExpiredLocked => State is ConnectionState.Open && _engine!.HasExpiredLocked();

    /// <summary>Gets the id of the session; with servers of Socket.IO 2 also that of sockets.</summary>
    internal string? EngineIdLocked => _engine?.Sid;

    internal void SendLocked(EncodedPacket packet, bool compress = true)
    {
        if (State is ConnectionState.Open)
        {
            _engine!.SendLocked(Options.Parser is { } parser ? packet.Translate(parser) : packet, compress);
        }
    }

    /// <summary>Queues a packet for <see cref="Flush"/>.</summary>
    internal void QueueLocked(EncodedPacket packet, bool compress)
    {
        if (State is ConnectionState.Open)
        {
            _engine!.QueueLocked(Options.Parser is { } parser ? packet.Translate(parser) : packet, compress);
        }
    }

    /// <summary>Has sent what is queued.</summary>
    internal void FlushLocked() => _engine?.FlushLocked();

    /// <summary>Sends what is queued, without the lock.</summary>
    internal void Flush() => _engine?.Flush();

    /// <summary>Completes when what was sent has mostly left, or the connection is lost.</summary>
    internal ValueTask WhenSentLocked()
    {
        if (State is not ConnectionState.Open || _engine!.OutboxBytesLocked < HighWaterBytes)
        {
            return default;
        }

        _drained ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
        return new(_drained.Task);
    }

    /// <summary>Refuses what the server would refuse, and close the connection for.</summary>
    /// <exception cref="PayloadTooLargeException">The packet is larger than the server accepts.</exception>
    internal void ThrowIfTooLargeLocked(EncodedPacket packet)
    {
        if (Options.CheckMaxPayload && _engine?.FindTooLargeLocked(Options.Parser is { } parser ? packet.Translate(parser) : packet) is { } size)
        {
            throw new PayloadTooLargeException(size, _engine.Handshake!.MaxPayload!.Value);
        }
    }
}
