namespace SocketIO.Adapters;

/// <summary>
/// A message between servers as JSON, before it is put into the form that a broker carries.
/// </summary>
/// <param name="Json">The JSON in UTF-8.</param>
/// <param name="Attachments">The binary data that placeholders in it stand for. When there is any, JavaScript servers send MessagePack instead.</param>
public readonly record struct ClusterText(ReadOnlyMemory<byte> Json, ReadOnlyMemory<byte>[] Attachments)
{
    /// <summary>
    /// Gets a value indicating whether there is binary data.
    /// </summary>
    public bool HasAttachments => Attachments.Length > 0;
}
