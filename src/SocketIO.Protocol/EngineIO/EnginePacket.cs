namespace SocketIO.Protocol;

/// <summary>
/// One Engine.IO packet, decoded in place: <see cref="Data"/> points into the buffer that was decoded.
/// </summary>
public readonly ref struct EnginePacket
{
    internal EnginePacket(EnginePacketType type, bool isBinary, int offset, ReadOnlySpan<byte> data)
    {
        Type = type;
        IsBinary = isBinary;
        Offset = offset;
        Data = data;
    }

    /// <summary>Gets what the packet is for.</summary>
    public EnginePacketType Type { get; }

    /// <summary>Gets a value indicating whether <see cref="Data"/> is binary; only messages may be.</summary>
    public bool IsBinary { get; }

    /// <summary>Gets where <see cref="Data"/> begins in the frame or body, so that the same bytes can be found in a <see cref="Memory{T}"/> of it.</summary>
    public int Offset { get; }

    /// <summary>Gets the data: valid UTF-8 without the type digit, or the bytes of a binary message. Empty and absent are the same.</summary>
    public ReadOnlySpan<byte> Data { get; }
}
