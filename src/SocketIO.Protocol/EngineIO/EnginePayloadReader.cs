namespace SocketIO.Protocol;

/// <summary>
/// Reads the packets of a polling body of Engine.IO v4 one after another, decoding base64 in place.
/// </summary>
/// <remarks>
/// A body can be read in several turns: <see cref="Position"/> tells where to go on with a new reader.
/// </remarks>
public ref struct EnginePayloadReader
{
    internal const byte Separator = 0x1e;

    private readonly Span<byte> _body;

    /// <summary>Initializes a new instance of the <see cref="EnginePayloadReader"/> struct.</summary>
    /// <param name="body">The whole body. It is overwritten where it holds base64.</param>
    /// <param name="position">Where to begin: 0, or the <see cref="Position"/> at which an earlier reader of the same body stopped.</param>
    public EnginePayloadReader(Span<byte> body, int position = 0)
    {
        _body = body;
        Position = position;
    }

    /// <summary>Gets where the next packet begins; beyond the body's length when all are read.</summary>
    public int Position { get; private set; }

    /// <summary>Gets why reading ended early.</summary>
    /// <value><see cref="EngineError.None"/> as long as no packet was refused.</value>
    public EngineError Error { get; private set; }

    /// <summary>Reads the next packet.</summary>
    /// <param name="packet">The packet, which points into the body; <see cref="EnginePacket.Offset"/> counts from the beginning of the body.</param>
    /// <returns><see langword="false"/> at the end of the body, and at the first packet that is refused: then <see cref="Error"/> says why.</returns>
    public bool TryRead(out EnginePacket packet)
    {
        packet = default;

        // A separator at the very end announces one more packet, an empty one; so does an empty body.
        if (Position > _body.Length || Error is not EngineError.None)
        {
            return false;
        }

        var rest = _body[Position..];
        var length = rest.IndexOf(Separator);
        var text = length < 0 ? rest : rest[..length];
        Error = EngineCodecV4.DecodeInPlace(text, out var decoded);

        if (Error is not EngineError.None)
        {
            return false;
        }

        packet = new EnginePacket(decoded.Type, decoded.IsBinary, Position + decoded.Offset, decoded.Data);
        Position += text.Length + 1;
        return true;
    }
}
