using System.Net;
using System.Net.WebSockets;
using SocketIO.Tests;

namespace SocketIO.Engine.Tests;

public sealed class HandshakeRefusalTests
{
    [Fact]
    [Trait("Spec", "EIO-012")]
    [Trait("Spec", "TST-004")]
    [Trait("Spec", "TST-005")]
    [Trait("Spec", "EIO-110")]
    public async Task A_refused_WebSocket_fails_on_the_client_and_the_server_goes_on()
    {
        var calls = 0;
        await using var host = await EngineHost.StartAsync(o => o.AllowRequest = (context, _) =>
        {
            calls++;
            return new ValueTask<RequestVerdict>(context.Request.Headers.Origin.Count == 0 ? RequestVerdict.Allow : RequestVerdict.Refuse("no foreign pages"));
        });
        using var foreign = new ClientWebSocket();
        foreign.Options.SetRequestHeader("Origin", "http://elsewhere.test");

        await Assert.ThrowsAsync<WebSocketException>(() => foreign.ConnectAsync(
            new Uri(host.Client.BaseAddress!.ToString().Replace("http", "ws") + EngineHost.Query(transport: "websocket")[1..]), default));

        var error = Assert.Single(host.Errors);
        Assert.Equal((RequestError.Forbidden, "Forbidden", "no foreign pages"), (error.Code, error.Message, error.Context["message"]));

        // Native clients send no origin. The rule is asked for handshakes alone, not for what follows.
        using var own = await host.OpenWebSocketAsync();
        var sid = await host.OpenPollingAsync();
        await host.PostAsync(sid, "4hello");
        Assert.Equal(3, calls);
    }

    [Fact]
    public async Task Where_only_polling_is_served_an_upgrade_is_a_plain_request()
    {
        await using var host = await EngineHost.StartAsync(o => o.Transports = Transports.Polling);

        using var refused = await AskForUpgradeAsync(host, "websocket");
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal("""{"code":0,"message":"Transport unknown"}""", await refused.Content.ReadAsStringAsync());

        using var opened = await AskForUpgradeAsync(host, "polling");
        Assert.StartsWith("0{", await opened.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Spec", "EIO-053")]
    public async Task An_upgrade_with_another_version_and_the_wrong_transport_is_told_about_the_version()
    {
        await using var host = await EngineHost.StartAsync();
        var sid = await host.OpenPollingAsync();

        using var refused = await AskForUpgradeAsync(host, $"polling&sid={sid}", version: "3");

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal("PROTOCOL_MISMATCH", Assert.Single(host.Errors).Context["name"]);
    }

    private static Task<HttpResponseMessage> AskForUpgradeAsync(EngineHost host, string transport, string version = "4")
    {
        var request = new HttpRequestMessage(HttpMethod.Get, EngineHost.Query(transport: transport).Replace("EIO=4", $"EIO={version}", StringComparison.Ordinal));
        request.Headers.Add("Connection", "Upgrade");
        request.Headers.Add("Upgrade", "websocket");
        return host.Client.SendAsync(request);
    }

    [Fact]
    [Trait("Hostile", "A23")]
    public async Task A_rule_that_throws_or_does_not_answer_costs_one_response()
    {
        var time = new ManualTimeProvider();
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = await EngineHost.StartAsync(
            o => o.AllowRequest = async (context, cancellationToken) =>
            {
                if (context.Request.Query.ContainsKey("throw"))
                {
                    throw new InvalidOperationException("the rule's own");
                }

                asked.TrySetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
                return RequestVerdict.Allow;
            },
            time);

        Assert.Equal(HttpStatusCode.InternalServerError, (await host.Client.GetAsync(EngineHost.Query() + "&throw=1")).StatusCode);

        var silent = host.Client.GetAsync(EngineHost.Query());
        await Wait.For("the rule to be asked", asked.Task);
        time.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await Wait.For("the answer", silent)).StatusCode);
        Assert.Equal(0, host.Server.ClientsCount);
    }
}
