using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using SocketIO.Tests;

namespace SocketIO.Client.Tests;

/// <summary>
/// A server on loopback that answers nothing by itself: the test takes each request, in the order of arrival, and says what comes back.
/// </summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Channel<Exchange> _polls = Channel.CreateUnbounded<Exchange>();
    private readonly Channel<Exchange> _posts = Channel.CreateUnbounded<Exchange>();
    private readonly Channel<Exchange> _upgrades = Channel.CreateUnbounded<Exchange>();
    private readonly ConcurrentBag<TcpClient> _connections = [];
    private readonly Task _accepting;
    private int _requests;
    private int _handshakes;

    public ScriptedServer()
    {
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    public string Url => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}");

    /// <summary>Gets how many requests have arrived.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>Gets how many of the requests asked for a new session.</summary>
    public int Handshakes => Volatile.Read(ref _handshakes);

    /// <summary>Gets whether a handshake of a WebSocket waits to be taken.</summary>
    public bool HasUpgrade => _upgrades.Reader.Count > 0;

    /// <summary>Gets the next poll.</summary>
    public Task<Exchange> PollAsync() => Next("a poll", _polls);

    /// <summary>Gets the next body that the client sends.</summary>
    public Task<Exchange> PostAsync() => Next("a POST", _posts);

    /// <summary>Gets the next handshake of a WebSocket.</summary>
    public Task<Exchange> UpgradeAsync() => Next("the handshake of a WebSocket", _upgrades);

    /// <summary>Answers the next poll.</summary>
    public async Task AnswerPollAsync(string body) => await (await PollAsync()).OkAsync(body);

    /// <summary>Expects a body, and accepts it.</summary>
    public async Task ExpectPostAsync(string body)
    {
        var post = await PostAsync();
        Assert.Equal(body, post.Body);
        await post.OkAsync("ok");
    }

    /// <summary>Accepts the next WebSocket.</summary>
    public async Task<WebSocketPeer> AcceptWebSocketAsync() => await (await UpgradeAsync()).AcceptAsync();

    public bool TryTakePoll(out Exchange poll) => _polls.Reader.TryRead(out poll!);

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();

        foreach (var connection in _connections)
        {
            connection.Dispose();
        }

        await _accepting;
    }

    private static Task<Exchange> Next(string what, Channel<Exchange> channel) => Wait.For(what, channel.Reader.ReadAsync().AsTask());

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var connection = await _listener.AcceptTcpClientAsync();
                connection.NoDelay = true;
                _connections.Add(connection);
                _ = ServeAsync(connection);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient connection)
    {
        try
        {
            var stream = new DuplexBuffer(connection.GetStream());

            while (await ReadRequestAsync(connection, stream) is { } exchange)
            {
                Interlocked.Increment(ref _requests);

                if (exchange.Query["sid"] is null)
                {
                    Interlocked.Increment(ref _handshakes);
                }

                (exchange.IsUpgrade ? _upgrades : exchange.Method == "POST" ? _posts : _polls).Writer.TryWrite(exchange);

                if (!await exchange.Done)
                {
                    return;
                }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or SocketException or InvalidOperationException)
        {
            // The client, or the test, has cut the connection.
        }
    }

    private static async Task<Exchange?> ReadRequestAsync(TcpClient connection, DuplexBuffer stream)
    {
        if (await stream.ReadLineAsync() is not { Length: > 0 } first)
        {
            return null;
        }

        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

        while (await stream.ReadLineAsync() is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            headers[line[..colon]] = line[(colon + 1)..].Trim();
        }

        var body = new byte[headers.TryGetValue("Content-Length", out var length) ? int.Parse(length, CultureInfo.InvariantCulture) : 0];
        await stream.ReadExactlyAsync(body);
        var parts = first.Split(' ');
        return new Exchange(connection, stream, parts[0], parts[1], headers, body);
    }
}
