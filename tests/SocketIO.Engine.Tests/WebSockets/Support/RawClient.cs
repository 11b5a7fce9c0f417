using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace SocketIO.Tests;

/// <summary>A TCP client that sends exactly the bytes it is told to.</summary>
internal sealed class RawClient : IDisposable
{
    public const string Handshake =
        "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

    // A small window makes what a test does not read stay with the server.
    private readonly TcpClient _client = new() { NoDelay = true, ReceiveBufferSize = 8192 };
    private readonly List<byte> _unread = [];
    private Stream? _stream;

    public static async Task<RawClient> ConnectAsync(int port, bool isSecure = false)
    {
        var client = new RawClient();
        await client._client.ConnectAsync("127.0.0.1", port);
        client._stream = client._client.GetStream();

        if (isSecure)
        {
            var tls = new SslStream(client._stream, leaveInnerStreamOpen: false, (_, _, _, _) => true);
            await tls.AuthenticateAsClientAsync("localhost");
            client._stream = tls;
        }

        return client;
    }

    public async Task SendAsync(params byte[][] parts) => await _stream!.WriteAsync(parts.SelectMany(p => p).ToArray());

    /// <summary>Sends the upgrade request with more bytes right behind it, and reads the response's head.</summary>
    public async Task<string> UpgradeAsync(params byte[][] behind)
    {
        await SendAsync([Encoding.ASCII.GetBytes(Handshake), .. behind]);
        return await ReadHeadAsync();
    }

    public async Task<string> ReadHeadAsync()
    {
        var head = new List<byte>();

        while (!head.TakeLast(4).SequenceEqual("\r\n\r\n"u8.ToArray()))
        {
            head.AddRange(await ReadAsync(1));
        }

        return Encoding.ASCII.GetString([.. head]);
    }

    public async Task<byte[]> ReadAsync(int count)
    {
        while (_unread.Count < count)
        {
            var buffer = new byte[65_536];
            var read = await Wait.For($"{count} bytes, of which {_unread.Count} came", _stream!.ReadAsync(buffer).AsTask());
            Assert.True(read > 0, $"The stream ended after {_unread.Count} of {count} bytes: {Convert.ToHexString([.. _unread])}");
            _unread.AddRange(buffer[..read]);
        }

        var bytes = _unread.Take(count).ToArray();
        _unread.RemoveRange(0, count);
        return bytes;
    }

    /// <summary>Reads to the end of the stream; a reset counts as one.</summary>
    public async Task<byte[]> ReadToEndAsync()
    {
        var bytes = new List<byte>(_unread);
        var buffer = new byte[65_536];

        try
        {
            while (await Wait.For("the end of the stream", _stream!.ReadAsync(buffer).AsTask()) is > 0 and var read)
            {
                bytes.AddRange(buffer[..read]);
            }
        }
        catch (IOException)
        {
            bytes.AddRange("RST"u8);
        }

        return [.. bytes];
    }

    /// <summary>Sends FIN and goes on reading.</summary>
    public void EndSending() => _client.Client.Shutdown(SocketShutdown.Send);

    /// <summary>Sends RST.</summary>
    public void Reset()
    {
        // The socket itself: TcpClient and its stream would send a FIN first.
        _client.LingerState = new LingerOption(true, 0);
        _client.Client.Dispose();
    }

    public void Dispose()
    {
        _stream?.Dispose();
        _client.Dispose();
    }
}
