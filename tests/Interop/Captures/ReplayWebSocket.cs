using System.Net;
using System.Net.WebSockets;
using System.Text;

namespace SocketIO.Tests;

/// <summary>A WebSocket of a replayed or scripted session.</summary>
internal sealed class ReplayWebSocket(Framing framing) : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private WebSocketMessageType _typeOfMessage;

    public PacketQueue Received { get; } = new();

    /// <summary>Gets the end of what the server sends.</summary>
    public Task Completion { get; private set; } = Task.CompletedTask;

    public WebSocketCloseStatus? CloseStatus => _socket.CloseStatus;

    /// <summary>Connects; answers the status of the server's response.</summary>
    public async Task<int> ConnectAsync(Uri url, IEnumerable<KeyValuePair<string, string>> headers)
    {
        _socket.Options.KeepAliveInterval = TimeSpan.Zero;
        _socket.Options.CollectHttpResponseDetails = true;

        foreach (var (name, value) in headers)
        {
            _socket.Options.SetRequestHeader(name, value);
        }

        try
        {
            await _socket.ConnectAsync(url, CancellationToken.None);
            Completion = ReadAsync();
        }
        catch (WebSocketException) when (_socket.HttpStatusCode is not (0 or HttpStatusCode.SwitchingProtocols))
        {
        }

        return (int)_socket.HttpStatusCode;
    }

    /// <summary>Sends a frame, as long as that is possible: some clients go on for a frame after their close frame.</summary>
    public Task SendAsync(CaptureEntry frame, byte[] data) => frame.Opcode switch
    {
        _ when _socket.State is not (WebSocketState.Open or WebSocketState.CloseReceived) => Task.CompletedTask,
        "text" or "binary" or "continuation" => _socket.SendAsync(data, TypeOf(frame), frame.Fin ?? true, CancellationToken.None),
        "close" => _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None),
        _ => Task.CompletedTask,
    };

    /// <summary>Sends a packet; one of "b" and base64 as a binary frame.</summary>
    public Task SendAsync(string packet) => packet.StartsWith('b')
        ? _socket.SendAsync(framing.BinaryFrame(Convert.FromBase64String(packet[1..])), WebSocketMessageType.Binary, true, CancellationToken.None)
        : _socket.SendAsync(Encoding.UTF8.GetBytes(packet), WebSocketMessageType.Text, true, CancellationToken.None);

    /// <summary>Sends a close frame and does not wait for the other one.</summary>
    public Task CloseAsync() => _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);

    public void Abort() => _socket.Abort();

    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        await Completion;
        _socket.Dispose();
    }

    // A fragment is of the type with which its message began; the socket insists on it.
    private WebSocketMessageType TypeOf(CaptureEntry frame)
        => _typeOfMessage = frame.Opcode switch { "text" => WebSocketMessageType.Text, "binary" => WebSocketMessageType.Binary, _ => _typeOfMessage };

    private async Task ReadAsync()
    {
        var buffer = new byte[64 * 1024];
        var message = new MemoryStream();

        try
        {
            while (await _socket.ReceiveAsync(buffer, CancellationToken.None) is { MessageType: not WebSocketMessageType.Close } result)
            {
                message.Write(buffer, 0, result.Count);

                if (result.EndOfMessage)
                {
                    var data = message.ToArray();
                    message.SetLength(0);
                    Received.Add(framing.PacketOf(data, result.MessageType == WebSocketMessageType.Binary));
                }
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The connection is broken, or the test over.
        }
    }
}
