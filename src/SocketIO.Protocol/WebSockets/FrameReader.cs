using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace SocketIO.Protocol;

/// <summary>
/// Turns the bytes of a WebSocket client into messages (RFC 6455). Knows no I/O and no clock, and is used by one thread at a time.
/// </summary>
/// <remarks>
/// <para>
/// Every byte is taken when it comes, so the connection's pipe holds nothing back. A message in one frame in one piece is
/// handed out where it lies, unmasked in place: the memory given to <see cref="Read"/> is written to. Any other message is
/// gathered in a pooled buffer.
/// </para>
/// <para>No input makes this class throw. Rules are checked as early as they can be broken: the first two bytes of a frame
/// decide most of them, and a length over the limit is refused before a byte of payload has come.</para>
/// </remarks>
/// <param name="settings">The limits, and where memory comes from.</param>
/// <param name="inflater">What decompresses messages; <see langword="null"/> when compression was not negotiated.</param>
internal sealed partial class FrameReader(FrameSettings settings, MessageInflater? inflater = null)
{
    private HeaderBytes _header;
    private byte _headerLength;

    // The frame whose payload is being read.
    private bool _inPayload;
    private bool _isFinal;
    private FrameOpcode _opcode;
    private uint _key;
    private ulong _remaining;

    // The message whose frames are being read; Continuation when there is none.
    private FrameOpcode _messageOpcode;
    private int _fragments;
    private bool _isCompressed;
    private MessageBuffer _message;
    private MessageBuffer _inflated;

    // A ping, pong or close frame that arrives in pieces: rare enough for a buffer that is made on first use.
    private byte[]? _control;
    private byte _controlLength;

    // After an error the frames that are still on their way are skipped unread, until the peer's close frame.
    private bool _skipping;
    private bool _closed;

    /// <summary>Gets the message, or the content of the control frame, that <see cref="Read"/> has just found.</summary>
    /// <remarks>Valid until the next call of <see cref="Read"/> or <see cref="ReleaseMessage"/>.</remarks>
    public ReadOnlyMemory<byte> Payload { get; private set; }

    /// <summary>Gets the rule that was broken.</summary>
    public FrameError Error { get; private set; }

    /// <summary>Gets the code of the close frame that <see cref="Read"/> has just found, if it has one. <see cref="Payload"/> is its reason.</summary>
    public int? CloseCode { get; private set; }

    /// <summary>Gets a value indicating whether the peer's close frame was seen, sound or not.</summary>
    public bool IsClosed => _closed;

    /// <summary>Gets a value indicating whether neither a frame nor a fragmented message is incomplete.</summary>
    public bool IsIdle => !_inPayload && _headerLength == 0 && _messageOpcode is FrameOpcode.Continuation;

    /// <summary>Gets a value indicating whether a message has begun and not ended.</summary>
    public bool IsInMessage => _messageOpcode is not FrameOpcode.Continuation || (_inPayload && _opcode < FrameOpcode.Close);

    /// <summary>Gets how many bytes of pooled memory are held.</summary>
    public int PinnedBytes => _message.Capacity + _inflated.Capacity;

    /// <summary>
    /// Reads on until something is complete or the bytes are used up.
    /// </summary>
    /// <param name="bytes">What has arrived, in one piece. Moved behind what was read, which is written to.</param>
    /// <param name="following">How many bytes have arrived behind this piece: lets a buffer be made large enough at once.</param>
    public FrameEvent Read(ref Memory<byte> bytes, long following)
    {
        while (!_closed)
        {
            if (!_inPayload)
            {
                var error = ReadHeader(ref bytes);

                if (error is not FrameError.None)
                {
                    return Fail(error);
                }

                if (!_inPayload)
                {
                    return FrameEvent.None;
                }
            }

            var found = _skipping ? Skip(ref bytes) : _opcode >= FrameOpcode.Close ? ReadControl(ref bytes) : ReadData(ref bytes, following);

            if (found is not FrameEvent.None || _inPayload)
            {
                return found;
            }
        }

        bytes = default;
        return FrameEvent.None;
    }

    /// <summary>Gives back the memory of the message that was handed out, if it is not the caller's own.</summary>
    public void ReleaseMessage()
    {
        Debug.Assert(!IsInMessage, "Only a complete message is handed out.");
        ReleaseBuffers();
    }

    /// <summary>Reads no more: gives all memory back.</summary>
    public void Stop()
    {
        _closed = true;
        ReleaseBuffers();
        inflater?.Dispose();
    }

    /// <summary>Takes note of a broken rule that is not of this class's making, such as a rate. The rest is skipped.</summary>
    public FrameEvent Fail(FrameError error)
    {
        Error = error;
        _skipping = true;
        ReleaseBuffers();
        return FrameEvent.Error;
    }

    private void ReleaseBuffers()
    {
        Payload = default;
        _message.Release(settings.Pool);
        _inflated.Release(settings.Pool);
    }

