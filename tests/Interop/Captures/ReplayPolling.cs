using System.Net;
using System.Text;

namespace SocketIO.Tests;

/// <summary>
/// The polling of a replayed session. It polls when the client did, unless the poll before still waits, and more often while a packet is awaited: how many polls
/// it takes depends on how the packets happen to be grouped.
/// </summary>
internal sealed class ReplayPolling(Framing framing) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.All });
    private readonly TaskCompletionSource<(int Status, string? Body)> _refusal = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _abandoned = new();
    private readonly HashSet<int> _connections = [];
    private readonly List<Task> _polls = [];
    private readonly PacketQueue _received = new();
    private Func<HttpRequestMessage>? _request;
    private bool _isPending;

    /// <summary>Gets the first answer to a poll that is not 200.</summary>
    public Task<(int Status, string? Body)> Refusal => _refusal.Task;

    /// <summary>Gets the end of the last poll.</summary>
    public Task Completion => _polls.LastOrDefault() ?? Task.CompletedTask;

    public async Task OpenAsync(HttpRequestMessage request) => await ReadAsync(await SendAsync(request));

    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            return await _http.SendAsync(request);
        }
    }

    /// <summary>Polls, unless a poll is pending.</summary>
    public void Poll(int connection, Func<HttpRequestMessage> request)
    {
        lock (_gate)
        {
            _connections.Add(connection);
            _request = request;
            PollAgainLocked();
        }
    }

    /// <summary>The next packet that is a heartbeat if that is what is awaited.</summary>
    public async Task<string> NextLike(string packet)
    {
        while (true)
        {
            lock (_gate)
            {
                if (_received.TryTakeLike(packet, out var next))
                {
                    return next;
                }

                PollAgainLocked();
            }

            Assert.False(Refusal.IsCompleted, "The session ended while a packet was awaited.");
            await Task.WhenAny(_received.ArrivalLike(packet), Completion);
        }
    }

    public IReadOnlyList<string> Rest() => _received.Rest();

    /// <summary>Breaks the connection of the pending poll if it is one that polls came by.</summary>
    public void Abandon(int connection)
    {
        if (_connections.Contains(connection))
        {
            _abandoned.Cancel();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _abandoned.CancelAsync();
        _http.Dispose();
        await Task.WhenAll(_polls);
        _abandoned.Dispose();
    }

    private void PollAgainLocked()
    {
        if (!_isPending && _request is not null)
        {
            _isPending = true;
            _polls.Add(PollOnceAsync(_request()));
        }
    }

    private async Task PollOnceAsync(HttpRequestMessage request)
    {
        try
        {
            using (request)
            {
                await ReadAsync(await _http.SendAsync(request, _abandoned.Token));
            }
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or ObjectDisposedException)
        {
            // The connection is broken, or the test over.
            _refusal.TrySetResult((0, e.Message));
        }
    }

    private async Task ReadAsync(HttpResponseMessage response)
    {
        using (response)
        {
            var body = await response.Content.ReadAsByteArrayAsync();

            // At once: whoever sees that no poll is pending sees what the last one brought, and polls again for nothing but more.
            lock (_gate)
            {
                _isPending = false;

                if (response.StatusCode != HttpStatusCode.OK)
                {
                    _refusal.TrySetResult(((int)response.StatusCode, Encoding.UTF8.GetString(body)));
                    return;
                }

                foreach (var packet in framing.PacketsOf(body))
                {
                    _received.Add(packet);
                }
            }
        }
    }
}
