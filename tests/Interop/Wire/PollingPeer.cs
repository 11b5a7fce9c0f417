using System.Net;
using System.Text;

namespace SocketIO.Tests;

/// <summary>A session over long-polling: a GET is always pending unless the test polls by itself.</summary>
internal sealed class PollingPeer : EnginePeer
{
    private const char Separator = '\u001e';

    private readonly HttpClient _http;
    private readonly Uri _url;
    private readonly SemaphoreSlim _posting = new(1);
    private Task _polling = Task.CompletedTask;

    private PollingPeer(HttpClient http, Uri url)
    {
        _http = http;
        _url = url;
    }

    /// <summary>Gets the address of the session, for requests of the test's own.</summary>
    public Uri SessionUrl => new($"{_url}?EIO=4&transport=polling&sid={Sid}");

    public static async Task<PollingPeer> OpenAsync(Uri url, bool polls = true, string query = "")
    {
        var http = new HttpClient { Timeout = TimeSpan.FromSeconds(60) };
        var peer = new PollingPeer(http, url);

        var body = await http.GetStringAsync(new Uri($"{url}?EIO=4&transport=polling{query}"));
        Assert.StartsWith("0{", body, StringComparison.Ordinal);
        peer.OpenJson = body[1..];

        if (polls)
        {
            peer._polling = peer.PollOnAsync();
        }

        return peer;
    }

    public override async Task SendAsync(params string[] packets)
    {
        // A second POST beside this one, such as the answer to a ping, would end the session.
        await _posting.WaitAsync();

        try
        {
            using var response = await PostAsync(string.Join(Separator, packets));
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal("ok", await response.Content.ReadAsStringAsync());
        }
        finally
        {
            _posting.Release();
        }
    }

    public Task<HttpResponseMessage> GetAsync(CancellationToken cancellationToken = default) => _http.GetAsync(SessionUrl, cancellationToken);

    public Task<HttpResponseMessage> PostAsync(string body) => _http.PostAsync(SessionUrl, new StringContent(body, Encoding.UTF8, "text/plain"));

    /// <summary>One poll: its packets.</summary>
    public async Task<string[]> PollAsync()
    {
        using var response = await GetAsync();
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return Split(await response.Content.ReadAsStringAsync());
    }

    public override async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _polling;
    }

    private static string[] Split(string body) => body.Split(Separator);

    private async Task PollOnAsync()
    {
        try
        {
            while (true)
            {
                using var response = await GetAsync();

                if (response.StatusCode != HttpStatusCode.OK)
                {
                    break;
                }

                foreach (var packet in Split(await response.Content.ReadAsStringAsync()))
                {
                    await ReceivedAsync(packet);
                }
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The server broke the connection, or the test is over: the session has ended either way.
        }
        finally
        {
            Ended();
        }
    }
}
