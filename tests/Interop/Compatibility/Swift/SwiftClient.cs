using System.Net;
using System.Text;
using System.Text.Json;

namespace SocketIO.Tests;

/// <summary>
/// Does on the wire what socket.io-client-swift does: base64 on polling always, the first ping at once, a WebSocket that is confirmed only when the pending poll
/// has returned, the main namespace spelled out.
/// </summary>
internal sealed class SwiftClient : IAsyncDisposable
{
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(60) };
    private readonly PacketQueue _polled = new();
    private readonly SwiftVersion _version;
    private readonly Framing _framing;
    private readonly Uri _url;
    private ReplayWebSocket? _webSocket;
    private Task _polling = Task.CompletedTask;
    private volatile bool _isUpgrading;
    private bool _isOnWebSocket;

    private SwiftClient(SwiftVersion version, Uri url)
    {
        _version = version;
        _framing = version.Framing;
        _url = url;
    }

    public string Sid { get; private set; } = "";

    private bool IsV3 => _version.Revision == 3;

    public static async Task<SwiftClient> OpenAsync(SwiftVersion version, Uri url, string transport)
    {
        var client = new SwiftClient(version, url);

        if (transport == "websocket")
        {
            client._webSocket = await client.OpenWebSocketAsync();
            client._isOnWebSocket = true;
            client.Opened(await client._webSocket.Received.NextLike("0"));
        }
        else
        {
            await client.OpenPollingAsync();
        }

        // Before anything else.
        if (client.IsV3)
        {
            await client.SendAsync("2");
        }

        if (transport == "upgrade")
        {
            await client.UpgradeAsync();
        }
        else if (transport == "polling")
        {
            client._polling = client.PollOnAsync();
        }

        if (client.IsV3)
        {
            Assert.Equal("3", await client.NextLike("3"));
        }

        return client;
    }

    /// <summary>Opens a session by polling and does nothing more.</summary>
    public static async Task<SwiftClient> HandshakeAsync(SwiftVersion version, Uri url)
    {
        var client = new SwiftClient(version, url);
        await client.OpenPollingAsync();
        return client;
    }

    /// <summary>Asserts that the server lets nobody in who speaks that revision.</summary>
    public static async Task RefusedAsync(SwiftVersion version, Uri url, string transport)
    {
        await using var client = new SwiftClient(version, url);

        if (transport == "websocket")
        {
            // npm's server accepts the WebSocket to write its refusal into it.
            await using var socket = new ReplayWebSocket(client._framing);
            var status = await Wait.For("the answer", socket.ConnectAsync(client.WebSocketUrl, []));
            await Wait.For("the end of the WebSocket", socket.Completion);
            Assert.True(status is (int)HttpStatusCode.BadRequest or (int)HttpStatusCode.SwitchingProtocols && socket.Received.Rest().Count == 0, $"Answered {status}.");
            return;
        }

        using var response = await client._http.GetAsync(client.PollingUrl);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.ToString());
        Assert.Equal("""{"code":5,"message":"Unsupported protocol version"}""", await response.Content.ReadAsStringAsync());
    }

    /// <summary>The WebSocket that asks to take over, once the server has answered it.</summary>
    public async Task ProbeAsync()
    {
        _webSocket = await OpenWebSocketAsync();
        await _webSocket.SendAsync("2probe");
        Assert.Equal("3probe", await Wait.For("the answer to the probe", _webSocket.Received.NextLike("3probe")));
        _isUpgrading = true;
    }

    /// <summary>Takes what the pending poll brings and confirms the WebSocket, in that order.</summary>
    public async Task ConfirmAsync(Task poll)
    {
        await Wait.For("the poll that is released after the probe", poll, TimeSpan.FromSeconds(10));
        _isOnWebSocket = true;
        await _webSocket!.SendAsync("5");
    }

    /// <summary>Connects to a namespace; answers the id of the socket.</summary>
    public async Task<string> JoinAsync(string ns, string payload = "")
    {
        // Version 15 takes the main namespace for connected when the session is open.
        if (!IsV3 || ns != "/")
        {
            await SendAsync($"40{ns},{payload}");
        }

        var answer = await NextAsync();
        var prefix = ns == "/" ? "40" : $"40{ns},";

        if (IsV3)
        {
            Assert.Equal(prefix, answer);
            return ns == "/" ? Sid : $"{ns}#{Sid}";
        }

        Assert.StartsWith(prefix + "{\"sid\":\"", answer, StringComparison.Ordinal);
        return JsonDocument.Parse(answer[prefix.Length..]).RootElement.GetProperty("sid").GetString()!;
    }

    public async Task SendAsync(params string[] packets)
    {
        if (!_isOnWebSocket)
        {
            using var content = new StringContent(_framing.Body(packets), Encoding.UTF8, "text/plain");
            using var response = await _http.PostAsync(PollingUrl, content);
            Assert.Equal("ok", await response.Content.ReadAsStringAsync());
            return;
        }

        foreach (var packet in packets)
        {
            await _webSocket!.SendAsync(packet);
        }
    }

    /// <summary>The next packet that is no heartbeat.</summary>
    public Task<string> NextAsync() => NextLike("4");

    /// <summary>Goes: text 1 and a close frame that waits for no other, or a last POST.</summary>
    public async Task CloseAsync()
    {
        await SendAsync("1");

        if (_isOnWebSocket)
        {
            await _webSocket!.CloseAsync();
        }
    }

    public Task EndAsync() => Wait.For("the end of the session", _isOnWebSocket ? _webSocket!.Completion : _polling);

    /// <summary>One poll: text only, as this client reads nothing else. Answers whether there may be another.</summary>
    public async Task<bool> PollAsync()
    {
        using var response = await _http.GetAsync(PollingUrl);

        if (response.StatusCode != HttpStatusCode.OK)
        {
            return false;
        }

        Assert.Equal("text/plain", response.Content.Headers.ContentType?.MediaType);

        foreach (var packet in _framing.PacketsOf(await response.Content.ReadAsByteArrayAsync()))
        {
            _polled.Add(packet);
        }

        return true;
    }

    /// <summary>Polls until that packet has come, and takes it with all before it.</summary>
    public async Task PollForAsync(string packet)
    {
        string? polled;

        do
        {
            while (!_polled.TryTakeLike(packet, out polled))
            {
                Assert.True(await PollAsync(), "The session is over.");
            }
        }
        while (polled != packet);
    }

    public async ValueTask DisposeAsync()
    {
        if (_webSocket is not null)
        {
            await _webSocket.DisposeAsync();
        }

        _http.Dispose();
        await Task.WhenAny(_polling);
    }

    private Uri PollingUrl => new($"{_url}?transport=polling&b64=1{_version.Query}{(Sid.Length > 0 ? $"&sid={Sid}" : "")}");

    private Uri WebSocketUrl => new UriBuilder($"{_url}?transport=websocket{_version.Query}{(Sid.Length > 0 ? $"&sid={Sid}" : "")}") { Scheme = "ws" }.Uri;

    private async Task<string> NextLike(string packet)
        => _polled.TryTakeLike(packet, out var polled) ? polled : await Wait.For($"a packet like {packet}", (_isOnWebSocket ? _webSocket!.Received : _polled).NextLike(packet));

    private async Task OpenPollingAsync()
    {
        Assert.True(await PollAsync(), "The handshake was refused.");
        Opened(await _polled.NextLike("0"));
    }

    private void Opened(string open)
    {
        Assert.StartsWith("0{", open, StringComparison.Ordinal);
        Sid = JsonDocument.Parse(open[1..]).RootElement.GetProperty("sid").GetString()!;
    }

    private async Task UpgradeAsync()
    {
        _polling = PollOnAsync();
        await ProbeAsync();
        await ConfirmAsync(_polling);
    }

    private async Task PollOnAsync()
    {
        try
        {
            while (!_isUpgrading && await PollAsync())
            {
            }
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or ObjectDisposedException)
        {
            // The session is over, or the test.
        }
    }

    private async Task<ReplayWebSocket> OpenWebSocketAsync()
    {
        var socket = new ReplayWebSocket(_framing);
        // Its own address, with the scheme of WebSockets.
        var origin = KeyValuePair.Create("Origin", $"ws://{_url.Authority}");
        Assert.Equal((int)HttpStatusCode.SwitchingProtocols, await Wait.For("the WebSocket", socket.ConnectAsync(WebSocketUrl, [origin])));
        return socket;
    }
}
