using SocketIO.Protocol;

namespace SocketIO.Engine;

internal sealed partial class WebSocketTransport : IWebSocketHandler
{
    public ValueTask OnMessageAsync(ReadOnlyMemory<byte> data, bool isBinary)
    {
        if (isBinary)
        {
            return _isCandidate ? RefuseCandidate("the first message was binary") : ReceiveBinary(data);
        }

        var error = EngineCodecV4.Decode(data.Span, out var packet);

        if (_isCandidate)
        {
            return error is EngineError.None
                ? _session.ReceiveFromCandidateAsync(this, packet.Type, packet.Data)
                : RefuseCandidate("the first message was no packet");
        }

        if (error is EngineError.None)
        {
            return _session.ReceiveAsync(packet.Type, data.Slice(packet.Offset, packet.Data.Length), isBinary: false);
        }

        return ReceiveOddText(data, error);
    }

    public void OnPing(ReadOnlySpan<byte> payload)
    {
        lock (_session.Gate)
        {
            if (CanWrite)
            {
                connection.WritePong(payload);
            }
        }
    }

    public void OnBatchEnd()
    {
        if (!_isCandidate)
        {
            _session.EndBatch();
            return;
        }

        lock (_session.Gate)
        {
            if (CanWrite && connection.UnflushedBytes > 0)
            {
                StartFlush();
            }
        }
    }

    public void OnClosed(in WebSocketCloseInfo info)
    {
        if (_isCandidate)
        {
            _session.AbandonUpgrade("its connection ended", this);
        }
        else
        {
            var (reason, description) = Describe(info);
            ReplyToClose(info);
            _session.End(reason, description);
            return;
        }

        ReplyToClose(info);
    }

    public ValueTask OnEndedAsync()
    {
        server.Untrack(connection);
        return new ValueTask(_flush);
    }

    private ValueTask ReceiveBinary(ReadOnlyMemory<byte> data)
    {
        if (binaryForm is BinaryForm.TypedFrames or BinaryForm.TypedBase64)
        {
            var error = EngineCodecV3.DecodeBinary(data.Span, out var packet);

            if (error is not EngineError.None)
            {
                _session.RefusePacket(error.ToString());
                return default;
            }

            data = data[packet.Offset..];
        }

        return _session.ReceiveAsync(EnginePacketType.Message, data, isBinary: true);
    }

    // A peer without binary support says so with b64=1 and sends binary messages as base64 text. Engine.IO v3 takes them without being told.
    private ValueTask ReceiveOddText(ReadOnlyMemory<byte> text, EngineError error)
    {
        if (text.Span is [(byte)'b', ..] && binaryForm is not BinaryForm.Frames)
        {
            var copy = text.ToArray();
            error = binaryForm is BinaryForm.Base64 ? EngineCodecV4.DecodeInPlace(copy, out var packet) : EngineCodecV3.DecodeInPlace(copy, out packet);

            if (error is EngineError.None)
            {
                return _session.ReceiveAsync(packet.Type, copy.AsMemory(packet.Offset, packet.Data.Length), packet.IsBinary);
            }
        }

        _session.RefusePacket(error.ToString());
        return default;
    }

    private ValueTask RefuseCandidate(string why)
    {
        _session.AbandonUpgrade(why, this);
        return default;
    }

    private void ReplyToClose(in WebSocketCloseInfo info)
    {
        lock (_session.Gate)
        {
            _closeIsDue = false;

            if (_isFlushing)
            {
                connection.Abort();
            }
            else
            {
                connection.WriteCloseReply(info);
                StartFlush();
            }

            _ended = true;
        }
    }

    private static (CloseReason Reason, string Description) Describe(in WebSocketCloseInfo info) => info.Kind switch
    {
        WebSocketCloseKind.ProtocolError => (CloseReason.TransportError, info.Error.ToString()),
        WebSocketCloseKind.Clean => (CloseReason.TransportClose, $"close code {info.Code ?? 1005}"),
        _ => (CloseReason.TransportClose, "close code 1006"),
    };
}
