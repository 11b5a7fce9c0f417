using SocketIO.Engine;
using SocketIO.Tests;

namespace SocketIO.FunctionalTests;

/// <summary>What the application's own callbacks and the server's own caps do to a handshake.</summary>
public sealed class HandshakePolicyTests
{
    private const string RefusalText = "nope <b>";

    [Fact]
    [Trait("Hostile", "A22")]
    [Trait("Spec", "EIO-049")]
    public async Task A_refusal_is_told_in_the_application_s_own_words()
    {
        await using var server = await TestServer.StartAsync(o => o.AllowRequest = (_, _) => ValueTask.FromResult(RequestVerdict.Refuse(RefusalText)));

        Expect.Refused(await RawHttp.GetAsync(server.Target, server.Target.PollingUrl), 4, RefusalText);
        var reply = await RawWebSocket.RefusedAsync(server.Target, server.Target.WebSocketUrl);

        Assert.Equal((403, RefusalText), (reply.Status, reply.Text));
        Assert.StartsWith("text/plain", reply.Header("Content-Type"), StringComparison.Ordinal);
        Assert.All(server.ConnectionErrors, e => Assert.Equal((4, "Forbidden", RefusalText), ((int)e.Code, e.Message, e.Context["message"]?.ToString())));
    }

    [Fact]
    [Trait("Hostile", "A22")]
    public async Task A_refusal_without_words_says_forbidden()
    {
        await using var server = await TestServer.StartAsync(o => o.AllowRequest = (_, _) => ValueTask.FromResult(RequestVerdict.Refuse()));

        Expect.Refused(await RawHttp.GetAsync(server.Target, server.Target.PollingUrl), 4);
    }

    [Theory]
    [Trait("Hostile", "A23")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_callback_that_throws_costs_its_own_client_the_handshake(bool later)
    {
        await using var server = await TestServer.StartAsync(o => o.AllowRequest = async (_, _) =>
        {
            if (later)
            {
                await Task.Yield();
            }

            throw new InvalidOperationException("the application's own bug");
        });

        Assert.Equal(500, (await RawHttp.GetAsync(server.Target, server.Target.PollingUrl)).Status);
        Assert.Equal(500, (await RawWebSocket.RefusedAsync(server.Target, server.Target.WebSocketUrl)).Status);
        Assert.Equal(2, server.Log.TakeErrors("the application's own bug"));
    }

    [Fact]
    [Trait("Hostile", "A23")]
    public async Task A_callback_that_never_answers_is_given_up()
    {
        var asked = new TaskCompletionSource<CancellationToken>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await TestServer.StartAsync(o => o.AllowRequest = async (_, token) =>
        {
            asked.TrySetResult(token);
            await new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously).Task;
            return RequestVerdict.Allow;
        });

        var request = RawHttp.GetAsync(server.Target, server.Target.PollingUrl);
        var cancelled = await Wait.For("the callback is asked", asked.Task);
        server.Clock.Advance(TimeSpan.FromSeconds(9.9));
        Assert.False(request.IsCompleted);
        server.Clock.Advance(TimeSpan.FromSeconds(0.2));

        Assert.Equal(503, (await request).Status);
        Assert.True(cancelled.IsCancellationRequested);
        Assert.Equal(0, server.Io.Engine.ClientsCount);
        server.Log.TakeErrors("");
    }

    [Fact]
    [Trait("Hostile", "A24")]
    [Trait("Spec", "EIO-048")]
    public async Task An_id_generator_that_throws_is_a_refusal()
    {
        await using var server = await TestServer.StartAsync(o => o.GenerateId = _ => throw new InvalidOperationException("no id today"));

        Expect.Refused(await RawHttp.GetAsync(server.Target, server.Target.PollingUrl), 3);
        Assert.Equal((3, "name", "ID_GENERATION_ERROR"), server.SingleError("name"));
        server.Log.TakeErrors("no id today");
    }

    [Fact]
    [Trait("Hostile", "A24")]
    [Trait("Spec", "SRV-122")]
    public async Task An_id_in_use_never_replaces_its_session()
    {
        await using var server = await TestServer.StartAsync(o => o.GenerateId = _ => ValueTask.FromResult("always-the-same"));
        using var session = await PollingSession.JoinedAsync(server.Target);

        Assert.Equal(500, (await RawHttp.GetAsync(server.Target, server.Target.PollingUrl)).Status);
        await session.AssertAliveAsync();
        server.Log.TakeErrors("");
    }

