using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.Channels;

namespace SocketIO.Tests;

/// <summary>
/// A client made of nothing but the Engine.IO protocol, the same for both transports: packets are text with their type digit,
/// binary messages are "b" and base64.
/// </summary>
internal abstract class EnginePeer : IAsyncDisposable
{
    private readonly Channel<string> _received = Channel.CreateUnbounded<string>();
    private readonly ConcurrentQueue<string> _seen = new();

    /// <summary>Gets the open packet, without its type.</summary>
    public string OpenJson { get; protected set; } = "";

    public string Sid => JsonDocument.Parse(OpenJson).RootElement.GetProperty("sid").GetString()!;

    /// <summary>Gets or sets a value indicating whether pings are answered by themselves instead of being handed out.</summary>
    public bool AnswersPings { get; set; } = true;

    /// <summary>Opens a session over the transport: "polling", "websocket", or "upgraded" for both in turn.</summary>
    public static async Task<EnginePeer> OpenAsync(string transport, Uri url) => transport switch
    {
        "polling" => await PollingPeer.OpenAsync(url),
        "websocket" => await WebSocketPeer.OpenAsync(url),
        "upgraded" => await UpgradeAsync(url),
        _ => throw new ArgumentOutOfRangeException(nameof(transport), transport, "unknown transport"),
    };

    public abstract Task SendAsync(params string[] packets);

    /// <summary>The next packet.</summary>
    public async Task<string> NextAsync()
    {
        try
        {
            return await Wait.For("a packet", _received.Reader.ReadAsync().AsTask());
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{e.Message} Seen before: {string.Join(" | ", _seen)}");
        }
        catch (ChannelClosedException)
        {
            throw new InvalidOperationException($"The session ended while a packet was awaited. Seen before: {string.Join(" | ", _seen)}");
        }
    }

    /// <summary>The next packets, as many as are expected.</summary>
    public async Task<string[]> NextAsync(int count)
    {
        var packets = new string[count];

        for (var i = 0; i < count; i++)
        {
            packets[i] = await NextAsync();
        }

        return packets;
    }

    /// <summary>Reads on until the server has ended the session.</summary>
    public async Task<string[]> ReadToEndAsync(TimeSpan? limit = null)
    {
        var rest = new List<string>();
        await Wait.For("the end of the session", DrainAsync(rest), limit);
        return [.. rest];
    }

    /// <summary>Reads on until the server has ended the session; nothing but the closing itself may come.</summary>
    public async Task EndsAsync(TimeSpan? limit = null)
        => Assert.DoesNotContain(await ReadToEndAsync(limit), packet => packet is not "1" and not "6");

    /// <summary>Connects to a namespace; answers the socket's id.</summary>
    public async Task<string> JoinAsync(string ns = "/", string? auth = null)
    {
        var prefix = ns == "/" ? "" : $"{ns},";
        await SendAsync($"40{prefix}{auth}");
        var answer = await NextAsync();
        Assert.StartsWith($"40{prefix}{{\"sid\":\"", answer, StringComparison.Ordinal);
        return JsonDocument.Parse(answer[(2 + prefix.Length)..]).RootElement.GetProperty("sid").GetString()!;
    }

    public abstract ValueTask DisposeAsync();

    protected async Task ReceivedAsync(string packet)
    {
        if (AnswersPings && packet == "2")
        {
            await SendAsync("3");
            return;
        }

        _seen.Enqueue(packet.Length > 200 ? packet[..200] : packet);
        _received.Writer.TryWrite(packet);
    }

    protected void Ended() => _received.Writer.TryComplete();

    private static async Task<EnginePeer> UpgradeAsync(Uri url)
    {
        await using var polling = await PollingPeer.OpenAsync(url, polls: false);
        var peer = await WebSocketPeer.UpgradeAsync(url, polling.Sid);
        peer.OpenJson = polling.OpenJson;
        await peer.SendAsync("2probe");
        Assert.Equal("3probe", await peer.NextAsync());
        await peer.SendAsync("5");
        return peer;
    }

    private async Task DrainAsync(List<string> rest)
    {
        await foreach (var packet in _received.Reader.ReadAllAsync())
        {
            rest.Add(packet);
        }
    }
}
