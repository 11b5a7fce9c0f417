using System.Buffers.Binary;
using System.Text;
using SocketIO.Engine;

namespace SocketIO.Tests;

/// <summary>Builds frames as a client sends them, and as one never should.</summary>
internal static class ClientFrames
{
    private const uint Key = 0x5A17C3E9;

    public static byte[] Text(string text, bool fin = true) => Frame(0x1, Encoding.UTF8.GetBytes(text), fin);

    public static byte[] Text(byte[] utf8, bool fin = true) => Frame(0x1, utf8, fin);

    public static byte[] Binary(byte[] bytes, bool fin = true) => Frame(0x2, bytes, fin);

    public static byte[] Continuation(byte[] bytes, bool fin) => Frame(0x0, bytes, fin);

    public static byte[] Ping(string payload = "") => Frame(0x9, Encoding.UTF8.GetBytes(payload));

    public static byte[] Pong(string payload = "") => Frame(0xA, Encoding.UTF8.GetBytes(payload));

    public static byte[] Close() => Frame(0x8, []);

    public static byte[] Close(int code, string reason = "") => Close(code, Encoding.UTF8.GetBytes(reason));

    public static byte[] Close(int code, byte[] reason)
    {
        var payload = new byte[2 + reason.Length];
        BinaryPrimitives.WriteUInt16BigEndian(payload, (ushort)code);
        reason.CopyTo(payload, 2);
        return Frame(0x8, payload);
    }

    /// <summary>Any frame. <paramref name="length"/> is announced instead of the payload's own when it is given.</summary>
    public static byte[] Frame(int opcode, byte[] payload, bool fin = true, int rsv = 0, uint? key = Key, ulong? length = null, int? lengthBytes = null)
    {
        var announced = length ?? (ulong)payload.Length;
        var size = lengthBytes ?? (announced < 126 ? 0 : announced <= ushort.MaxValue ? 2 : 8);
        var frame = new List<byte> { (byte)((fin ? 0x80 : 0) | (rsv << 4) | opcode) };
        var mask = key is null ? 0 : 0x80;
        Span<byte> wide = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(wide, announced);

        frame.Add((byte)(mask | (size switch { 0 => (int)announced, 2 => 126, _ => 127 })));
        frame.AddRange(wide[(8 - size)..]);

        if (key is { } value)
        {
            Span<byte> bytes = stackalloc byte[4];
            BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
            frame.AddRange(bytes);

            for (var i = 0; i < payload.Length; i++)
            {
                frame.Add((byte)(payload[i] ^ bytes[i & 3]));
            }
        }
        else
        {
            frame.AddRange(payload);
        }

        return [.. frame];
    }
}
