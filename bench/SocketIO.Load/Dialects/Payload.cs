namespace SocketIO.Load;

/// <summary>
/// The value that travels: text of letters, which JSON carries as they are, or bytes.
/// </summary>
internal sealed class Payload(int length, bool isBinary)
{
    public bool IsBinary { get; } = isBinary;

    public byte[] Data { get; } = CreateData(length, isBinary);

    private static byte[] CreateData(int length, bool isBinary)
    {
        var data = new byte[length];

        for (var i = 0; i < length; i++)
        {
            data[i] = isBinary ? (byte)(i * 7) : (byte)('a' + (i % 26));
        }

        return data;
    }
}
