using System.Net;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using SocketIO.Engine;

namespace SocketIO.Tests;

/// <summary>The connection on the pipes and streams that a real Kestrel has to offer.</summary>
public sealed class KestrelWebSocketTests
{
    public static TheoryData<bool, bool> Servers => new() { { false, false }, { true, false }, { false, true }, { true, true } };

    [Theory]
    [MemberData(nameof(Servers))]
    [Trait("Hostile", "C29")]
    public async Task A_client_talks_and_closes(bool isSecure, bool isHttp2)
    {
        // A limit that a conversation exceeds: it must not apply to WebSockets, over HTTP/2 either.
        await using var host = await WebSocketHost.StartAsync(isSecure, isHttp2, kestrel: o => o.Limits.MaxRequestBodySize = 1000);
        using var client = await ConnectAsync(host);
        Assert.Equal(!isHttp2, host.Connection is PipeWebSocketConnection { OwnsPipe: false });

        await SendAsync(client, "hello");
        Assert.Equal("hello", await ReceiveTextAsync(client));

        foreach (var size in (int[])[0, 1, 125, 126, 4096, 65_535, 65_536, 900_000])
        {
            var message = new byte[size];
            new Random(size).NextBytes(message);
            await client.SendAsync(message, WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);
            Assert.Equal(message, (await ReceiveAsync(client)).Bytes);
        }

        await client.SendAsync("frag"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: false, CancellationToken.None);
        await client.SendAsync("mented"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        Assert.Equal("fragmented", await ReceiveTextAsync(client));

        await Wait.For("the close handshake", client.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", CancellationToken.None));
        Assert.Equal(WebSocketCloseStatus.NormalClosure, client.CloseStatus);
        Assert.Equal("bye", client.CloseStatusDescription);
        Assert.Equal("closed Clean 1000 bye", host.Handler.Seen[^1]);
        await Wait.Until("the request to end", () => host.Ended == 1);
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task The_server_closes(bool isSecure, bool isHttp2)
    {
        await using var host = await WebSocketHost.StartAsync(isSecure, isHttp2);
        using var client = await ConnectAsync(host);
        Assert.True(await host.Handler.SendAsync(c => c.WriteClose(4001, "enough"u8)));

        Assert.Equal(WebSocketMessageType.Close, (await ReceiveAsync(client)).Type);
        Assert.Equal((WebSocketCloseStatus)4001, client.CloseStatus);
        Assert.Equal("enough", client.CloseStatusDescription);

        await client.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        await Wait.Until("the request to end", () => host.Ended == 1, () => string.Join(", ", host.Handler.Seen));
        Assert.Equal("closed Clean 1000", host.Handler.Seen[^1]);
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Abort_ends_the_request_and_the_client_notices(bool isSecure, bool isHttp2)
    {
        await using var host = await WebSocketHost.StartAsync(isSecure, isHttp2);
        using var client = await ConnectAsync(host);
        host.Connection!.Abort();
        await Assert.ThrowsAnyAsync<WebSocketException>(() => ReceiveAsync(client));
        await Wait.Until("the request to end", () => host.Ended == 1);
        Assert.Equal(["closed Aborted -"], host.Handler.Seen);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Hostile", "C11")]
    public async Task Frames_in_the_same_segment_as_the_upgrade_are_read(bool isSecure)
    {
        await using var host = await WebSocketHost.StartAsync(isSecure);
        using var client = await RawClient.ConnectAsync(host.Port, isSecure);
        var head = await client.UpgradeAsync(ClientFrames.Text("first"), ClientFrames.Text("second")[..5]);

        Assert.StartsWith("HTTP/1.1 101 Switching Protocols\r\n", head, StringComparison.Ordinal);
        Assert.Contains("\r\nConnection: Upgrade\r\n", head, StringComparison.Ordinal);
        Assert.Contains("\r\nUpgrade: websocket\r\n", head, StringComparison.Ordinal);
        Assert.Contains("\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n", head, StringComparison.Ordinal);
        Assert.Equal("\u0005first"u8.ToArray(), (await client.ReadAsync(7))[1..]);

        await client.SendAsync(ClientFrames.Text("second")[5..]);
        Assert.Equal("\u0006second"u8.ToArray(), (await client.ReadAsync(8))[1..]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Hostile", "C11")]
    [Trait("Hostile", "CVE-2022-21676")]
    public async Task A_bad_frame_in_the_same_segment_as_the_upgrade_is_answered(bool isSecure)
    {
        await using var host = await WebSocketHost.StartAsync(isSecure);
        using var client = await RawClient.ConnectAsync(host.Port, isSecure);
        await client.UpgradeAsync(ClientFrames.Frame(0x1, "x"u8.ToArray(), rsv: 2), ClientFrames.Close());
        Assert.Equal([0x88, 0x02, 0x03, 0xEA], await client.ReadToEndAsync());
        Assert.Equal(["closed ProtocolError ReservedBits"], host.Handler.Seen);
    }

    [Fact]
    [Trait("Hostile", "C10")]
    [Trait("Hostile", "CVE-2022-41940")]
    public async Task Refused_upgrades_followed_by_a_reset_do_no_harm()
    {
        await using var host = await WebSocketHost.StartAsync();

        for (var i = 0; i < 300; i++)
        {
            using var refused = await RawClient.ConnectAsync(host.Port);
            await refused.SendAsync(Encoding.ASCII.GetBytes(RawClient.Handshake.Replace("Version: 13", "Version: 12", StringComparison.Ordinal)));
            refused.Reset();
        }

        using var client = await ConnectAsync(host);
        await SendAsync(client, "alive");
        Assert.Equal("alive", await ReceiveTextAsync(client));
        Assert.Single(host.Handler.Seen);
    }

    [Fact]
    [Trait("Hostile", "C19")]
    public async Task The_close_code_arrives_though_the_message_is_still_being_sent()
    {
        await using var host = await WebSocketHost.StartAsync();
        using var client = await RawClient.ConnectAsync(host.Port);
        await client.UpgradeAsync(ClientFrames.Frame(0x2, [], length: 8_000_000));
        Assert.Equal([0x88, 0x02, 0x03, 0xF1], await client.ReadAsync(4));

        // Unread bytes would make the server's TCP reset the connection, and the reset could overtake the close frame.
        for (var sent = 0; sent < 8_000_000; sent += 80_000)
        {
            await client.SendAsync(new byte[80_000]);
        }

        await client.SendAsync(ClientFrames.Close(1009));
        Assert.Empty(await client.ReadToEndAsync());
        await Wait.Until("the request to end", () => host.Ended == 1);
    }

    [Fact]
    public async Task A_client_that_neither_reads_nor_answers_a_close_frame_is_cut()
    {
        var time = new ManualTimeProvider();
        await using var host = await WebSocketHost.StartAsync(settings: new WebSocketSettings { Time = time });
        using var client = await RawClient.ConnectAsync(host.Port);
        await client.UpgradeAsync();
        await Wait.Until("the connection", () => host.Connection is not null);

        var stuck = await FillAsync(host);
        await client.SendAsync(ClientFrames.Close());
        await Wait.Until("the close frame", () => host.Handler.Seen.Count > 0);
        Assert.Equal(["closed Clean -"], host.Handler.Seen);
        Assert.False(stuck.IsCompleted);
        Assert.Equal(0, host.Ended);

        time.Advance(TimeSpan.FromSeconds(5));
        await Wait.Until("the request to end", () => host.Ended == 1);
    }

    [Fact]
    [Trait("Hostile", "C27")]
    public async Task End_of_stream_and_reset_without_a_close_frame()
    {
        await using var host = await WebSocketHost.StartAsync();
        using var ending = await RawClient.ConnectAsync(host.Port);
        await ending.UpgradeAsync();
        ending.EndSending();
        Assert.Empty(await ending.ReadToEndAsync());
        await Wait.Until("the end", () => host.Ended == 1);
        Assert.Equal(["closed EndOfStream -"], host.Handler.Seen);

        using var resetting = await RawClient.ConnectAsync(host.Port);
        await resetting.UpgradeAsync();
        resetting.Reset();
        await Wait.Until("the reset", () => host.Ended == 2);
        Assert.Equal(["closed Reset -"], host.Handler.Seen);
    }

    [Fact]
    public async Task A_stopping_server_lets_the_conversation_come_to_its_end()
    {
        await using var host = await WebSocketHost.StartAsync();
        using var client = await ConnectAsync(host);
        await SendAsync(client, "before");
        Assert.Equal("before", await ReceiveTextAsync(client));

        var stopping = host.StopAsync();
        await SendAsync(client, "after");
        Assert.Equal("after", await ReceiveTextAsync(client));

        await Wait.For("the close handshake", client.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None));
        await Wait.For("the server to stop", stopping);
    }

    [Fact]
    public async Task A_stream_that_a_middleware_put_in_between_is_used()
    {
        var wrapped = 0;
        await using var host = await WebSocketHost.StartAsync(before: app => app.Use((context, next) =>
        {
            var inner = context.Features.GetRequiredFeature<IHttpUpgradeFeature>();
            context.Features.Set<IHttpUpgradeFeature>(new WrappingUpgrade(inner, () => wrapped++));
            return next(context);
        }));
        using var client = await ConnectAsync(host);
        Assert.True(host.Connection is PipeWebSocketConnection { OwnsPipe: true });
        await SendAsync(client, "hello");
        Assert.Equal("hello", await ReceiveTextAsync(client));
        await Wait.For("the close handshake", client.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None));
        Assert.Equal(1, wrapped);
    }

    [Fact]
    [Trait("Hostile", "C29")]
    public async Task Neither_a_body_limit_nor_a_data_rate_applies_to_http2()
    {
        await using var host = await WebSocketHost.StartAsync(isHttp2: true, kestrel: o =>
        {
            o.Limits.MaxRequestBodySize = 100;
            o.Limits.MinRequestBodyDataRate = new MinDataRate(1_000_000, TimeSpan.FromSeconds(1.001));
        });
        using var client = await ConnectAsync(host);
        var clock = System.Diagnostics.Stopwatch.StartNew();

        // Kestrel looks at rates once per second, of the real clock: talk for longer than it would put up with.
        while (clock.Elapsed < TimeSpan.FromSeconds(3.5))
        {
            await SendAsync(client, "slow, but alive");
            Assert.Equal("slow, but alive", await ReceiveTextAsync(client));
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }

        await Wait.For("the close handshake", client.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None));
    }

    // Sends until the client's and the server's buffers are full; returns the send that waits.
    private static async Task<Task> FillAsync(WebSocketHost host)
    {
        for (var i = 0; i < 1000; i++)
        {
            var sent = host.Handler.SendAsync(c => c.WriteBinary(new byte[100_000]));

            if (await Task.WhenAny(sent, Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System)) != sent)
            {
                return sent;
            }
        }

        throw new InvalidOperationException("The client reads.");
    }

    private static async Task<ClientWebSocket> ConnectAsync(WebSocketHost host)
    {
        var client = new ClientWebSocket();
        client.Options.HttpVersion = host.IsHttp2 ? HttpVersion.Version20 : HttpVersion.Version11;
        client.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler
        {
            SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
        }, disposeHandler: false);
        await Wait.For("the connection", client.ConnectAsync(host.Uri, invoker, CancellationToken.None));
        await Wait.Until("the server to have it", () => host.Connection is not null);
        return client;
    }

    private static ValueTask SendAsync(ClientWebSocket client, string text)
        => client.SendAsync(Encoding.UTF8.GetBytes(text).AsMemory(), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    private static async Task<string> ReceiveTextAsync(ClientWebSocket client)
    {
        var (type, bytes) = await ReceiveAsync(client);
        Assert.Equal(WebSocketMessageType.Text, type);
        return Encoding.UTF8.GetString(bytes);
    }

    private static async Task<(WebSocketMessageType Type, byte[] Bytes)> ReceiveAsync(ClientWebSocket client)
    {
        var bytes = new List<byte>();
        var buffer = new byte[65_536];

        while (true)
        {
            var result = await Wait.For("a message", client.ReceiveAsync(buffer.AsMemory(), CancellationToken.None).AsTask());
            bytes.AddRange(buffer[..result.Count]);

            if (result.EndOfMessage)
            {
                return (result.MessageType, [.. bytes]);
            }
        }
    }

    private sealed class WrappingUpgrade(IHttpUpgradeFeature inner, Action onWrap) : IHttpUpgradeFeature
    {
        public bool IsUpgradableRequest => inner.IsUpgradableRequest;

        public async Task<Stream> UpgradeAsync()
        {
            onWrap();
            return new BufferedStream(await inner.UpgradeAsync());
        }
    }
}
