namespace SocketIO.Protocol;

/// <summary>Converts read-only memory.</summary>
internal sealed class ReadOnlyMemoryConverter : AttachmentConverter<ReadOnlyMemory<byte>>
{
    /// <inheritdoc/>
    protected override ReadOnlyMemory<byte> ToMemory(ReadOnlyMemory<byte> value) => value;

    /// <inheritdoc/>
    protected override ReadOnlyMemory<byte> FromMemory(ReadOnlyMemory<byte> bytes) => bytes;
}
