using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Logging;
using SocketIO.Engine;

namespace SocketIO.Tests;

/// <summary>The sockets of an in-memory test server, and sockets that the framework frames.</summary>
public sealed class ReadyWebSocketConnectionTests
{
    [Fact]
    public async Task A_test_server_has_WebSockets()
    {
        var handler = new RecordingHandler();
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseTestServer();
        await using var app = builder.Build();
        app.Run(async context =>
        {
            var settings = new WebSocketSettings();
            Assert.True(WebSocketUpgrade.IsRequested(context));
            Assert.Equal(WebSocketUpgradeError.None, WebSocketUpgrade.Check(context, settings));
            var connection = await WebSocketUpgrade.AcceptAsync(context, settings);
            handler.Connection = connection;
            handler.OnMessage = (data, isBinary) =>
            {
                handler.Write(data.Span, isBinary);
                return default;
            };
            await connection.RunAsync(handler);
        });
        await app.StartAsync();

        var client = app.GetTestServer().CreateWebSocketClient();
        client.SubProtocols.Add("chat");
        using var socket = await Wait.For("the connection", client.ConnectAsync(new Uri("ws://localhost/"), CancellationToken.None));
        Assert.Equal("chat", socket.SubProtocol);

        await socket.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        Assert.Equal("hello", await ReceiveAsync(socket));

        await socket.SendAsync(new byte[10_000], WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);
        Assert.Equal(new string('\0', 10_000), await ReceiveAsync(socket));

        await Wait.For("the close handshake", socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", CancellationToken.None));
        await Wait.Until("the close", () => handler.Seen.Count == 3);
        Assert.Equal("closed Clean 1000 bye", handler.Seen[^1]);
    }

    [Fact]
    public async Task Prebuilt_frames_and_closes_are_translated()
    {
        await using var pair = await SocketPair.OpenAsync();
        await pair.Handler.SendAsync(c => c.WriteFrames([0x81, 0x02, (byte)'h', (byte)'i', 0x82, 0x00]));
        Assert.Equal("hi", await ReceiveAsync(pair.Client));
        Assert.Equal("", await ReceiveAsync(pair.Client));

        await pair.Handler.SendAsync(c => c.WriteClose());
        Assert.Null(await ReceiveAsync(pair.Client));
        Assert.Equal(WebSocketCloseStatus.NormalClosure, pair.Client.CloseStatus);
        await pair.Client.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        await Wait.For("the end", pair.Running);
        Assert.Equal(["closed Clean 1000"], pair.Handler.Seen);
    }

    [Fact]
    public async Task The_limit_and_the_time_for_a_message_hold_here_too()
    {
        await using var large = await SocketPair.OpenAsync(new WebSocketSettings { MaxMessageBytes = 10 });
        await large.Client.SendAsync(new byte[11], WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);
        Assert.Null(await ReceiveAsync(large.Client));
        Assert.Equal(WebSocketCloseStatus.MessageTooBig, large.Client.CloseStatus);
        Assert.Equal(["closed ProtocolError MessageTooLarge"], large.Handler.Seen);

        var time = new ManualTimeProvider();
        time.Advance(TimeSpan.FromSeconds(1));
        await using var slow = await SocketPair.OpenAsync(new WebSocketSettings { Time = time });
        await slow.Client.SendAsync("a"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: false, CancellationToken.None);
        await Wait.Until("the close", () =>
        {
            time.Advance(TimeSpan.FromSeconds(30));
            slow.Connection.CheckTimeout(time.GetTimestamp());
            return slow.Handler.Seen.Count > 0;
        });
        Assert.Equal(["closed ProtocolError MessageTimeout"], slow.Handler.Seen);
    }

    [Fact]
    public async Task An_end_without_a_close_frame_and_an_abort_are_told()
    {
        await using var ended = await SocketPair.OpenAsync();
        ended.Client.Abort();
        await Wait.For("the end", ended.Running);
        Assert.Equal(["closed EndOfStream -"], ended.Handler.Seen);

        await using var aborted = await SocketPair.OpenAsync();
        aborted.Connection.Abort();
        await Wait.For("the end", aborted.Running);
        Assert.Equal(["closed Aborted -"], aborted.Handler.Seen);
    }

    private static async Task<string?> ReceiveAsync(WebSocket socket)
    {
        var bytes = new List<byte>();
        var buffer = new byte[4096];

        while (true)
        {
            var result = await Wait.For("a message", socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None).AsTask());

            if (result.MessageType is WebSocketMessageType.Close)
            {
                return null;
            }

            bytes.AddRange(buffer[..result.Count]);

            if (result.EndOfMessage)
            {
                return Encoding.UTF8.GetString([.. bytes]);
            }
        }
    }

    private sealed class SocketPair : IAsyncDisposable
    {
        private SocketPair(Stream client, Stream server, WebSocketSettings settings)
        {
            Client = WebSocket.CreateFromStream(client, isServer: false, null, Timeout.InfiniteTimeSpan);
            Connection = new ReadyWebSocketConnection(WebSocket.CreateFromStream(server, isServer: true, null, Timeout.InfiniteTimeSpan), settings);
            Handler = new RecordingHandler { Connection = Connection };
            Running = Connection.RunAsync(Handler);
        }

        public WebSocket Client { get; }

        public IWebSocketConnection Connection { get; }

        public RecordingHandler Handler { get; }

        public Task Running { get; }

        public static async Task<SocketPair> OpenAsync(WebSocketSettings? settings = null)
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            var client = new TcpClient();
            await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
            var server = await listener.AcceptTcpClientAsync();
            return new SocketPair(client.GetStream(), server.GetStream(), settings ?? new WebSocketSettings());
        }

        public async ValueTask DisposeAsync()
        {
            Connection.Abort();
            await Wait.For("the connection to end", Running);
            Client.Dispose();
        }
    }
}
