using System.Net.WebSockets;
using System.Text;

namespace SocketIO.Tests;

/// <summary>A session over WebSocket.</summary>
internal sealed class WebSocketPeer : EnginePeer
{
    private readonly ClientWebSocket _socket;
    private Task _reading = Task.CompletedTask;

    private WebSocketPeer(ClientWebSocket socket)
    {
        _socket = socket;
    }

    public WebSocketCloseStatus? CloseStatus => _socket.CloseStatus;

    public string? CloseDescription => _socket.CloseStatusDescription;

    /// <summary>Opens a session and reads its open packet.</summary>
    public static async Task<WebSocketPeer> OpenAsync(Uri url, string query = "")
    {
        var peer = await ConnectAsync(new Uri($"{url}?EIO=4&transport=websocket{query}"));
        var open = await peer.NextAsync();
        Assert.StartsWith("0{", open, StringComparison.Ordinal);
        peer.OpenJson = open[1..];
        return peer;
    }

    /// <summary>Opens the WebSocket of a session that began over polling.</summary>
    public static Task<WebSocketPeer> UpgradeAsync(Uri url, string sid) => ConnectAsync(new Uri($"{url}?EIO=4&transport=websocket&sid={sid}"));

    /// <summary>Opens a WebSocket at an address; nothing is read yet but what comes.</summary>
    public static async Task<WebSocketPeer> ConnectAsync(Uri http, Action<ClientWebSocket, ClientWebSocketOptions>? configure = null)
    {
        var socket = new ClientWebSocket();
        socket.Options.KeepAliveInterval = TimeSpan.Zero;
        configure?.Invoke(socket, socket.Options);
        await Wait.For("the WebSocket handshake", socket.ConnectAsync(new UriBuilder(http) { Scheme = "ws" }.Uri, CancellationToken.None));

        var peer = new WebSocketPeer(socket);
        peer._reading = peer.ReadOnAsync();
        return peer;
    }

    public override async Task SendAsync(params string[] packets)
    {
        foreach (var packet in packets)
        {
            if (packet.StartsWith('b'))
            {
                await _socket.SendAsync(Convert.FromBase64String(packet[1..]), WebSocketMessageType.Binary, true, CancellationToken.None);
            }
            else
            {
                await SendTextAsync(packet, true);
            }
        }
    }

    /// <summary>Sends a text frame, the last of its message or not.</summary>
    public Task SendTextAsync(string text, bool last) => _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, last, CancellationToken.None);

    public Task CloseAsync() => _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);

    /// <summary>Ends the TCP connection without a close frame.</summary>
    public void Abort() => _socket.Abort();

    public override async ValueTask DisposeAsync()
    {
        _socket.Abort();
        await _reading;
        _socket.Dispose();
    }

    private async Task ReadOnAsync()
    {
        var message = new MemoryStream();
        var buffer = new byte[16 * 1024];

        try
        {
            while (true)
            {
                var result = await _socket.ReceiveAsync(buffer, CancellationToken.None);

                if (result.MessageType == WebSocketMessageType.Close)
                {
                    break;
                }

                message.Write(buffer, 0, result.Count);

                if (result.EndOfMessage)
                {
                    var data = message.ToArray();
                    message.SetLength(0);
                    await ReceivedAsync(result.MessageType == WebSocketMessageType.Text ? Encoding.UTF8.GetString(data) : $"b{Convert.ToBase64String(data)}");
                }
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The connection broke, or the test is over: the session has ended either way.
        }
        finally
        {
            Ended();
        }
    }
}
