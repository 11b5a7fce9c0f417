using System.IO.Compression;
using System.Net.WebSockets;

namespace SocketIO.Tests;

/// <summary>Compression of polling responses and of WebSocket messages.</summary>
public sealed class CompressionTests(ContractServer server)
{
    [Theory]
    [InlineData(Profile.Compress, 600, "gzip, deflate", "gzip")]
    [InlineData(Profile.Compress, 600, "deflate", "deflate")]
    [InlineData(Profile.Compress, 600, null, null)]
    [InlineData(Profile.Compress, 400, "gzip", null)]
    [InlineData(Profile.Main, 600, "gzip", null)]
    [InlineData(Profile.Main, 1100, "gzip", "gzip")]
    [Trait("Spec", "TST-051")]
    [Trait("Spec", "EIO-008")]
    [Trait("Spec", "EIO-087")]
    public async Task A_poll_is_compressed_from_the_threshold_on(Profile profile, int letters, string? accepted, string? encoding)
    {
        await using var peer = await PollingPeer.OpenAsync(server.Url(profile), polls: false);
        await peer.SendAsync("40");
        await peer.PollAsync();
        await peer.SendAsync($"42[\"big-send\",{letters}]");

        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, peer.SessionUrl);

        if (accepted is not null)
        {
            request.Headers.Add("Accept-Encoding", accepted);
        }

        using var response = await http.SendAsync(request);
        Assert.Equal(encoding, response.Content.Headers.ContentEncoding.SingleOrDefault());

        var body = await response.Content.ReadAsStreamAsync();
        await using var decoded = encoding switch
        {
            "gzip" => new GZipStream(body, CompressionMode.Decompress),
            "deflate" => new ZLibStream(body, CompressionMode.Decompress),
            _ => body,
        };
        using var text = new StreamReader(decoded);
        Assert.Equal($"42[\"big\",\"{new string('x', letters)}\"]", await text.ReadToEndAsync());
    }

    [Fact]
    [Trait("Spec", "TST-051")]
    [Trait("Spec", "SRV-064")]
    public async Task A_message_that_asks_for_it_is_not_compressed()
    {
        await using var peer = await PollingPeer.OpenAsync(server.Url(Profile.Compress), polls: false);
        await peer.SendAsync("40");
        await peer.PollAsync();
        var text = new string('x', 600);
        await peer.SendAsync($$"""42["cast",{"from":"socket","compress":false},"big","{{text}}"]""");

        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, peer.SessionUrl);
        request.Headers.Add("Accept-Encoding", "gzip");
        using var response = await http.SendAsync(request);
        Assert.Empty(response.Content.Headers.ContentEncoding);
        Assert.Equal($"42[\"big\",\"{text}\"]", await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData(Profile.Compress, true)]
    [InlineData(Profile.Main, false)]
    [Trait("Spec", "EIO-007")]
    [Trait("Spec", "TST-051")]
    public async Task WebSocket_compression_is_negotiated_when_it_is_on(Profile profile, bool negotiated)
    {
        var url = server.Url(profile);
        ClientWebSocket? socket = null;
        await using var peer = await WebSocketPeer.ConnectAsync(new Uri($"{url}?EIO=4&transport=websocket"), (client, options) =>
        {
            socket = client;
            options.DangerousDeflateOptions = new WebSocketDeflateOptions();
            options.CollectHttpResponseDetails = true;
        });

        var accepted = socket!.HttpResponseHeaders!.TryGetValue("Sec-WebSocket-Extensions", out var extensions) ? string.Join(',', extensions) : "";
        Assert.Equal(negotiated, accepted.Contains("permessage-deflate", StringComparison.Ordinal));

        Assert.StartsWith("0{", await peer.NextAsync(), StringComparison.Ordinal);
        await peer.JoinAsync();

        foreach (var length in new[] { 10, 600, 100_000 })
        {
            var text = new string('é', length);
            await peer.SendAsync($"421[\"ack-echo\",\"{text}\"]");
            Assert.Equal($"431[\"{text}\"]", await peer.NextAsync());
        }

        await peer.SendAsync("42[\"bin-send\",3000]");
        var packets = await peer.NextAsync(3);
        Assert.Equal(3000, Convert.FromBase64String(packets[1][1..]).Length);
    }
}
