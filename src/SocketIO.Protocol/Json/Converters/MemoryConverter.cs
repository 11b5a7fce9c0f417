namespace SocketIO.Protocol;

/// <summary>Converts memory.</summary>
internal sealed class MemoryConverter : AttachmentConverter<Memory<byte>>
{
    /// <inheritdoc/>
    protected override ReadOnlyMemory<byte> ToMemory(Memory<byte> value) => value;

    /// <inheritdoc/>
    protected override Memory<byte> FromMemory(ReadOnlyMemory<byte> bytes) => ArgumentBinder.ToArray(bytes);
}
