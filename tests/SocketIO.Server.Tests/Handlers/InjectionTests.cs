using System.Security.Claims;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;

namespace SocketIO.Server.Tests;

/// <summary>What a handler may ask for besides the arguments of its event.</summary>
public sealed class InjectionTests
{
    private sealed class Clock
    {
        public string Now => "noon";
    }

    private sealed class Scoped(List<string> seen) : IDisposable
    {
        public void Dispose() => seen.Add("disposed");
    }

    [Fact]
    public async Task The_surroundings_of_an_event_are_injected_in_any_place()
    {
        await using var server = new ServerHarness();
        var io = server.Io;
        var seen = new List<object?>();
        io.On("e", (ServerSocket socket, string a, SocketIOServer all, ServerNamespace ns, int b, ClaimsPrincipal user, CancellationToken token, EventContext context) =>
        {
            seen.AddRange([socket.Id, a, all, ns, b, user.Identity!.IsAuthenticated, token.CanBeCanceled, context.EventName, context.Arguments.Count, context.Socket.Id]);
        });

        var (client, socket) = await server.ConnectSocketAsync();
        await client.SendAsync("2[\"e\",\"x\",5]");

        Assert.Equal([socket.Id, "x", io, io, 5, false, true, "e", 2, socket.Id], seen);
    }

    [Fact]
    public async Task Services_are_injected_from_a_scope_of_the_event()
    {
        var seen = new List<string>();
        await using var server = new ServerHarness(addServices: services => services
            .AddSingleton<Clock>()
            .AddKeyedSingleton("k", new Clock())
            .AddScoped(_ => new Scoped(seen)));

        server.Io.On("sync", (Clock clock, string a, IServiceProvider provider) => seen.Add(a + clock.Now + (provider.GetService<Clock>() == clock)));
        server.Io.On("keyed", ([FromKeyedServices("k")] Clock clock, [FromServices] Clock other) => seen.Add((clock == other).ToString()));
        server.Io.On("scoped", async (Scoped scoped) =>
        {
            await Task.Yield();
            seen.Add("used");
        });

        var client = await server.ConnectAsync();
        await client.SendAsync("2[\"sync\",\"a\"]", "2[\"keyed\"]", "21[\"scoped\"]");
        Assert.Equal("31[]", await client.ReceiveAsync());
        await client.SendAsync("22[\"sync\",\"b\"]");
        Assert.Equal("32[]", await client.ReceiveAsync());

        Assert.Equal(["anoonTrue", "False", "used", "disposed", "bnoonTrue"], seen);
        Assert.Empty(server.Errors);
    }

    [Fact]
    public async Task Connection_handlers_may_ask_for_services_and_disconnect_handlers_for_the_reason()
    {
        await using var server = new ServerHarness(addServices: services => services.AddSingleton<Clock>());
        var seen = new List<string?>();
        server.Io.OnConnection((ServerSocket socket, Clock clock) => seen.Add(clock.Now));
        server.Io.OnDisconnecting((string reason, Clock clock) => seen.Add(reason));
        server.Io.OnDisconnect((ServerSocket socket, string reason, string? description) => seen.Add(description));

        var client = await server.ConnectAsync();
        client.Lose();
        await client.ClosedAsync();

        Assert.Equal(["noon", "transport close", "the peer has gone"], seen);
    }

    [Fact]
    public async Task A_token_is_cancelled_when_the_socket_goes()
    {
        await using var server = new ServerHarness();
        var ended = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Io.On("wait", async (CancellationToken token) =>
        {
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
            }
            finally
            {
                ended.SetResult(token.IsCancellationRequested);
            }
        });

        var client = await server.ConnectAsync();
        await client.SendAsync("2[\"wait\"]");
        client.Lose();

        Assert.True(await SocketIO.Tests.Wait.For("the handler to end", ended.Task));
        Assert.Empty(server.Errors);
    }
}
