using SocketIO.Protocol;

namespace SocketIO.Engine;

internal sealed class WebSocketTransport : ITransport
{
    public TransportKind Kind => TransportKind.WebSocket;

    public bool IsWritable => false;

    public bool IsFlushing => false;

    public bool TryWrite(ReadOnlySpan<byte> textPacket, SendFlags flags) => false;

    public bool TryWrite(EncodedPacket packet, SendFlags flags) => false;

    public void Flush(SendQueue queue)
    {
    }

    public bool TryClose() => true;

    public void End(CloseReason reason)
    {
    }

    public void BecomeCurrent()
    {
    }

    public void SendDirectly(EncodedPacket packet)
    {
    }
}
