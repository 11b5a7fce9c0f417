using System.Collections.Specialized;
using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Web;
using SocketIO.Tests;

namespace SocketIO.Client.Tests;

/// <summary>A request of the client, which the test answers as it likes.</summary>
internal sealed class Exchange
{
    private readonly TcpClient _tcp;
    private readonly Stream _stream;
    private readonly TaskCompletionSource<bool> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Exchange(TcpClient tcp, Stream stream, string method, string target, Dictionary<string, string> headers, byte[] body)
    {
        _tcp = tcp;
        _stream = stream;
        Method = method;
        Target = target;
        Headers = headers;
        Bytes = body;
        Query = HttpUtility.ParseQueryString(target.Contains('?') ? target[(target.IndexOf('?') + 1)..] : "");
    }

    public string Method { get; }

    /// <summary>Gets the path and the query as they were sent.</summary>
    public string Target { get; }

    public string Path => Target.Split('?')[0];

    public NameValueCollection Query { get; }

    public Dictionary<string, string> Headers { get; }

    public byte[] Bytes { get; }

    public string Body => Encoding.UTF8.GetString(Bytes);

    public bool IsUpgrade => Headers.TryGetValue("Upgrade", out var protocol) && protocol == "websocket";

    /// <summary>Gets whether another request may follow on the same connection, once that is known.</summary>
    public Task<bool> Done => _done.Task;

    public Task OkAsync(string body) => RespondAsync(200, body);

    public Task OkAsync(byte[] body) => RespondAsync(200, body);

    public Task RespondAsync(int status, string body = "", params string[] headers) => RespondAsync(status, Encoding.UTF8.GetBytes(body), headers);

    public async Task RespondAsync(int status, byte[] body, params string[] headers)
    {
        var extra = string.Concat(headers.Select(header => header + "\r\n"));
        await WriteAsync(string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} Status\r\nContent-Length: {body.Length}\r\n{extra}\r\n"));
        await _stream.WriteAsync(body);
        _done.TrySetResult(true);
    }

    /// <summary>Writes whatever the test wants to be on the wire; nothing follows by itself.</summary>
    public Task WriteAsync(string text) => _stream.WriteAsync(Encoding.UTF8.GetBytes(text)).AsTask();

    /// <summary>Completes when the client gives the request up.</summary>
    public async Task WhenAbandonedAsync()
    {
        try
        {
            await Wait.For("the client to give up a request", _stream.ReadAsync(new byte[1]).AsTask());
        }
        catch (IOException)
        {
            // Reset is given up, too.
        }
    }

    /// <summary>Cuts the connection instead of answering.</summary>
    public void Abort()
    {
        _tcp.LingerState = new LingerOption(true, 0);
        _tcp.Close();
        _done.TrySetResult(false);
    }

    /// <summary>Accepts the WebSocket.</summary>
    public async Task<WebSocketPeer> AcceptAsync(params string[] headers)
    {
        Assert.True(IsUpgrade, $"{Method} {Target} is no handshake of a WebSocket.");
        var extra = string.Concat(headers.Select(header => header + "\r\n"));
        await WriteAsync($"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {Accept}\r\n{extra}\r\n");
        return new WebSocketPeer(_tcp, _stream);
    }

#pragma warning disable CA5350 // What RFC 6455 prescribes.
    public string Accept => Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(Headers["Sec-WebSocket-Key"] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350
}
