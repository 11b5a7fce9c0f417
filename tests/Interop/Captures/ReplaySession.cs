using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace SocketIO.Tests;

/// <summary>One session of a replay: its polling, its WebSockets, its id then and now.</summary>
internal sealed partial class ReplaySession : IAsyncDisposable
{
    private readonly CaptureEntry _handshake;
    private readonly Uri _server;
    private readonly IPacketShape _shape;
    private readonly Framing _framing;
    private readonly ReplayPolling _polling;
    private readonly Dictionary<int, ReplayWebSocket> _webSockets = [];
    private Func<Task> _question = () => Task.CompletedTask;
    private bool _isProbing;

    public ReplaySession(CaptureEntry handshake, Uri server, IPacketShape shape)
    {
        _handshake = handshake;
        _server = server;
        _shape = shape;
        _framing = Framing.Of(handshake.Url!);
        _polling = new ReplayPolling(_framing);
    }

    /// <summary>Gets the id that the session had when it was recorded, once it is known.</summary>
    public string RecordedSid { get; private set; } = "";

    public int Compared { get; private set; }

    private string Sid { get; set; } = "";

    public async Task RequestAsync(CaptureEntry request, CaptureEntry? expected, bool isRefused)
    {
        if (request.IsWebSocketRequest)
        {
            await OpenWebSocketAsync(request, isRefused);
        }
        else if (request.Method == "POST")
        {
            await AskAsync(() => PostAsync(request, expected));
        }
        else if (request == _handshake)
        {
            await _polling.OpenAsync(Message(request));
        }
        else
        {
            _polling.Poll(request.Conn, () => Message(request));
        }
    }

    /// <summary>A poll had been answered: compares its packets, or how the session was refused.</summary>
    public async Task PollAnsweredAsync(CaptureEntry response)
    {
        if (response.Status != (int)HttpStatusCode.OK)
        {
            Assert.Equal((response.Status, response.Text), await Wait.For($"the refusal {response.Text}", _polling.Refusal));
            return;
        }

        var packets = _framing.PacketsOf(response.Data).ToArray();

        foreach (var packet in packets)
        {
            await CompareAsync(packet, _polling.NextLike, response.Step!);
        }

        if (_isProbing && packets is ["6"])
        {
            await Wait.For($"{response.Step}: the poll that is released after the probe", _polling.Completion);
        }
    }

    public async Task FrameAsync(CaptureEntry frame)
    {
        // The recorded connections go on after a refusal or a close that ours have not survived.
        if (!_webSockets.TryGetValue(frame.Conn, out var socket))
        {
            return;
        }

        if (frame.IsFromClient)
        {
            _isProbing |= frame.Text == "2probe";
            await AskAsync(() => socket.SendAsync(frame, frame.Data.Length == 0 ? [] : _framing.TranslatedFrame(frame.Data, frame.Opcode == "binary", _shape.Translate)));
        }
        else if (frame.Opcode is "text" or "binary")
        {
            await CompareAsync(_framing.PacketOf(frame.Data, frame.Opcode == "binary"), socket.Received.NextLike, frame.Step!);
        }
        else if (frame.Opcode == "close")
        {
            await Wait.For($"{frame.Step}: the close frame", socket.Completion);
            Assert.True(frame.Code is null or 1000 || (int?)socket.CloseStatus == frame.Code, $"Closed with {socket.CloseStatus}, not {frame.Code}.");
        }
    }

    /// <summary>A TCP connection ended. That of a poll is given up with it.</summary>
    public async Task EndAsync(CaptureEntry end)
    {
        if (!_webSockets.TryGetValue(end.Conn, out var socket))
        {
            if (end.IsFromClient)
            {
                _polling.Abandon(end.Conn);
            }
        }
        else if (end.IsFromClient)
        {
            socket.Abort();
        }
        else
        {
            await Wait.For($"{end.Step}: the end of the WebSocket", socket.Completion);
        }
    }

