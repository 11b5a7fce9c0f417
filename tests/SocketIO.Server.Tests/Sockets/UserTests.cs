using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using SocketIO.Adapters;

namespace SocketIO.Server.Tests;

/// <summary>As whom a client acts.</summary>
public sealed class UserTests : IAsyncLifetime
{
    private readonly ServerHarness _server = new(
        options =>
        {
            options.ConnectionStateRecovery = new ConnectionStateRecoveryOptions();
            options.AcknowledgeErrors = true;
        },
        services => services.AddAuthorization(options => options.AddPolicy("ops", policy => policy.RequireRole("ops"))));

    private SocketIOServer Io => _server.Io;

    [Fact]
    [Trait("Spec", "T-112")]
    public async Task A_middleware_may_tell_by_a_token()
    {
        Io.Use(IdentifyAsync);
        ((ServerNamespace)Io).RequireAuthorization();
        Io.On("restart", (ClaimsPrincipal user) => user.Identity!.Name).RequireAuthorization("ops");

        var stranger = _server.Open();
        await stranger.SendAsync("0");
        Assert.Equal("4{\"message\":\"not authorized\"}", await stranger.ReceiveAsync());

        var ada = await RecoveryClient.ConnectAsync(_server, auth: """{"token":"ada"}""");
        await ada.Client.SendAsync("""20["restart"]""");
        Assert.Equal("""30[{"error":"forbidden"}]""", await ada.Client.ReceiveAsync());

        var grace = await RecoveryClient.ConnectAsync(_server, auth: """{"token":"grace-ops"}""");
        await grace.Client.SendAsync("""20["restart"]""");
        Assert.Equal("""30["grace-ops"]""", await grace.Client.ReceiveAsync());
    }

    [Fact]
    [Trait("Spec", "SRV-104")]
    public async Task A_recovered_socket_acts_as_before()
    {
        Io.Use(IdentifyAsync);
        Io.On("who", (ServerSocket socket) => socket.User.Identity!.Name);
        var ada = await RecoveryClient.ConnectAsync(_server, auth: """{"token":"ada"}""");
        ada.Client.Lose();

        var (again, _) = await ada.ReturnAsync(_server, offset: null);
        await again.Client.SendAsync("""20["who"]""");

        Assert.Equal("""30["ada"]""", await again.Client.ReceiveAsync());
    }

    public ValueTask InitializeAsync() => default;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static Task IdentifyAsync(ServerSocket socket, Func<Task> next)
    {
        if (socket.Handshake.Auth.TryGetProperty("token", out var token))
        {
            var name = token.GetString()!;
            Claim[] claims = [new(ClaimTypes.Name, name), .. name.EndsWith("ops", StringComparison.Ordinal) ? [new Claim(ClaimTypes.Role, "ops")] : Array.Empty<Claim>()];
            socket.User = new ClaimsPrincipal(new ClaimsIdentity(claims, "token"));
        }

        return next();
    }
}
