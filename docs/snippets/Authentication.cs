using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace SocketIO.Snippets;

internal static class Authentication
{
    public static void Cookies(WebApplicationBuilder builder)
    {
        // snippet: authentication/cookies
        builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie();
        builder.Services.AddAuthorization(authorization => authorization.AddPolicy("ops", policy => policy.RequireClaim("role", "ops")));
        builder.Services.AddSocketIO();
        // end
        var app = builder.Build();

        // snippet: authentication/cookies
        app.UseAuthentication();
        app.UseAuthorization();

        var io = app.MapSocketIO();

        io.Of("/").RequireAuthorization();                 // whoever is signed in
        io.Of("/admin").RequireAuthorization("ops");       // and only some of them
        // end
    }

    public static void User(SocketIOServer io)
    {
        // snippet: authentication/user
        io.OnConnection((ServerSocket socket) => socket.JoinAsync($"user:{socket.User.FindFirstValue(ClaimTypes.NameIdentifier)}"));
        io.On("profile", (ClaimsPrincipal user) => new { name = user.Identity?.Name });
        // end
    }

    public static void Event(SocketIOServer io)
    {
        // snippet: authentication/event
        io.On("ban", (string userId) => io.In($"user:{userId}").DisconnectSocketsAsync(close: true)).RequireAuthorization("ops");
        // end
    }

    public static void Query(WebApplicationBuilder builder)
    {
        // snippet: authentication/query
        builder.Services.AddAuthentication(BearerTokenDefaults.AuthenticationScheme).AddBearerToken(bearer =>
        {
            bearer.Events.OnMessageReceived = context =>
            {
                if (context.Request.Path.StartsWithSegments("/socket.io"))
                {
                    context.Token = context.Request.Query["access_token"];
                }

                return Task.CompletedTask;
            };
        });
        // end
    }

    public static void Payload(SocketIOServer io)
    {
        // snippet: authentication/payload
        io.Use(async (socket, next) =>
        {
            var token = socket.GetAuth<Credentials>()?.Token;
            var user = await Users.FindAsync(token, socket.DisconnectToken) ?? throw new ConnectRefusedException("invalid token");

            socket.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, user.Name)], authenticationType: "token"));
            await socket.JoinAsync($"user:{user.Name}");
            await next();
        });

        io.Of("/").RequireAuthorization();                 // after the middleware that says who it is
        // end
    }

    // snippet: authentication/payload
    internal sealed record Credentials(string? Token);
    // end

    public static void Endpoint(WebApplication app)
    {
        // snippet: authentication/endpoint
        app.MapSocketIO().RequireAuthorization();
        // end
    }

    public static async Task SignOut(SocketIOServer io, string userId)
    {
        // snippet: authentication/sign-out
        await io.In($"user:{userId}").DisconnectSocketsAsync(close: true);
        // end
    }

    public static void Expiry(SocketIOServer io)
    {
        // snippet: authentication/expiry
        io.OnConnection(async (ServerSocket socket, TimeProvider time, CancellationToken gone) =>
        {
            if (long.TryParse(socket.User.FindFirstValue("exp"), out var expires))
            {
                var left = DateTimeOffset.FromUnixTimeSeconds(expires) - time.GetUtcNow();
                await Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero, time, gone);
                await socket.DisconnectAsync(close: true);
            }
        });
        // end
    }
}
