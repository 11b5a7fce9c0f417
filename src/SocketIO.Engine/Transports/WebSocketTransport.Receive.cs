using SocketIO.Protocol;

namespace SocketIO.Engine;

internal sealed partial class WebSocketTransport : IWebSocketHandler
{
    public ValueTask OnMessageAsync(ReadOnlyMemory<byte> data, bool isBinary)
    {
        if (isBinary)
        {
            return _isCandidate
                ? RefuseCandidate("the first message was binary")
                : _session.ReceiveAsync(EnginePacketType.Message, data, isBinary: true);
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

    // A peer without binary support says so with b64=1 and sends binary messages as base64 text.
    private ValueTask ReceiveOddText(ReadOnlyMemory<byte> text, EngineError error)
    {
        if (text.Span is [(byte)'b', ..] && usesBase64)
        {
            var copy = text.ToArray();

            if (EngineCodecV4.DecodeInPlace(copy, out var packet) is EngineError.None)
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
