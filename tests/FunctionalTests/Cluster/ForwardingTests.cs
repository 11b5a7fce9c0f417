using System.Diagnostics;
using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using SocketIO.Adapters;


namespace SocketIO.Tests.Cluster;

/// <summary>Polling requests that reach another server than the one that has their session.</summary>
public sealed class ForwardingTests : IAsyncLifetime
{
    private readonly InMemoryCluster _cluster = new();
    private readonly HttpClient _http = new();
    private TestHost _first = null!;
    private TestHost _second = null!;

    public async ValueTask InitializeAsync()
    {
        _first = await StartAsync(forward: true);
        _second = await StartAsync(forward: true);
        await Wait.Until("the servers know each other", () => _first.Io.Adapter.CountServersAsync(default).Result == 2 && _second.Io.Adapter.CountServersAsync(default).Result == 2);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _first.DisposeAsync();
        await _second.DisposeAsync();
    }

    // What the reference's cluster engine is for.
    [Fact]
    [Trait("Spec", "ADP-082")]
    public async Task A_session_lives_on_one_server_and_speaks_through_another()
    {
        var sid = await HandshakeAsync(_first);

        Assert.Equal("ok", await PostAsync(_second, sid, "40"));
        Assert.StartsWith("40{\"sid\":", await PollAsync(_second, sid), StringComparison.Ordinal);

        Assert.Equal("ok", await PostAsync(_first, sid, "420[\"echo\",\"h€llo\"]\u001e421[\"echo\",2]"));
        Assert.Equal("430[\"h€llo\"]\u001e431[2]", await PollAsync(_second, sid));

        // Binary: a message and its attachment.
        Assert.Equal("ok", await PostAsync(_second, sid, "451-2[\"echo\",{\"_placeholder\":true,\"num\":0}]\u001ebAQID"));
        Assert.Equal("461-2[{\"_placeholder\":true,\"num\":0}]\u001ebAQID", await PollAsync(_second, sid));
        Assert.Equal(1, _first.Io.Engine.ClientsCount);
        Assert.Equal(0, _second.Io.Engine.ClientsCount);
    }

    [Fact]
    public async Task A_poll_waits_for_as_long_as_there_is_nothing_to_say()
    {
        var sid = await HandshakeAsync(_first);
        Assert.Equal("ok", await PostAsync(_second, sid, "40"));
        Assert.StartsWith("40{\"sid\":", await PollAsync(_second, sid), StringComparison.Ordinal);

        var poll = PollAsync(_second, sid);
        await Wait.Until("the poll is at the first server", () => _first.Io.Engine.Clients.Single().Polling is { IsWritable: true });
        Assert.False(poll.IsCompleted);
        await _second.Io.EmitAsync("news", 1);
        Assert.Equal("42[\"news\",1]", await Wait.For("the poll to be answered", poll));
    }

    [Fact]
    public async Task A_client_that_hangs_up_ends_its_poll_at_the_other_server()
    {
        var sid = await HandshakeAsync(_first);
        Assert.Equal("ok", await PostAsync(_second, sid, "40"));
        Assert.StartsWith("40{\"sid\":", await PollAsync(_second, sid), StringComparison.Ordinal);

        using var cancellation = new CancellationTokenSource();
        var poll = _http.GetAsync(Url(_second, sid), cancellation.Token);
        await Wait.Until("the poll is at the first server", () => _first.Io.Engine.Clients.Single().Polling is { IsWritable: true });
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => poll);
        await Wait.Until("the session has ended with its poll", () => _first.Io.Engine.ClientsCount == 0);
    }

    [Fact]
    public async Task A_request_that_the_other_server_refuses_is_refused_in_its_words()
    {
        var sid = await HandshakeAsync(_first);
        using var response = await _http.SendAsync(new HttpRequestMessage(HttpMethod.Put, Url(_second, sid)));
        using var direct = await _http.SendAsync(new HttpRequestMessage(HttpMethod.Put, Url(_first, sid)));
        Assert.Equal(direct.StatusCode, response.StatusCode);
        Assert.Equal(await direct.Content.ReadAsStringAsync(), await response.Content.ReadAsStringAsync());
    }

    // Nobody knows the session, and nobody waits long to say so.
    [Fact]
    [Trait("Spec", "T-58")]
    public async Task A_session_of_a_server_that_has_gone_is_unknown()
    {
        var gone = await StartAsync(forward: true);
        var sid = await HandshakeAsync(gone);
        await gone.DisposeAsync();

        var clock = Stopwatch.StartNew();
        using var response = await _http.GetAsync(Url(_second, sid));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("{\"code\":1,\"message\":\"Session ID unknown\"}", await response.Content.ReadAsStringAsync());
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"It took {clock.Elapsed}.");
    }

    [Fact]
    [Trait("Spec", "ADP-006")]
    public async Task Without_the_option_the_session_is_unknown()
    {
        await using var third = await StartAsync(forward: false);
        var sid = await HandshakeAsync(_first);
        using var response = await _http.GetAsync(Url(third, sid));
        Assert.Equal("{\"code\":1,\"message\":\"Session ID unknown\"}", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Data_of_other_servers_that_is_no_request_does_no_harm()
    {
        var random = new Random(7);

        for (var i = 0; i < 2_000; i++)
        {
            var garbage = new byte[random.Next(64)];
            random.NextBytes(garbage);

            // Some of it begins as it should.
            if (i % 2 == 0 && garbage.Length > 2)
            {
                (garbage[0], garbage[1]) = (1, (byte)random.Next(6));
            }

            await _first.Io.Adapter.SendToServerAsync(_second.Io.NodeId, garbage);
        }

        var sid = await HandshakeAsync(_second);
        Assert.Equal("ok", await PostAsync(_first, sid, "40"));
    }

    private Task<TestHost> StartAsync(bool forward)
        => TestHost.StartAsync(
            io => io.On("echo", static (SocketIO.Protocol.EventArgument value) => value),
            options =>
            {
                options.ForwardRequests = forward;
                options.ShutdownTimeout = TimeSpan.FromMilliseconds(100);
            },
            builder => builder.AddInMemoryCluster(_cluster));

    private static string Url(TestHost host, string sid) => $"{host.Address}socket.io/?EIO=4&transport=polling{(sid.Length == 0 ? string.Empty : $"&sid={sid}")}";

    private async Task<string> HandshakeAsync(TestHost host)
    {
        var open = await Wait.For("the handshake", _http.GetStringAsync(Url(host, string.Empty)));
        return System.Text.Json.JsonElement.Parse(open[1..]).GetProperty("sid").GetString()!;
    }

    private Task<string> PollAsync(TestHost host, string sid) => Wait.For("a poll", _http.GetStringAsync(Url(host, sid)));

    private async Task<string> PostAsync(TestHost host, string sid, string packets)
    {
        using var response = await Wait.For("a post", _http.PostAsync(Url(host, sid), new StringContent(packets, Encoding.UTF8, "text/plain")));
        return await response.Content.ReadAsStringAsync();
    }
}
