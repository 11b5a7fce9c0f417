namespace SocketIO.Protocol;

/// <summary>
/// Reads the packets of a polling body of Engine.IO v3 one after another, decoding base64 in place.
/// </summary>
/// <remarks>
/// A body can be read in several turns: <see cref="Position"/> tells where to go on with a new reader. Each byte is looked at once, whatever the body says.
/// </remarks>
// text:    <length in UTF-16 units> ":" <packet>                          6:4hello10:b4AQIDBA==
// binary:  0 (text) or 1 (binary) <length in bytes, digits 0-9> 255 <packet>    00 06 FF 34 ... 01 05 FF 04 01 02 03 04
public ref struct EnginePayloadReaderV3
{
    private const byte TextPacket = 0;
    private const byte BinaryPacket = 1;

    private readonly Span<byte> _body;
    private readonly bool _isBinary;

    /// <summary>Initializes a new instance of the <see cref="EnginePayloadReaderV3"/> struct.</summary>
    /// <param name="body">The whole body. It is overwritten where it holds base64.</param>
    /// <param name="isBinary">Whether it is a binary body: the content type says so.</param>
    /// <param name="position">Where to begin: 0, or the <see cref="Position"/> at which an earlier reader of the same body stopped.</param>
    public EnginePayloadReaderV3(Span<byte> body, bool isBinary, int position = 0)
    {
        _body = body;
        _isBinary = isBinary;
        Position = position;
    }

    /// <summary>Gets where the next packet begins; the body's length when all are read.</summary>
    public int Position { get; private set; }

    /// <summary>Gets why reading ended early.</summary>
    /// <value><see cref="EngineError.None"/> as long as no packet was refused.</value>
    public EngineError Error { get; private set; }

    /// <summary>Reads the next packet.</summary>
    /// <param name="packet">
    /// The packet, which points into the body; <see cref="EnginePacket.Offset"/> counts from the beginning of the body. The empty payload
    /// <c>0:</c>, which stands for no packet at all, is told as <see cref="EnginePacketType.Noop"/>.
    /// </param>
    /// <returns><see langword="false"/> at the end of the body, and at the first packet that is refused: then <see cref="Error"/> says why. An empty body is refused.</returns>
    public bool TryRead(out EnginePacket packet)
    {
        packet = default;

        if (Error is not EngineError.None || (Position >= _body.Length && Position > 0))
        {
            return false;
        }

        var decoded = default(EnginePacket);
        var length = 0;
        var start = _body.Length;
        Error = _body.IsEmpty ? EngineError.EmptyPacket : _isBinary ? ReadBinary(out start, out length, out decoded) : ReadText(out start, out length, out decoded);

        if (Error is not EngineError.None)
        {
            return false;
        }

        packet = new EnginePacket(decoded.Type, decoded.IsBinary, start + decoded.Offset, decoded.Data);
        Position = start + length;
        return true;
    }

    private readonly EngineError ReadText(out int start, out int length, out EnginePacket packet)
    {
        packet = default;
        length = 0;
        ReadOnlySpan<byte> rest = _body[Position..];
        var hasLength = PayloadLength.TryRead(ref rest, (byte)'0', PayloadLength.TextEnd, out var units);
        start = _body.Length - rest.Length;

        if (!hasLength)
        {
            return EngineError.InvalidLength;
        }

        if (units == 0)
        {
            packet = new EnginePacket(EnginePacketType.Noop, isBinary: false, 0, default);
            return EngineError.None;
        }

        var error = Utf16Length.Find(rest, units, out length);
        return error is EngineError.None ? EngineCodecV3.DecodeInPlace(_body.Slice(start, length), out packet) : error;
    }

    private readonly EngineError ReadBinary(out int start, out int length, out EnginePacket packet)
    {
        packet = default;
        var kind = _body[Position];
        ReadOnlySpan<byte> rest = _body[(Position + 1)..];
        var hasLength = PayloadLength.TryRead(ref rest, 0, PayloadLength.BinaryEnd, out length) && length <= rest.Length;
        start = _body.Length - rest.Length;

        if (!hasLength)
        {
            return EngineError.InvalidLength;
        }

        return kind switch
        {
            TextPacket => EngineCodecV3.DecodeInPlace(_body.Slice(start, length), out packet),
            BinaryPacket => EngineCodecV3.DecodeBinary(_body.Slice(start, length), out packet),
            _ => EngineError.UnknownType,
        };
    }
}
