using System.Net;
using Microsoft.AspNetCore.Http;
using SocketIO.Tests;

namespace SocketIO.Engine.Tests;

public sealed class EngineServerTests
{
    [Fact]
    public async Task A_handshake_that_loses_a_race_for_its_id_keeps_no_place()
    {
        // Between the choice of the id and the opening of the session.
        using var both = new CountdownEvent(2);
        var asked = 0;
        await using var host = await EngineHost.StartAsync(
            options =>
            {
                options.MaxUnjoinedSessions = 2;
                options.GenerateId = _ => new ValueTask<string>(Interlocked.Increment(ref asked) <= 2 ? "wanted-by-two" : "wanted-by-one");
            },
            prepare: server => server.OnInitialHeaders((_, _) =>
            {
                if (!both.IsSet)
                {
                    both.Signal();
                    Assert.True(both.Wait(Wait.Limit));
                }
            }));

        var first = host.OpenWebSocketAsync();
        var second = host.OpenWebSocketAsync();
        using var one = await first;
        using var other = await second;
        Assert.Equal(1, host.Server.ClientsCount);

        using var third = await host.Client.GetAsync(EngineHost.Query());
        Assert.Equal(HttpStatusCode.OK, third.StatusCode);
    }

    [Fact]
    [Trait("Spec", "EIO-029")]
    [Trait("Spec", "TST-009")]
    [Trait("Spec", "SRV-014")]
    public async Task Sessions_are_counted_while_they_are_open()
    {
        await using var host = await EngineHost.StartAsync();
        Assert.Equal(0, host.Server.ClientsCount);

        var sid = await host.OpenPollingAsync();
        Assert.Equal(1, host.Server.ClientsCount);
        Assert.Equal(sid, Assert.Single(host.Server.Clients).Id);

        await host.PostAsync(sid, "1");
        Assert.Equal(0, host.Server.ClientsCount);
    }

    [Fact]
    [Trait("Spec", "EIO-026")]
    [Trait("Spec", "EIO-027")]
    [Trait("Spec", "EIO-031")]
    [Trait("Spec", "TST-060")]
    public async Task Middleware_runs_in_order_for_requests_and_upgrades_and_its_headers_reach_the_response()
    {
        var seen = new List<string>();
        await using var host = await EngineHost.StartAsync(prepare: server =>
        {
            server.Use((context, next) =>
            {
                seen.Add($"first {context.Request.Query["transport"]} {context.Request.Query.ContainsKey("sid")}");
                context.Response.Headers["X-Seen-By"] = "middleware";
                return next();
            });
            server.Use((_, next) =>
            {
                seen.Add("second");
                return next();
            });
        });

        using var response = await host.Client.GetAsync(EngineHost.Query());
        Assert.Equal("middleware", Assert.Single(response.Headers.GetValues("X-Seen-By")));

        using var socket = new System.Net.WebSockets.ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        await socket.ConnectAsync(new Uri(host.Client.BaseAddress!.ToString().Replace("http", "ws") + EngineHost.Query(transport: "websocket")[1..]), default);
        Assert.Equal("middleware", Assert.Single(socket.HttpResponseHeaders!["X-Seen-By"]));
        Assert.Equal(["first polling False", "second", "first websocket False", "second"], seen);
    }

