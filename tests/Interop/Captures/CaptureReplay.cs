using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;

namespace SocketIO.Tests;

/// <summary>Holds the conversation of one recorded session again.</summary>
internal sealed class CaptureReplay(CapturedSession session, Uri server, IPacketShape shape) : IAsyncDisposable
{
    private const char Separator = '\u001e';

    private readonly HttpClient _http = new(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.All });
    private readonly ClientWebSocket _webSocket = new();
    private readonly Channel<string> _received = Channel.CreateUnbounded<string>();
    private Task _polling = Task.CompletedTask;
    private Task _reading = Task.CompletedTask;
    private string _sid = "";

    /// <summary>Sends what the client sent and compares all that the server answers; returns how many packets were compared.</summary>
    public async Task<int> RunAsync()
    {
        var compared = 0;

        foreach (var entry in session.Entries)
        {
            if (entry.Kind == "request")
            {
                await RequestAsync(entry);
            }
            else if (entry.Kind == "response")
            {
                compared += await CompareAsync(entry);
            }
            else if (entry.IsFromClient)
            {
                await FrameAsync(entry);
            }
            else if (entry.Opcode is "text" or "binary")
            {
                compared += await CompareAsync(entry);
            }
        }

        return compared;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _webSocket.Abort();
        await _polling;
        await _reading;
        _webSocket.Dispose();
    }

    // Heartbeats and the packets that end a poll belong to the moment, not to the conversation.
    private static IEnumerable<string> PacketsOf(string payload) => payload.Split(Separator).Where(packet => packet is not ("2" or "6" or "1" or "ok" or ""));

    private async Task<int> CompareAsync(CaptureEntry entry)
    {
        var compared = 0;

        foreach (var recorded in PacketsOf(entry.Payload))
        {
            shape.AssertSame(recorded, await Wait.For($"{session.Step}: {recorded}", _received.Reader.ReadAsync().AsTask()));
            compared++;
        }

        return compared;
    }

    private async Task RequestAsync(CaptureEntry entry)
    {
        if (entry.Url!.Contains("transport=websocket", StringComparison.Ordinal))
        {
            _webSocket.Options.SetRequestHeader("Origin", server.GetLeftPart(UriPartial.Authority));
            await _webSocket.ConnectAsync(new UriBuilder(UrlOf(entry)) { Scheme = "ws" }.Uri, CancellationToken.None);
            _reading = ReadFramesAsync();
        }
        else if (entry.Method == "POST")
        {
            using var response = await SendAsync(entry);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal("ok", await response.Content.ReadAsStringAsync());
        }
        else if (entry == session.Handshake)
        {
            using var response = await SendAsync(entry);
            var open = await response.Content.ReadAsStringAsync();
            _received.Writer.TryWrite(open);
            _sid = JsonDocument.Parse(open[1..]).RootElement.GetProperty("sid").GetString()!;
        }
        else if (_polling.IsCompleted)
        {
            // The first poll stands for all: how many it takes depends on how the packets happen to be grouped.
            _polling = PollAsync(entry);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(CaptureEntry entry)
    {
        using var request = new HttpRequestMessage(new HttpMethod(entry.Method!), UrlOf(entry));

        if (entry.Method == "POST")
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Translated(entry)));
        }

        foreach (var (name, value) in entry.Headers!)
        {
            (name == "Content-Type" ? request.Content!.Headers : (System.Net.Http.Headers.HttpHeaders)request.Headers).TryAddWithoutValidation(name, value);
        }

        return await _http.SendAsync(request);
    }

    // The client of the recordings goes on for a frame after its close frame, which this WebSocket cannot.
    private Task FrameAsync(CaptureEntry entry) => entry.Opcode switch
    {
        _ when _webSocket.State is not (WebSocketState.Open or WebSocketState.CloseReceived) => Task.CompletedTask,
        "text" => _webSocket.SendAsync(Encoding.UTF8.GetBytes(Translated(entry)), WebSocketMessageType.Text, true, CancellationToken.None),
        "binary" => _webSocket.SendAsync(Convert.FromBase64String(Translated(entry)[1..]), WebSocketMessageType.Binary, true, CancellationToken.None),
        "close" => _webSocket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None),
        _ => Task.CompletedTask,
    };

    private string Translated(CaptureEntry entry) => string.Join(Separator, entry.Payload.Split(Separator).Select(shape.Translate));

    private Uri UrlOf(CaptureEntry entry)
    {
        var url = session.Sid.Length > 0 && _sid.Length > 0 ? entry.Url!.Replace(session.Sid, _sid, StringComparison.Ordinal) : entry.Url!;
        return new Uri(server, url);
    }

    private async Task PollAsync(CaptureEntry entry)
    {
        try
        {
            while (true)
            {
                using var response = await SendAsync(entry);

                if (response.StatusCode != HttpStatusCode.OK)
                {
                    return;
                }

                foreach (var packet in PacketsOf(await response.Content.ReadAsStringAsync()))
                {
                    _received.Writer.TryWrite(packet);
                }
            }
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ReadFramesAsync()
    {
        var buffer = new byte[64 * 1024];
        var message = new MemoryStream();

        try
        {
            while (await _webSocket.ReceiveAsync(buffer, CancellationToken.None) is { MessageType: not WebSocketMessageType.Close } result)
            {
                message.Write(buffer, 0, result.Count);

                if (result.EndOfMessage)
                {
                    var data = message.ToArray();
                    message.SetLength(0);
                    _received.Writer.TryWrite(result.MessageType == WebSocketMessageType.Text ? Encoding.UTF8.GetString(data) : $"b{Convert.ToBase64String(data)}");
                }
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