    private FrameError ReadHeader(ref Memory<byte> bytes)
    {
        var span = bytes.Span;

        if (_headerLength == 0 && span.Length >= 2)
        {
            var size = FrameHeader.Size(span[1]);

            if (span.Length >= size)
            {
                bytes = bytes[size..];
                return BeginFrame(span[..size]);
            }
        }

        return span.IsEmpty ? FrameError.None : ReadSplitHeader(ref bytes);
    }

    // A header that arrives in pieces is gathered byte by byte, and judged as soon as a rule can be seen to be broken.
    private FrameError ReadSplitHeader(ref Memory<byte> bytes)
    {
        Span<byte> header = _header;

        foreach (var value in bytes.Span)
        {
            header[_headerLength++] = value;
            bytes = bytes[1..];

            if (_headerLength < 2)
            {
                continue;
            }

            var length = header[.._headerLength];

            if (_headerLength == FrameHeader.Size(header[1]))
            {
                _headerLength = 0;
                return BeginFrame(length);
            }

            if (_skipping)
            {
                continue;
            }

            var error = _headerLength == 2 ? CheckStart(header[0], header[1]) : FrameError.None;

            if (error is FrameError.None && _headerLength == FrameHeader.SizeBeforeKey(header[1]))
            {
                error = CheckLength((FrameOpcode)(header[0] & FrameHeader.OpcodeBits), FrameHeader.ReadLength(length));
            }

            if (error is not FrameError.None)
            {
                return error;
            }
        }

        return FrameError.None;
    }

    private FrameError BeginFrame(ReadOnlySpan<byte> header)
    {
        var opcode = (FrameOpcode)(header[0] & FrameHeader.OpcodeBits);
        var length = FrameHeader.ReadLength(header);
        var error = FrameError.None;

        if (!_skipping)
        {
            error = CheckStart(header[0], header[1]);

            if (error is FrameError.None)
            {
                error = CheckLength(opcode, length);
            }
        }

        // Also after an error: the frame at fault is skipped like those behind it.
        _inPayload = true;
        _isFinal = (header[0] & FrameHeader.Fin) != 0;
        _opcode = opcode;
        _remaining = length;
        _key = (header[1] & FrameHeader.Mask) != 0 ? FrameMask.ReadKey(header[^sizeof(uint)..]) : 0;

        if (error is FrameError.None && opcode < FrameOpcode.Close && !_skipping)
        {
            _fragments++;

            if (opcode is not FrameOpcode.Continuation)
            {
                _isCompressed = (header[0] & FrameHeader.Compressed) != 0;
                _messageOpcode = _isFinal ? FrameOpcode.Continuation : opcode;
            }
        }

        return error;
    }

    private FrameError CheckStart(byte first, byte second)
    {
        var opcode = (FrameOpcode)(first & FrameHeader.OpcodeBits);

        // One of the reserved bits marks the first frame of a compressed message, if compression was negotiated.
        var allowed = inflater is not null && opcode is FrameOpcode.Text or FrameOpcode.Binary ? FrameHeader.Compressed : 0;

        if ((first & FrameHeader.ReservedBits & ~allowed) != 0)
        {
            return FrameError.ReservedBits;
        }

        switch (opcode)
        {
            case FrameOpcode.Continuation when _messageOpcode is FrameOpcode.Continuation:
                return FrameError.UnexpectedContinuation;

            case FrameOpcode.Text or FrameOpcode.Binary when _messageOpcode is not FrameOpcode.Continuation:
                return FrameError.ExpectedContinuation;

            case FrameOpcode.Close or FrameOpcode.Ping or FrameOpcode.Pong:
                if ((first & FrameHeader.Fin) == 0)
                {
                    return FrameError.FragmentedControlFrame;
                }

                if ((second & FrameHeader.LengthBits) > FrameHeader.MaxControlPayload)
                {
                    return FrameError.ControlFrameTooLong;
                }

                break;

            case not (FrameOpcode.Continuation or FrameOpcode.Text or FrameOpcode.Binary):
                return FrameError.UnknownOpcode;
        }

        return ((second & FrameHeader.Mask) != 0) == settings.ExpectsMask ? FrameError.None
            : settings.ExpectsMask ? FrameError.NotMasked : FrameError.Masked;
    }

    private FrameError CheckLength(FrameOpcode opcode, ulong length)
    {
        if (opcode >= FrameOpcode.Close)
        {
            return FrameError.None;
        }

        // Written so that no sum can overflow: a header may announce 2^64 - 1 bytes.
        if (length > (ulong)(settings.MaxMessageBytes - _message.Length))
        {
            return FrameError.MessageTooLarge;
        }

        return _fragments >= settings.MaxFragments ? FrameError.TooManyFragments : FrameError.None;
    }

    [InlineArray(FrameHeader.MaxSize)]
    private struct HeaderBytes
    {
        private byte _first;
    }
}
