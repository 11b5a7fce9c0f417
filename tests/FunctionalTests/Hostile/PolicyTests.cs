using SocketIO.Tests;
using SocketIO.Protocol;

namespace SocketIO.FunctionalTests;

/// <summary>Rules that must hold on every transport alike.</summary>
public sealed class PolicyTests
{
    private const string Evil = "Origin: http://evil.test\r\n";

    [Fact]
    [Trait("Hostile", "K1")]
    [Trait("Rule", "Cors_DefaultOff_NoAcaoHeader")]
    public async Task Without_cors_no_header_lets_another_origin_in()
    {
        await using var server = await TestServer.StartAsync();
        using var session = await PollingSession.OpenAsync(server.Target, headers: Evil);

        Assert.DoesNotContain(session.Open.Headers, h => h.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    [Trait("Hostile", "K5")]
    [Trait("Rule", "Ws_OriginPolicy_AppliesToUpgrade")]
    public async Task A_list_of_origins_holds_for_websocket_too()
    {
        await using var server = await TestServer.StartAsync(o => o.Cors = new() { Origin = "http://good.test" });
        using var session = await PollingSession.JoinedAsync(server.Target);

        Assert.Equal(403, (await RawWebSocket.RefusedAsync(server.Target, server.Target.WebSocketUrl, Evil)).Status);
        Assert.Equal(403, (await RawWebSocket.RefusedAsync(server.Target, session.UpgradeUrl, Evil)).Status);
        using var good = await WebSocketSession.JoinedAsync(server.Target, "Origin: http://good.test\r\n");
        using var native = await WebSocketSession.JoinedAsync(server.Target);
        await session.AssertAliveAsync();
    }

    [Fact]
    [Trait("Rule", "EveryTransport_RunsTheSameAuthPipeline")]
    [Trait("Spec", "TST-060")]
    [Trait("Spec", "TST-062")]
    public async Task The_engine_s_middleware_sees_every_request()
    {
        await using var server = await TestServer.StartAsync();
        using var session = await PollingSession.JoinedAsync(server.Target);
        server.Io.Engine.Use((context, next) =>
        {
            if (context.Request.Headers.ContainsKey("X-Bad"))
            {
                context.Response.StatusCode = 503;
                return Task.CompletedTask;
            }

            return next();
        });
        const string Bad = "X-Bad: 1\r\n";

        foreach (var url in (string[])[server.Target.PollingUrl, session.S])
        {
            Assert.Equal(503, (await RawHttp.GetAsync(server.Target, url, Bad)).Status);
        }

        Assert.Equal(503, (await RawHttp.AskAsync(server.Target, "POST", session.S, Bad, "42[\"a\"]"u8.ToArray())).Status);
        Assert.Equal(503, (await RawWebSocket.RefusedAsync(server.Target, server.Target.WebSocketUrl, Bad)).Status);
        Assert.Equal(503, (await RawWebSocket.RefusedAsync(server.Target, session.UpgradeUrl, Bad)).Status);
        await session.AssertAliveAsync();
        server.AssertEvents();
    }

    [Fact]
    [Trait("Spec", "TST-062")]
    public async Task A_middleware_that_throws_is_a_bad_request()
    {
        await using var server = await TestServer.StartAsync();
        server.Io.Engine.Use((_, _) => throw new InvalidOperationException("the middleware's own bug"));

        Expect.Refused(await RawHttp.GetAsync(server.Target, server.Target.PollingUrl), 3);
        Expect.UpgradeRefused(await RawWebSocket.RefusedAsync(server.Target, server.Target.WebSocketUrl), 3);
        Assert.All(server.ConnectionErrors, e => Assert.Equal("MIDDLEWARE_FAILURE", e.Context["name"]));
        Assert.Equal(2, server.Log.TakeErrors("the middleware's own bug"));
    }

    [Fact]
    [Trait("Rule", "Ack_RaceAndTimeout")]
    public async Task Answers_that_race_with_their_timeouts_end_every_question_once()
    {
        await using var server = await TestServer.StartAsync();
        using var session = await WebSocketSession.JoinedAsync(server.Target);
        var socket = server.LastSocket!;
        var answered = 0;

        for (var round = 0; round < 20; round++)
        {
            var questions = Enumerable.Range(0, 20).Select(_ => socket.Timeout(TimeSpan.FromSeconds(1)).EmitWithAckAsync<int>("question")).ToArray();
            var ids = new List<string>();

            for (var i = 0; i < questions.Length; i++)
            {
                var packet = await session.NextAsync("a question");
                ids.Add(packet[2..packet.IndexOf('[', StringComparison.Ordinal)]);
            }

            var answers = session.SendAsync(ids.Select(id => $"43{id}[1]"));
            var timeouts = Task.Run(() => server.Clock.Advance(TimeSpan.FromSeconds(1.1)));
            await Wait.For("both", Task.WhenAll(answers, timeouts));

            foreach (var question in questions)
            {
                try
                {
                    Assert.Equal(1, await Wait.For("a question's end", question));
                    answered++;
                }
                catch (Protocol.AckTimeoutException)
                {
                    // The other side of the race.
                }
            }
        }

        Assert.InRange(answered, 0, 400);
        await session.AssertAliveAsync();
    }
}
