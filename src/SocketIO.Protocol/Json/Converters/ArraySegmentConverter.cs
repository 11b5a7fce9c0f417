namespace SocketIO.Protocol;

/// <summary>Converts array segments.</summary>
internal sealed class ArraySegmentConverter : AttachmentConverter<ArraySegment<byte>>
{
    /// <inheritdoc/>
    protected override ReadOnlyMemory<byte> ToMemory(ArraySegment<byte> value) => value;

    /// <inheritdoc/>
    protected override ArraySegment<byte> FromMemory(ReadOnlyMemory<byte> bytes) => new(ArgumentBinder.ToArray(bytes));
}