    [Fact]
    [Trait("Spec", "EIO-028")]
    [Trait("Spec", "TST-062")]
    public async Task Middleware_may_answer_itself_or_fail()
    {
        var fail = false;
        await using var host = await EngineHost.StartAsync(prepare: server => server.Use((context, _) =>
        {
            if (fail)
            {
                throw new InvalidOperationException("middleware");
            }

            context.Response.StatusCode = StatusCodes503;
            return Task.CompletedTask;
        }));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await host.Client.GetAsync(EngineHost.Query())).StatusCode);
        Assert.Empty(host.Errors);

        fail = true;
        using var response = await host.Client.GetAsync(EngineHost.Query());
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("""{"code":3,"message":"Bad request"}""", await response.Content.ReadAsStringAsync());
        Assert.Equal("MIDDLEWARE_FAILURE", Assert.Single(host.Errors).Context["name"]);
        Assert.Equal(0, host.Server.ClientsCount);
    }

    [Fact]
    [Trait("Spec", "EIO-034")]
    [Trait("Spec", "EIO-035")]
    [Trait("Spec", "EIO-039")]
    [Trait("Spec", "TST-054")]
    public async Task Header_events_come_once_per_session_and_once_per_response()
    {
        await using var host = await EngineHost.StartAsync(o => o.Cookie = new EngineCookieOptions());
        host.Server.OnInitialHeaders((headers, _) =>
        {
            headers["X-Initial"] = "yes";
            headers.Append("Set-Cookie", "mine=1");
        });
        host.Server.OnHeaders((headers, context) => headers["X-Any"] = headers.ContainsKey("X-Initial") ? "after the initial ones" : context.Request.Method);

        using var open = await host.Client.GetAsync(EngineHost.Query());
        var sid = (await open.Content.ReadAsStringAsync())[9..29];
        Assert.Equal("after the initial ones", Assert.Single(open.Headers.GetValues("X-Any")));
        Assert.Equal(["mine=1", $"io={sid}; Path=/; HttpOnly; SameSite=Lax"], open.Headers.GetValues("Set-Cookie"));

        using var post = await host.PostAsync(sid, "4x");
        Assert.Equal("POST", Assert.Single(post.Headers.GetValues("X-Any")));
        Assert.False(post.Headers.Contains("X-Initial") || post.Headers.Contains("Set-Cookie"));

        using var poll = await host.PollAsync(sid);
        Assert.Equal("GET", Assert.Single(poll.Headers.GetValues("X-Any")));
        Assert.False(poll.Headers.Contains("X-Initial"));
    }

    [Fact]
    [Trait("Spec", "EIO-018")]
    [Trait("Spec", "TST-010")]
    [Trait("Hostile", "A24")]
    public async Task An_id_of_the_application_is_the_sid_and_must_be_unique()
    {
        await using var host = await EngineHost.StartAsync(o => o.GenerateId = _ => new ValueTask<string>("the-one-and-only-id!"));

        Assert.Equal("the-one-and-only-id!", await host.OpenPollingAsync());
        Assert.Equal(HttpStatusCode.InternalServerError, (await host.Client.GetAsync(EngineHost.Query())).StatusCode);
        Assert.Equal(1, host.Server.ClientsCount);
    }

    [Fact]
    [Trait("Spec", "EIO-048")]
    [Trait("Spec", "TST-010")]
    public async Task A_generator_that_throws_refuses_the_request()
    {
        await using var host = await EngineHost.StartAsync(o => o.GenerateId = _ => throw new InvalidOperationException("no ids left"));

        using var response = await host.Client.GetAsync(EngineHost.Query());

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var error = Assert.Single(host.Errors);
        Assert.Equal("ID_GENERATION_ERROR", error.Context["name"]);
        Assert.Equal("no ids left", Assert.IsType<InvalidOperationException>(error.Context["error"]).Message);
    }

    [Fact]
    [Trait("Spec", "EIO-013")]
    [Trait("Spec", "TST-018")]
    public async Task The_initial_packet_follows_the_handshake_in_the_same_response()
    {
        await using var host = await EngineHost.StartAsync(o => o.InitialPacket = "welcome");

        var body = await host.Client.GetStringAsync(EngineHost.Query());

        Assert.StartsWith("0{", body);
        Assert.EndsWith("}\u001e4welcome", body);
    }

    [Fact]
    [Trait("Spec", "EIO-015")]
    [Trait("Spec", "EIO-016")]
    [Trait("Spec", "EIO-022")]
    [Trait("Spec", "TST-019")]
    public async Task The_path_is_exact_and_its_slash_an_option()
    {
        await using var strict = await EngineHost.StartAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await strict.Client.GetAsync("/engine.io?EIO=4&transport=polling")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await strict.Client.GetAsync("/engine.io/below?EIO=4&transport=polling")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await strict.Client.GetAsync("/engine.io/unknown.js")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await strict.Client.GetAsync("/other/?EIO=4&transport=polling")).StatusCode);

        await using var loose = await EngineHost.StartAsync(o => o.AddTrailingSlash = false);
        Assert.Equal(HttpStatusCode.OK, (await loose.Client.GetAsync("/engine.io?EIO=4&transport=polling")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await loose.Client.GetAsync("/engine.io/?EIO=4&transport=polling")).StatusCode);
    }

    [Fact]
    [Trait("Hostile", "A25")]
    public async Task Handshakes_and_silence_are_capped_for_each_address()
    {
        await using var host = await EngineHost.StartAsync(o => o.MaxUnjoinedSessionsPerAddress = 2);
        await host.OpenPollingAsync();
        var second = await host.OpenPollingAsync();

        using var refused = await host.Client.GetAsync(EngineHost.Query());
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);

        (await host.ConnectionAsync()).Session.MarkJoined();
        await host.OpenPollingAsync();
        await host.PostAsync(second, "1");
        await host.OpenPollingAsync();
    }

    [Fact]
    [Trait("Spec", "EIO-030")]
    [Trait("Spec", "TST-037")]
    public async Task Closing_the_server_ends_every_session_and_refuses_new_ones()
    {
        await using var host = await EngineHost.StartAsync();
        var sid = await host.OpenPollingAsync();
        using var socket = await host.OpenWebSocketAsync();
        await socket.ReceiveTextAsync();
        var poll = host.PollTextAsync(sid);
        var polling = (await host.ConnectionAsync()).Session;
        await Wait.Until("the poll to wait", () => polling.IsWritable);

        await Wait.For("the server to close", host.Server.CloseAsync(discard: true));

        Assert.Equal("1", await Wait.For("the pending poll", poll));
        Assert.Equal(WebSocketText.EmptyClose, await socket.ReceiveTextAsync());
        Assert.Equal(0, host.Server.ClientsCount);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await host.Client.GetAsync(EngineHost.Query())).StatusCode);
    }

    private const int StatusCodes503 = 503;
}
