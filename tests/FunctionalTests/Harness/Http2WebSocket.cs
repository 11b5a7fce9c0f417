using System.Buffers.Binary;
using System.Net;
using SocketIO.Tests;

namespace SocketIO.FunctionalTests;

/// <summary>A WebSocket over HTTP/2 (RFC 8441), of which the test writes every frame.</summary>
internal sealed class Http2WebSocket : IAsyncDisposable
{
    private readonly HttpMessageInvoker _http;
    private readonly HttpResponseMessage _response;
    private readonly Stream _stream;

    private Http2WebSocket(HttpMessageInvoker http, HttpResponseMessage response, Stream stream)
    {
        _http = http;
        _response = response;
        _stream = stream;
    }

    public static async Task<Http2WebSocket> ConnectAsync(Target target)
    {
        var http = new HttpMessageInvoker(new SocketsHttpHandler());
        var response = await SendRequestAsync(http, target, target.WebSocketUrl);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return new Http2WebSocket(http, response, await response.Content.ReadAsStreamAsync());
    }

    public static async Task<int> RefusedAsync(Target target, string url)
    {
        using var http = new HttpMessageInvoker(new SocketsHttpHandler());
        using var response = await SendRequestAsync(http, target, url);
        return (int)response.StatusCode;
    }

    public async Task SendAsync(WsFrame frame)
    {
        await Wait.For("the server to take a frame", _stream.WriteAsync(frame.ToBytes()).AsTask());
        await Wait.For("the server to take a frame", _stream.FlushAsync());
    }

    public async Task<WsFrame> ReadFrameAsync(string what)
    {
        var head = new byte[4];
        await Wait.For(what, _stream.ReadExactlyAsync(head, 0, 2).AsTask());
        var length = head[1] & 0x7f;

        if (length == 126)
        {
            await Wait.For(what, _stream.ReadExactlyAsync(head, 2, 2).AsTask());
            length = BinaryPrimitives.ReadUInt16BigEndian(head.AsSpan(2));
        }

        var payload = new byte[length];
        await Wait.For(what, _stream.ReadExactlyAsync(payload).AsTask());
        return new WsFrame(head[0] & 0x0f, payload);
    }

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        _response.Dispose();
        _http.Dispose();
    }

    private static Task<HttpResponseMessage> SendRequestAsync(HttpMessageInvoker http, Target target, string url)
    {
        var request = new HttpRequestMessage(HttpMethod.Connect, $"http://127.0.0.1:{target.Port}{url}")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Headers.Protocol = "websocket";
        request.Headers.Add("Sec-WebSocket-Version", "13");
        return Wait.For("the answer to the extended CONNECT", http.SendAsync(request, CancellationToken.None));
    }
}
