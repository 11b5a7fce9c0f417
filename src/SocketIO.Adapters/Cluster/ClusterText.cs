using SocketIO.Protocol;

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

    /// <summary>
    /// Writes the binary data into the JSON, as JavaScript does with a <c>Buffer</c>: <c>{"type":"Buffer","data":[1,2]}</c>.
    /// </summary>
    /// <returns>The JSON in UTF-8. Binary data cannot be told from objects any more.</returns>
    public byte[] ToPlainJson()
    {
        var json = Json.Span;
        var plain = new GrowableBuffer(json.Length * 2);
        var placeholders = new PlaceholderReader(json);
        var end = 0;

        while (placeholders.TryRead(out var placeholder))
        {
            plain.Append(json[end..placeholder.Start]);
            plain.Append("{\"type\":\"Buffer\",\"data\":["u8);
            var isFirst = true;

            foreach (var value in Attachments[placeholder.Number].Span)
            {
                plain.Append(isFirst ? [] : ","u8);
                JsonText.WriteInteger(plain, value);
                isFirst = false;
            }

            plain.Append("]}"u8);
            end = placeholder.End;
        }

        plain.Append(json[end..]);
        return plain.Written.ToArray();
    }
}
