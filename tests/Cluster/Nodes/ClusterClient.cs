using System.Collections.Concurrent;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace SocketIO.Tests.Cluster;

/// <summary>A client over a bare WebSocket, which can go without a word and come back elsewhere.</summary>
internal sealed partial class ClusterClient : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly TaskCompletionSource _joined = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _left = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _sending = new(1);
    private readonly string _namespace;
    private Task _receiving = Task.CompletedTask;
    private string? _pending;
    private int _missing;

    // What was missed comes before the client is let in.
    private bool _mayRecover;

    private ClusterClient(string ns, string name) => (_namespace, Name) = (ns, name);

    /// <summary>Gets the name of the server that it has reached.</summary>
    public string Name { get; }

    public string Sid { get; private set; } = string.Empty;

    public string? Pid { get; private set; }

    /// <summary>Gets the events, each as its JSON and its attachments in hexadecimal digits.</summary>
    public ConcurrentQueue<string> Received { get; } = new();

    /// <summary>Gets or sets the JSON array with which the client acknowledges; null for silence.</summary>
    public string? Answer { get; set; }

    /// <summary>Gets the last offset seen.</summary>
    public string? Offset { get; private set; }

    /// <summary>Completes when the server has disconnected the socket.</summary>
    public Task Left => _left.Task;

    /// <summary>Completes when the connection has ended.</summary>
    public Task Ended => _ended.Task;

    public static async Task<ClusterClient> ConnectAsync(int port, string ns, string who, object? auth = null)
    {
        var client = new ClusterClient(ns, who) { _mayRecover = auth is not null };
        await Wait.For("the WebSocket to open", client._socket.ConnectAsync(new Uri($"ws://127.0.0.1:{port}/socket.io/?EIO=4&transport=websocket&who={who}"), CancellationToken.None));
        client._receiving = client.ReceiveAsync();
        await client.SendAsync($"40{ns},{(auth is null ? string.Empty : JsonSerializer.Serialize(auth))}");
        await Wait.For($"{who} to join {ns}", client._joined.Task);
        return client;
    }

    /// <summary>Goes without a word.</summary>
    public async Task BreakAsync()
    {
        _socket.Abort();
        await Wait.For("the client to stop", _receiving);
    }

    public async ValueTask DisposeAsync()
    {
        await BreakAsync();
        _socket.Dispose();
        _sending.Dispose();
    }

    // Of a stream, or of a table.
    [GeneratedRegex(@"^\d+(-\d+)?$")]
    private static partial Regex OffsetForm();

    private async Task SendAsync(string packet)
    {
        await _sending.WaitAsync();

        try
        {
            await _socket.SendAsync(Encoding.UTF8.GetBytes(packet), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }
        finally
        {
            _sending.Release();
        }
    }

    private async Task ReceiveAsync()
    {
        var buffer = new byte[1024 * 1024];

        try
        {
            while (true)
            {
                var length = 0;
                ValueWebSocketReceiveResult result;

                do
                {
                    result = await _socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
                    length += result.Count;
                }
                while (!result.EndOfMessage);

                if (result.MessageType is WebSocketMessageType.Close)
                {
                    break;
                }

                await TakeAsync(buffer.AsMemory(0, length), result.MessageType is WebSocketMessageType.Binary);
            }
        }
        catch (Exception exception) when (exception is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            // Cut off, by either end.
        }

        _ended.TrySetResult();
    }

    private async Task TakeAsync(ReadOnlyMemory<byte> message, bool isBinary)
    {
        if (isBinary)
        {
            _pending += "#" + Convert.ToHexStringLower(message.Span);

            if (--_missing == 0)
            {
                Received.Enqueue(_pending);
            }

            return;
        }

        var text = Encoding.UTF8.GetString(message.Span);

        if (text == "2")
        {
            await SendAsync("3");
        }
        else if (text.StartsWith("40", StringComparison.Ordinal))
        {
            using var json = JsonDocument.Parse(text[text.IndexOf('{', StringComparison.Ordinal)..]);
            Sid = json.RootElement.GetProperty("sid").GetString()!;
            Pid = json.RootElement.TryGetProperty("pid", out var pid) ? pid.GetString() : null;
            _mayRecover |= Pid is not null;
            _joined.TrySetResult();
        }
        else if (text.StartsWith("41", StringComparison.Ordinal))
        {
            _left.TrySetResult();
        }
        else if (text.StartsWith("42", StringComparison.Ordinal) || text.StartsWith("45", StringComparison.Ordinal))
        {
            await TakeEventAsync(text);
        }
    }

    // 4 2 [attachments -] /namespace , [id] [...]
    private async Task TakeEventAsync(string text)
    {
        var json = text.IndexOf('[', StringComparison.Ordinal);
        var id = text[(text.IndexOf(',', StringComparison.Ordinal) + 1)..json];
        var payload = text[json..];

        using (var parsed = JsonDocument.Parse(payload))
        {
            var count = parsed.RootElement.GetArrayLength();

            if (_mayRecover && count > 1 && parsed.RootElement[count - 1] is { ValueKind: JsonValueKind.String } last && OffsetForm().IsMatch(last.GetString()!))
            {
                Offset = last.GetString();
                payload = payload[..payload.LastIndexOf(",\"", StringComparison.Ordinal)] + "]";
            }
        }

        if (text[1] == '5')
        {
            _missing = int.Parse(text[2..text.IndexOf('-', StringComparison.Ordinal)], CultureInfo.InvariantCulture);
            _pending = payload;
        }
        else
        {
            Received.Enqueue(payload);
        }

        if (id.Length > 0 && Answer is { } answer)
        {
            await SendAsync($"43{_namespace},{id}{answer}");
        }
    }
}
