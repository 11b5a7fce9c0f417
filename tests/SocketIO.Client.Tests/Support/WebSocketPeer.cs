using System.Buffers.Binary;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using SocketIO.Tests;

namespace SocketIO.Client.Tests;

/// <summary>
/// The server's end of a WebSocket, frame by frame. Text is told as it is, other frames as <c>&lt;binary 010203&gt;</c>, <c>&lt;pong …&gt;</c>,
/// <c>&lt;close 1000&gt;</c> and, when the connection is gone, <c>&lt;end&gt;</c>.
/// </summary>
internal sealed class WebSocketPeer(TcpClient tcp, Stream stream)
{
    /// <summary>Gets the flags and the opcode of the latest frame.</summary>
    public byte FirstByte { get; private set; }

    public Task SendAsync(string text) => SendFrameAsync(0x81, Encoding.UTF8.GetBytes(text));

    public async Task SendAsync(params string[] texts)
    {
        using var frames = new MemoryStream();

        foreach (var text in texts)
        {
            frames.Write(Frame(0x81, Encoding.UTF8.GetBytes(text)));
        }

        await stream.WriteAsync(frames.ToArray());
    }

    public Task SendBinaryAsync(params byte[] bytes) => SendFrameAsync(0x82, bytes);

    public Task CloseAsync(int code, string reason = "") => SendFrameAsync(0x88, [(byte)(code >> 8), (byte)code, .. Encoding.UTF8.GetBytes(reason)]);

    public Task SendFrameAsync(byte first, byte[] payload) => stream.WriteAsync(Frame(first, payload)).AsTask();

    public Task SendRawAsync(params byte[] bytes) => stream.WriteAsync(bytes).AsTask();

    /// <summary>Cuts the connection without a close frame.</summary>
    public void Abort()
    {
        tcp.LingerState = new LingerOption(true, 0);
        tcp.Close();
    }

    /// <summary>Expects these messages next.</summary>
    public async Task ExpectAsync(params string[] messages)
    {
        foreach (var message in messages)
        {
            Assert.Equal(message, await Wait.For(message, ReceiveAsync()));
        }
    }

    /// <summary>Expects the end, with or without a close frame.</summary>
    public async Task ExpectEndAsync()
    {
        while (await Wait.For("the end of the WebSocket", ReceiveAsync()) is not "<end>")
        {
            // What was under way.
        }
    }

    public async Task<string> ReceiveAsync()
    {
        try
        {
            var (first, payload) = await ReceiveFrameAsync();
            return (first & 0x0f) switch
            {
                1 => Encoding.UTF8.GetString(payload),
                2 => $"<binary {Convert.ToHexStringLower(payload)}>",
                8 => string.Create(CultureInfo.InvariantCulture, $"<close{(payload.Length < 2 ? "" : $" {BinaryPrimitives.ReadUInt16BigEndian(payload)}")}>"),
                9 => $"<ping {Convert.ToHexStringLower(payload)}>",
                _ => $"<pong {Convert.ToHexStringLower(payload)}>",
            };
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            return "<end>";
        }
    }

    public async Task<(byte First, byte[] Payload)> ReceiveFrameAsync()
    {
        var head = new byte[2];
        await stream.ReadExactlyAsync(head);
        Assert.True((head[1] & 0x80) != 0, "The client's frame is not masked.");
        long length = head[1] & 0x7f;

        if (length >= 126)
        {
            var more = new byte[length == 126 ? 2 : 8];
            await stream.ReadExactlyAsync(more);
            length = length == 126 ? BinaryPrimitives.ReadUInt16BigEndian(more) : BinaryPrimitives.ReadInt64BigEndian(more);
        }

        var key = new byte[4];
        await stream.ReadExactlyAsync(key);
        var payload = new byte[length];
        await stream.ReadExactlyAsync(payload);

        for (var i = 0; i < payload.Length; i++)
        {
            payload[i] ^= key[i % 4];
        }

        FirstByte = head[0];
        return (head[0], payload);
    }

    private static byte[] Frame(byte first, byte[] payload)
    {
        var length = payload.Length < 126 ? [(byte)payload.Length]
            : payload.Length <= ushort.MaxValue ? new byte[] { 126, (byte)(payload.Length >> 8), (byte)payload.Length }
            : [127, 0, 0, 0, 0, (byte)(payload.Length >> 24), (byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length];
        return [first, .. length, .. payload];
    }
}
