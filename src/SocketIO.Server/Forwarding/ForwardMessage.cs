using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace SocketIO.Server;

/// <summary>
/// What two servers say to each other about a request, as bytes.
/// </summary>
// version kind id [status] [method scheme host path query address] headers body, lengths as BinaryWriter writes them
internal sealed record ForwardMessage
{
    private const byte Version = 1;
    private const int MaxHeaders = 1000;

    public required ForwardKind Kind { get; init; }

    /// <summary>Gets the number of the request among those of the server that forwards it.</summary>
    public required long Id { get; init; }

    public int Status { get; init; }

    public string Method { get; init; } = string.Empty;

    public string Scheme { get; init; } = string.Empty;

    public string Host { get; init; } = string.Empty;

    public string Path { get; init; } = string.Empty;

    public string Query { get; init; } = string.Empty;

    public string Address { get; init; } = string.Empty;

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    public ReadOnlyMemory<byte> Body { get; init; }

    public byte[] ToBytes()
    {
        using var stream = new MemoryStream(256 + Body.Length);
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(Version);
        writer.Write((byte)Kind);
        writer.Write(Id);
        writer.Write(Status);

        foreach (var text in (ReadOnlySpan<string>)[Method, Scheme, Host, Path, Query, Address])
        {
            writer.Write(text);
        }

        writer.Write(Headers.Count);

        foreach (var (name, value) in Headers)
        {
            writer.Write(name);
            writer.Write(value);
        }

        writer.Write(Body.Length);
        writer.Write(Body.Span);
        return stream.ToArray();
    }

    /// <summary>Reads a message.</summary>
    /// <returns><see langword="false"/> for what is none, or one of another version.</returns>
    public static bool TryRead(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out ForwardMessage? message)
    {
        message = null;

        try
        {
            using var reader = new BinaryReader(new MemoryStream(bytes.ToArray(), writable: false), Encoding.UTF8);

            if (reader.ReadByte() != Version || (ForwardKind)reader.ReadByte() is var kind && kind is ForwardKind.None or > ForwardKind.Abort)
            {
                return false;
            }

            message = new ForwardMessage
            {
                Kind = kind,
                Id = reader.ReadInt64(),
                Status = reader.ReadInt32(),
                Method = reader.ReadString(),
                Scheme = reader.ReadString(),
                Host = reader.ReadString(),
                Path = reader.ReadString(),
                Query = reader.ReadString(),
                Address = reader.ReadString(),
                Headers = ReadHeaders(reader),
                Body = ReadBody(reader),
            };

            return true;
        }
        catch (Exception exception) when (exception is IOException or FormatException or ArgumentException)
        {
            return false;
        }
    }

    private static KeyValuePair<string, string>[] ReadHeaders(BinaryReader reader)
    {
        var count = reader.ReadInt32();

        if (count is < 0 or > MaxHeaders)
        {
            throw new FormatException("Nobody sends so many headers.");
        }

        var headers = new KeyValuePair<string, string>[count];

        for (var i = 0; i < count; i++)
        {
            headers[i] = new(reader.ReadString(), reader.ReadString());
        }

        return headers;
    }

    // The length is checked against what is there before anything is allocated.
    private static byte[] ReadBody(BinaryReader reader)
    {
        var length = reader.ReadInt32();
        return length == reader.BaseStream.Length - reader.BaseStream.Position ? reader.ReadBytes(length) : throw new FormatException("The body has another length.");
    }
}
