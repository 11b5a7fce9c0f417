using System.Buffers.Binary;
using System.Text.Unicode;

namespace SocketIO.Protocol;

/// <content>Payloads: data in place or gathered, control frames, and what is skipped.</content>
internal sealed partial class FrameReader
{
    private FrameEvent ReadData(ref Memory<byte> bytes, long following)
    {
        if (_isFinal && _message.Length == 0 && (ulong)bytes.Length >= _remaining)
        {
            return EndMessage(TakeInPlace(ref bytes));
        }

        var count = (int)Math.Min((ulong)bytes.Length, _remaining);

        if (count > 0)
        {
            // Room for all of the frame that has arrived, in this piece and behind it, and not for what it announces.
            var room = (int)Math.Min((ulong)(bytes.Length + following), _remaining);
            _key = FrameMask.Apply(bytes.Span[..count], _message.GetMemory(settings.Pool, room).Span, _key);
            _message.Advance(count);
            _remaining -= (ulong)count;
            bytes = bytes[count..];
        }

        if (_remaining > 0)
        {
            return FrameEvent.None;
        }

        _inPayload = false;
        return _isFinal ? EndMessage(_message.Written) : FrameEvent.None;
    }

    private FrameEvent EndMessage(ReadOnlyMemory<byte> message)
    {
        var opcode = _opcode is FrameOpcode.Continuation ? _messageOpcode : _opcode;
        _messageOpcode = FrameOpcode.Continuation;
        _fragments = 0;

        if (_isCompressed)
        {
            var error = inflater!.Inflate(message, settings.MaxMessageBytes, settings.Pool, ref _inflated);

            if (error is not FrameError.None)
            {
                return Fail(error);
            }

            message = _inflated.Written;
        }

        if (opcode is FrameOpcode.Binary)
        {
            Payload = message;
            return FrameEvent.Binary;
        }

        // In one go over the whole message, so that a character split between fragments needs no care.
        if (!Utf8.IsValid(message.Span))
        {
            return Fail(FrameError.InvalidUtf8);
        }

        Payload = message;
        return FrameEvent.Text;
    }

    private FrameEvent ReadControl(ref Memory<byte> bytes)
    {
        ReadOnlyMemory<byte> payload;

        if (_controlLength == 0 && (ulong)bytes.Length >= _remaining)
        {
            payload = TakeInPlace(ref bytes);
        }
        else
        {
            var count = (int)Math.Min((ulong)bytes.Length, _remaining);
            _control ??= new byte[FrameHeader.MaxControlPayload];
            _key = FrameMask.Apply(bytes.Span[..count], _control.AsSpan(_controlLength), _key);
            _controlLength += (byte)count;
            _remaining -= (ulong)count;
            bytes = bytes[count..];

            if (_remaining > 0)
            {
                return FrameEvent.None;
            }

            payload = _control.AsMemory(0, _controlLength);
            _controlLength = 0;
            _inPayload = false;
        }

        Payload = payload;

        return _opcode switch
        {
            FrameOpcode.Ping => FrameEvent.Ping,
            FrameOpcode.Pong => FrameEvent.Pong,
            _ => EndConnection(payload),
        };
    }

    private FrameEvent EndConnection(ReadOnlyMemory<byte> payload)
    {
        _closed = true;

        if (payload.IsEmpty)
        {
            return FrameEvent.Close;
        }

        if (payload.Length == 1)
        {
            return Fail(FrameError.InvalidClosePayload);
        }

        var code = BinaryPrimitives.ReadUInt16BigEndian(payload.Span);

        if (!WebSocketCloseCode.IsValid(code))
        {
            return Fail(FrameError.InvalidCloseCode);
        }

        var reason = payload[2..];

        if (!Utf8.IsValid(reason.Span))
        {
            return Fail(FrameError.InvalidUtf8);
        }

        CloseCode = code;
        Payload = reason;
        return FrameEvent.Close;
    }

    private FrameEvent Skip(ref Memory<byte> bytes)
    {
        var count = (int)Math.Min((ulong)bytes.Length, _remaining);
        _remaining -= (ulong)count;
        bytes = bytes[count..];

        if (_remaining > 0)
        {
            return FrameEvent.None;
        }

        _inPayload = false;

        if (_opcode is not FrameOpcode.Close)
        {
            return FrameEvent.None;
        }

        _closed = true;
        return FrameEvent.Close;
    }

    private Memory<byte> TakeInPlace(ref Memory<byte> bytes)
    {
        var payload = bytes[..(int)_remaining];
        FrameMask.Apply(payload.Span, payload.Span, _key);
        bytes = bytes[(int)_remaining..];
        _remaining = 0;
        _inPayload = false;
        return payload;
    }
}
