using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace SocketIO.ClientInterop;

/// <summary>The server's end of a WebSocket, frame by frame.</summary>
internal sealed class RawWebSocket(RawConnection connection)
{
    public const byte Text = 1;
    public const byte Binary = 2;
    public const byte Close = 8;
    public const byte Ping = 9;
    public const byte Pong = 10;

    /// <summary>Accepts an upgrade.</summary>
    public static async Task<RawWebSocket> AcceptAsync(RawConnection connection, RequestHead request, string more = "")
    {
        var accept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(request.Headers["sec-websocket-key"] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
        await connection.WriteAsync($"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n{more}\r\n");
        return new RawWebSocket(connection);
    }

    public Task SendAsync(string text) => SendAsync(Text, Encoding.UTF8.GetBytes(text));

    /// <summary>Writes a frame; the reserved bit says that it is compressed.</summary>
    public Task SendAsync(byte opcode, byte[] payload, bool isCompressed = false)
        => connection.WriteAsync([(byte)(0x80 | (isCompressed ? 0x40 : 0) | opcode), .. Length(payload.Length), .. payload]);

    /// <summary>Reads a frame; nothing when the connection has ended.</summary>
    public async Task<(byte Opcode, byte[] Payload)?> ReceiveAsync()
    {
        try
        {
            var head = await connection.ReadExactlyAsync(2);
            var length = (head[1] & 0x7F) switch
            {
                126 => BinaryPrimitives.ReadUInt16BigEndian(await connection.ReadExactlyAsync(2)),
                127 => checked((int)BinaryPrimitives.ReadUInt64BigEndian(await connection.ReadExactlyAsync(8))),
                var small => small,
            };
            var mask = (head[1] & 0x80) != 0 ? await connection.ReadExactlyAsync(4) : new byte[4];
            var payload = await connection.ReadExactlyAsync(length);

            for (var i = 0; i < payload.Length; i++)
            {
                payload[i] ^= mask[i % 4];
            }

            return ((byte)(head[0] & 0x0F), payload);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            return null;
        }
    }

    /// <summary>Ends the connection below, without a word.</summary>
    public void Drop() => connection.Close();

    private static byte[] Length(int length)
    {
        switch (length)
        {
            case < 126:
                return [(byte)length];
            case <= ushort.MaxValue:
                var two = new byte[3];
                two[0] = 126;
                BinaryPrimitives.WriteUInt16BigEndian(two.AsSpan(1), (ushort)length);
                return two;
            default:
                var eight = new byte[9];
                eight[0] = 127;
                BinaryPrimitives.WriteInt64BigEndian(eight.AsSpan(1), length);
                return eight;
        }
    }
}