    public void AssertNothingIsLeft()
    {
        // A client of revision 3 that gives a session up after its handshake has or has not received the connection to the main namespace with that.
        Assert.DoesNotContain(_polling.Rest(), packet => packet != "40");
        Assert.All(_webSockets.Values, socket => Assert.Empty(socket.Received.Rest()));
    }

    public async ValueTask DisposeAsync()
    {
        await _polling.DisposeAsync();

        foreach (var socket in _webSockets.Values)
        {
            await socket.DisposeAsync();
        }
    }

    private async Task CompareAsync(string recorded, Func<string, Task<string>> nextLike, string step)
    {
        if (PacketQueue.IsOfTheMoment(recorded))
        {
            return;
        }

        var actual = await Wait.For($"{step}: {Shortened(recorded)}", nextLike(recorded));

        if (recorded.StartsWith("0{", StringComparison.Ordinal))
        {
            (RecordedSid, Sid) = (SidOf(recorded), SidOf(actual));
        }

        // Another connection has just done what is asked about here, and the server need not know yet.
        while (Unknown().IsMatch(actual) && !Unknown().IsMatch(recorded))
        {
            await _question();
            actual = await Wait.For($"{step}: {Shortened(recorded)}", nextLike(recorded));
        }

        _shape.AssertSame(recorded, actual);
        Compared++;
    }

    private Task AskAsync(Func<Task> question) => (_question = question)();

    private async Task PostAsync(CaptureEntry request, CaptureEntry? expected)
    {
        try
        {
            using var response = await _polling.SendAsync(Message(request));
            var body = await response.Content.ReadAsStringAsync();

            if (expected is not null)
            {
                Assert.Equal((expected.Status, expected.Text ?? ""), ((int)response.StatusCode, body));
            }
        }
        catch (HttpRequestException) when (expected is null)
        {
            // It got no answer when it was recorded, either.
        }
    }

    // The reference refuses with a response that it writes into the WebSocket it has just accepted; a refusal in its place is as good.
    private async Task OpenWebSocketAsync(CaptureEntry request, bool isRefused)
    {
        var socket = new ReplayWebSocket(_framing);
        var status = await Wait.For($"{request.Step}: the WebSocket", socket.ConnectAsync(new UriBuilder(UrlOf(request)) { Scheme = "ws" }.Uri, HeadersOf(request)));
        Assert.True(status == (int)HttpStatusCode.SwitchingProtocols || (isRefused && status == (int)HttpStatusCode.BadRequest), $"The WebSocket was answered {status}.");
        _webSockets[request.Conn] = socket;

        if (isRefused)
        {
            await Wait.For($"{request.Step}: the end of the refused WebSocket", socket.Completion);
        }
    }

    private HttpRequestMessage Message(CaptureEntry request)
    {
        var message = new HttpRequestMessage(new HttpMethod(request.Method!), UrlOf(request));

        if (request.Method == "POST")
        {
            message.Content = new ByteArrayContent(_framing.Translated(request.Data, _shape.Translate));
        }

        foreach (var (name, value) in HeadersOf(request))
        {
            (name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase) ? message.Content!.Headers : (HttpHeaders)message.Headers).TryAddWithoutValidation(name, value);
        }

        return message;
    }

    private IEnumerable<KeyValuePair<string, string>> HeadersOf(CaptureEntry request)
        => request.Headers!.Select(header => header.Key.Equals("Origin", StringComparison.OrdinalIgnoreCase) ? new(header.Key, _server.GetLeftPart(UriPartial.Authority)) : header);

    private Uri UrlOf(CaptureEntry request)
        => new(_server, RecordedSid.Length > 0 ? request.Url!.Replace(RecordedSid, Sid, StringComparison.Ordinal) : request.Url!);

    private static string SidOf(string open) => JsonDocument.Parse(open[1..]).RootElement.GetProperty("sid").GetString()!;

    private static string Shortened(string packet) => packet.Length > 200 ? $"{packet.AsSpan(0, 200)}…" : packet;

    [GeneratedRegex(@"^43\d+\[null\]$")]
    private static partial Regex Unknown();
}
