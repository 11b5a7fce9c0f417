namespace SocketIO.Client;

/// <summary>
/// A message for the transport: a text packet of Engine.IO with its type digit, or the bytes of a binary message.
/// </summary>
internal readonly struct OutgoingFrame(ReadOnlyMemory<byte> data, bool isBinary, bool compress)
{
    public ReadOnlyMemory<byte> Data { get; } = data;

    public bool IsBinary { get; } = isBinary;

    /// <summary>Gets a value indicating whether the sender does not mind compression.</summary>
    public bool Compress { get; } = compress;
}
