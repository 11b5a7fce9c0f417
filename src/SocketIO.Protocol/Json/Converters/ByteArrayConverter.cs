namespace SocketIO.Protocol;

/// <summary>Converts arrays.</summary>
internal sealed class ByteArrayConverter : AttachmentConverter<byte[]>
{
    /// <inheritdoc/>
    protected override ReadOnlyMemory<byte> ToMemory(byte[] value) => value;

    /// <inheritdoc/>
    protected override byte[] FromMemory(ReadOnlyMemory<byte> bytes) => ArgumentBinder.ToArray(bytes);
}