    [Fact]
    [Trait("Hostile", "A24")]
    [Trait("Spec", "SRV-122")]
    public async Task An_id_in_use_is_asked_for_again()
    {
        var ids = new Queue<string>(["one", "one", "two"]);
        await using var server = await TestServer.StartAsync(o => o.GenerateId = _ => ValueTask.FromResult(ids.Dequeue()));
        using var first = await PollingSession.JoinedAsync(server.Target);
        using var second = await PollingSession.JoinedAsync(server.Target);

        Assert.Equal(("one", "two"), (first.Sid, second.Sid));
    }

    [Fact]
    [Trait("Hostile", "A25")]
    [Trait("Limit", "MaxUnjoinedSessions")]
    public async Task Sessions_that_never_join_are_capped()
    {
        await using var server = await TestServer.StartAsync(o => o.MaxUnjoinedSessions = 3);
        using var first = await PollingSession.OpenAsync(server.Target);
        using var second = await WebSocketSession.OpenAsync(server.Target);
        using var third = await PollingSession.OpenAsync(server.Target);

        await AssertBusyAsync(server);
        await first.JoinAsync();
        using var fourth = await PollingSession.OpenAsync(server.Target);
        await AssertBusyAsync(server);
        await third.SendAsync("1");
        using var fifth = await PollingSession.OpenAsync(server.Target);
        await AssertBusyAsync(server);
    }

    [Fact]
    [Trait("Hostile", "A25")]
    [Trait("Limit", "MaxUnjoinedSessionsPerAddress")]
    public async Task Sessions_of_one_address_that_never_join_are_capped()
    {
        await using var server = await TestServer.StartAsync(o => o.MaxUnjoinedSessionsPerAddress = 2);
        using var first = await PollingSession.OpenAsync(server.Target);
        using var second = await PollingSession.OpenAsync(server.Target);

        await AssertBusyAsync(server);
        await first.JoinAsync();
        using var third = await PollingSession.OpenAsync(server.Target);
    }

    [Fact]
    [Trait("Hostile", "A25")]
    public async Task Silent_handshakes_leave_nothing_behind()
    {
        await using var server = await TestServer.StartAsync(o =>
        {
            o.MaxUnjoinedSessionsPerAddress = 10_000;
        });
        using var http = await RawHttp.ConnectAsync(server.Target);

        for (var i = 0; i < 1500; i++)
        {
            await http.SendRequestAsync("GET", server.Target.PollingUrl);
            Assert.Equal(200, (await http.ReadReplyAsync()).Status);
        }

        Assert.Equal(1500, server.Io.Engine.ClientsCount);
        server.Clock.Advance(TimeSpan.FromSeconds(46));
        await Wait.Until("all sessions are gone", () => server.Io.Engine.ClientsCount == 0, () => server.Io.Engine.ClientsCount);
    }

    [Fact]
    [Trait("Hostile", "A27")]
    [Trait("Spec", "EIO-111")]
    public async Task The_cookie_is_set_by_the_polling_handshake_alone()
    {
        await using var server = await TestServer.StartAsync(o => o.Cookie = new());
        using var session = await PollingSession.JoinedAsync(server.Target);
        using var socket = await RawWebSocket.ConnectAsync(server.Target, server.Target.WebSocketUrl);

        Assert.Equal($"io={session.Sid}; Path=/; HttpOnly; SameSite=Lax", session.Open.Header("Set-Cookie"));
        Assert.Null(socket.Reply.Header("Set-Cookie"));
        Assert.Null((await session.PostAsync("421[\"alive\"]")).Header("Set-Cookie"));
        Assert.Null((await session.PollAsync()).Header("Set-Cookie"));
    }

    [Theory]
    [Trait("Hostile", "A27")]
    [Trait("Rule", "Cookie_OptionsValidated")]
    [InlineData("a;b", "/", null)]
    [InlineData("a=b", "/", null)]
    [InlineData("a\r\nSet-Cookie: x", "/", null)]
    [InlineData("", "/", null)]
    [InlineData("io", "/;x", null)]
    [InlineData("io", "/\n", null)]
    [InlineData("io", "/", "a;b")]
    [InlineData("io", "/", "a\r\nb")]
    public async Task A_cookie_that_would_break_its_header_stops_the_server_at_start(string name, string path, string? domain)
    {
        await Assert.ThrowsAnyAsync<Exception>(() => TestServer.StartAsync(o => o.Cookie = new() { Name = name, Path = path, Domain = domain }));
    }

    private static async Task AssertBusyAsync(TestServer server)
    {
        var reply = await RawHttp.GetAsync(server.Target, server.Target.PollingUrl);
        Assert.Equal(503, reply.Status);
        Assert.NotNull(reply.Header("Retry-After"));
        Assert.Equal(503, (await RawWebSocket.RefusedAsync(server.Target, server.Target.WebSocketUrl)).Status);
    }
}
