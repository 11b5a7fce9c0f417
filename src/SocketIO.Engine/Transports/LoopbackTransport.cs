using SocketIO.Protocol;

namespace SocketIO.Engine;

/// <summary>
/// Carries packets in memory: a session without a network, for tests of what lies above it.
/// </summary>
/// <remarks>Packets of the server are collected, and those of the peer handed over by the calling thread as one read batch.</remarks>
internal sealed class LoopbackTransport : ITransport
{
    private readonly Lock _gate = new();
    private readonly List<EncodedPacket> _sent = [];
    private EngineSession _session = null!;

    public TransportKind Kind => TransportKind.Loopback;

    public bool IsWritable => !IsStalled;

    public bool IsFlushing => false;

    /// <summary>Gets or sets a value indicating whether the peer has stopped reading.</summary>
    public bool IsStalled { get; set; }

    /// <summary>Gets a value indicating whether the server has ended the transport.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>Gets what the server has sent so far.</summary>
    public IReadOnlyList<EncodedPacket> Sent
    {
        get
        {
            lock (_gate)
            {
                return [.. _sent];
            }
        }
    }

    /// <summary>Opens a session of the server over a new loopback transport.</summary>
    public static (LoopbackTransport Transport, EngineSession Session) Open(EngineServer server, HandshakeRequest request, int protocol = 4)
    {
        var transport = new LoopbackTransport();
        transport._session = server.OpenLoopback(transport, request, protocol);
        return (transport, transport._session);
    }

    /// <summary>Gives the server one batch of text packets, for example <c>40</c>.</summary>
    public async Task ReceiveAsync(params string[] packets)
    {
        foreach (var text in packets)
        {
            var data = System.Text.Encoding.UTF8.GetBytes(text);

            if (EngineCodecV4.Decode(data, out var packet) is not EngineError.None)
            {
                _session.RefusePacket("no packet");
                return;
            }

            await _session.ReceiveAsync(packet.Type, data.AsMemory(packet.Offset, packet.Data.Length), isBinary: false);
        }

        _session.EndBatch();
    }

    /// <summary>Gives the server a binary message.</summary>
    public async Task ReceiveAsync(byte[] binary)
    {
        await _session.ReceiveAsync(EnginePacketType.Message, binary, isBinary: true);
        _session.EndBatch();
    }

    /// <summary>Ends the connection as a peer does that has gone.</summary>
    public void Lose() => _session.End(CloseReason.TransportClose, "the peer has gone");

    public bool TryWrite(ReadOnlySpan<byte> textPacket, SendFlags flags) => TryWrite(new EncodedPacket(textPacket.ToArray()), flags);

    public bool TryWrite(EncodedPacket packet, SendFlags flags)
    {
        if (IsStalled)
        {
            return false;
        }

        lock (_gate)
        {
            _sent.Add(packet);
        }

        return true;
    }

    public void Flush(SendQueue queue)
    {
        while (queue.TryPeek(out var packet, out var flags) && TryWrite(packet, flags))
        {
            queue.Dequeue();
        }
    }

    public bool TryClose() => true;

    public void End(CloseReason reason) => IsEnded = true;
}
