using System.Buffers.Binary;

namespace SocketIO.FunctionalTests;

/// <summary>A WebSocket client with its own frame writer; it sends what no library would.</summary>
internal sealed class RawWebSocket : IDisposable
{
    private const string Key = "dGhlIHNhbXBsZSBub25jZQ==";
    private const string Accept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

    private RawWebSocket(RawHttp http, HttpReply reply)
    {
        Http = http;
        Reply = reply;
    }

    public RawHttp Http { get; }

    /// <summary>Gets the 101 response.</summary>
    public HttpReply Reply { get; }

    public RawConnection Connection => Http.Connection;

    /// <summary>The bytes of an upgrade request.</summary>
    public static byte[] UpgradeRequest(string url, string headers = "", string method = "GET") => RawHttp.Head(
        method,
        url,
        $"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {Key}\r\n{headers}");

    /// <summary>Upgrades; <paramref name="first"/> travels in the same segment as the request.</summary>
    public static async Task<RawWebSocket> ConnectAsync(Target target, string url, string headers = "", byte[]? first = null, int? receiveBuffer = null)
    {
        var (socket, reply) = await AskAsync(target, url, headers, first, receiveBuffer);
        Assert.True(socket is not null, $"The upgrade of {url} was refused: {reply}");
        return socket;
    }

    /// <summary>Asks for an upgrade that may be refused.</summary>
    public static async Task<(RawWebSocket? Socket, HttpReply Reply)> AskAsync(Target target, string url, string headers = "", byte[]? first = null, int? receiveBuffer = null)
    {
        var http = await RawHttp.ConnectAsync(target, receiveBuffer);
        await http.Connection.SendAsync((byte[])[.. UpgradeRequest(url, headers), .. first ?? []]);
        var reply = await http.ReadReplyAsync();

        if (reply.Status != 101)
        {
            http.Dispose();
            return (null, reply);
        }

        Assert.Equal(Accept, reply.Header("Sec-WebSocket-Accept"));
        return (new RawWebSocket(http, reply), reply);
    }

    /// <summary>Asks for an upgrade that is to be refused; the answer, and how the connection ended.</summary>
    public static async Task<HttpReply> RefusedAsync(Target target, string url, string headers = "", string method = "GET")
    {
        using var http = await RawHttp.ConnectAsync(target);
        await http.Connection.SendAsync(UpgradeRequest(url, headers, method));
        return await http.ReadReplyAsync();
    }

    public Task SendAsync(params IEnumerable<WsFrame> frames) => Connection.SendAsync(WsFrame.Join(frames));

    /// <summary>Text frames, all in one segment.</summary>
    public Task SendTextAsync(params IEnumerable<string> texts) => SendAsync(texts.Select(WsFrame.OfText));

    public Task SendBinaryAsync(params byte[] bytes) => SendAsync(WsFrame.OfBinary(bytes));

    public async Task<WsFrame> ReadFrameAsync(string what)
    {
        var head = await Connection.ReadExactlyAsync(2, what);
        Assert.Equal(0, head[1] & 0x80);
        var length = (ulong)(head[1] & 0x7f);

        if (length == 126)
        {
            length = BinaryPrimitives.ReadUInt16BigEndian(await Connection.ReadExactlyAsync(2, what));
            Assert.InRange(length, 126UL, ushort.MaxValue);
        }
        else if (length == 127)
        {
            length = BinaryPrimitives.ReadUInt64BigEndian(await Connection.ReadExactlyAsync(8, what));
            Assert.InRange(length, 65536UL, 1UL << 30);
        }

        return new WsFrame(head[0] & 0x0f, await Connection.ReadExactlyAsync((int)length, what))
        {
            Fin = (head[0] & 0x80) != 0,
            Rsv = (head[0] >> 4) & 7,
            Masked = false,
        };
    }

    public async Task<string> ReadTextAsync(string what)
    {
        var frame = await ReadFrameAsync(what);
        Assert.True(frame is { Opcode: WsOpcode.Text, Fin: true, Rsv: 0 }, $"{what}: got {Describe(frame)}");
        return frame.Text;
    }

    public async Task<byte[]> ReadBinaryAsync(string what)
    {
        var frame = await ReadFrameAsync(what);
        Assert.True(frame is { Opcode: WsOpcode.Binary, Fin: true, Rsv: 0 }, $"{what}: got {Describe(frame)}");
        return frame.Payload;
    }

    /// <summary>Reads the server's close frame and the end of the connection after it; other frames before it are skipped.</summary>
    /// <returns>The close code: <see langword="null"/> for a close frame without one, -1 when there was no close frame.</returns>
    public async Task<int?> ReadCloseAsync(string what)
    {
        while (true)
        {
            WsFrame frame;

            try
            {
                frame = await ReadFrameAsync(what);
            }
            catch (IOException)
            {
                return -1;
            }

            if (frame.Opcode == WsOpcode.Close)
            {
                return frame.CloseCode;
            }
        }
    }

    public void Reset() => Connection.Reset();

    public void Dispose() => Http.Dispose();

    private static string Describe(WsFrame frame) => $"opcode {frame.Opcode}, fin {frame.Fin}, rsv {frame.Rsv}, '{frame.Text}'";
}
