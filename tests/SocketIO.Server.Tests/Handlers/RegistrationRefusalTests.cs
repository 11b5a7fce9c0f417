using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;

namespace SocketIO.Server.Tests;

/// <summary>What can never work is refused when it is registered, and the message says what to do.</summary>
public sealed class RegistrationRefusalTests : IAsyncLifetime
{
    private readonly ServerHarness _server = new();

    private interface IMissing
    {
        int Value { get; }
    }

    private abstract class Shape;

    public static TheoryData<string, Delegate> Unbindable => new()
    {
        { "by reference", (ref int a) => a },
        { "by reference", (in int a) => a },
        { "spans", (ReadOnlySpan<char> a) => a.Length },
        { "async void", async void () => await Task.Yield() },
        { "is what the handler returns; to answer at another time, take an Ack", (string a, Action<string> callback) => callback(a) },
        { "Take a ServerSocket", (HttpContext context) => context.TraceIdentifier },
        { "Register it with builder.Services", (IMissing missing) => missing.Value },
        { "Register it with builder.Services", (Shape shape) => shape.ToString() },
        { "Register it with builder.Services", (IMissing[] all) => all.Length },
        { "which is not registered", ([FromServices] IMissing missing) => missing.Value },
        { "with the key \"k\", which is not registered", ([FromKeyedServices("k")] IMissing missing) => missing.Value },
        { "use params Int32[]", (params List<int> rest) => rest.Count },
    };

    public static TheoryData<string, string> Names => new()
    {
        { "connection", "io.OnConnection(socket => ...)" },
        { "connect", "io.OnConnection(socket => ...)" },
        { "disconnect", "OnDisconnect," },
        { "disconnecting", "OnDisconnecting," },
        { "connect_error", "ConnectRefusedException" },
        { "newListener", "reserved" },
        { "removeListener", "reserved" },
    };

    [Theory]
    [MemberData(nameof(Unbindable))]
    public void A_handler_that_cannot_be_called(string advice, Delegate handler)
    {
        var error = Assert.Throws<ArgumentException>(() => _server.Io.On("e", handler));

        Assert.Contains(advice, error.Message);
        Assert.StartsWith("The handler ", error.Message);
        Assert.Empty(_server.Io.EventNames);
    }

    [Fact]
    public void No_handler_at_all() => Assert.Throws<ArgumentNullException>(() => _server.Io.On("e", null!));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task An_event_that_no_client_sends(string name, string advice)
    {
        var (_, socket) = await _server.ConnectSocketAsync();
        Action<string, Delegate>[] registrations =
        [
            (n, h) => _server.Io.On(n, h), (n, h) => _server.Io.Once(n, h), (n, h) => _server.Io.Prepend(n, h), (n, h) => _server.Io.PrependOnce(n, h),
            (n, h) => socket.On(n, h), (n, h) => socket.Once(n, h), (n, h) => socket.Prepend(n, h), (n, h) => socket.PrependOnce(n, h),
        ];

        foreach (var register in registrations)
        {
            var error = Assert.Throws<ArgumentException>(() => register(name, () => { }));
            Assert.StartsWith($"\"{name}\" cannot have an event handler.", error.Message);
            Assert.Contains(advice, error.Message);
        }

        Assert.Throws<ArgumentNullException>(() => _server.Io.On(null!, () => { }));
    }

    [Theory]
    [InlineData("connection", "OnConnection")]
    [InlineData("connect", "OnConnection")]
    [InlineData("new_namespace", "OnNewNamespace")]
    [Trait("Spec", "SRV-093")]
    public void An_event_that_no_server_sends(string name, string advice)
        => Assert.Contains(advice, Assert.Throws<ArgumentException>(() => _server.Io.OnServerSide(name, () => { })).Message);

    [Fact]
    public void What_the_occasion_does_not_have()
    {
        Delegate[] ofSockets = [(ServerSocket s) => { }, (EventContext c) => { }, (Ack a) => { }, (System.Security.Claims.ClaimsPrincipal p) => { }];
        Delegate[] ofEvents = [(EventContext c) => { }, (Ack a) => { }, (SocketIO.Protocol.EventArguments a) => { }];
        var io = _server.Io;

        Assert.All(ofSockets, h => Assert.Contains("comes from another server", Assert.Throws<ArgumentException>(() => io.OnServerSide("e", h)).Message));
        Assert.All(ofEvents, h => Assert.Contains("no event is being handled", Assert.Throws<ArgumentException>(() => io.OnConnection(h)).Message));
        Assert.All(ofEvents, h => Assert.Contains("no event is being handled", Assert.Throws<ArgumentException>(() => io.OnDisconnect(h)).Message));
        Assert.Contains("GetAuth", Assert.Throws<ArgumentException>(() => io.OnConnection((ServerSocket s, string token) => { })).Message);
        Assert.Contains("neither the reason nor", Assert.Throws<ArgumentException>(() => io.OnDisconnect((ServerSocket s, int notAReason) => { })).Message);
        Assert.Contains("neither the reason nor", Assert.Throws<ArgumentException>(() => io.OnDisconnecting((string a, string b, string c) => { })).Message);
    }

    [Fact]
    public async Task Async_void_wherever_a_handler_is_taken()
    {
        var (_, socket) = await _server.ConnectSocketAsync();
        var io = _server.Io;
        Action[] registrations =
        [
            () => io.OnConnection((Action<ServerSocket>)(async _ => await Task.Yield())),
            () => io.OnDisconnecting((Action<ServerSocket, string>)(async (_, _) => await Task.Yield())),
            () => io.OnDisconnect((Action<ServerSocket, string>)(async (_, _) => await Task.Yield())),
            () => io.OnError((Action<SocketErrorContext>)(async _ => await Task.Yield())),
            () => io.OnNewNamespace(async _ => await Task.Yield()),
            () => socket.OnDisconnecting((Action<string, string?>)(async (_, _) => await Task.Yield())),
            () => socket.OnDisconnect((Action<string, string?>)(async (_, _) => await Task.Yield())),
            () => socket.OnError((Action<Exception>)(async _ => await Task.Yield())),
            () => socket.OnAny((Action<string, SocketIO.Protocol.EventArguments>)(async (_, _) => await Task.Yield())),
            () => socket.OnAnyOutgoing(async (_, _) => await Task.Yield()),
            () => socket.On("e", Delegate.Combine(() => { }, (Action)(async () => await Task.Yield()), () => { })!),
        ];

        Assert.All(registrations, register => Assert.Contains("is async void", Assert.Throws<ArgumentException>(register).Message));
        Assert.Contains("has to be synchronous here", Assert.Throws<ArgumentException>(registrations[4]).Message);
        Assert.Contains("Let it return Task", Assert.Throws<ArgumentException>(registrations[0]).Message);
    }

    public ValueTask InitializeAsync() => default;

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
