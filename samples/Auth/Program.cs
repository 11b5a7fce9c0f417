using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using SocketIO.Engine;
using SocketIO.Samples.Auth;
using SocketIO.Server;

var builder = WebApplication.CreateBuilder(args);
var accounts = new Accounts();

// Whoever shows a bearer token in the Authorization header is asked for nothing else; all others are known by their cookie.
builder.Services.AddAuthentication("header or cookie")
    .AddPolicyScheme("header or cookie", displayName: null, scheme => scheme.ForwardDefaultSelector = context =>
        Tokens.IsInHeader(context.Request) ? BearerTokenDefaults.AuthenticationScheme : CookieAuthenticationDefaults.AuthenticationScheme)
    .AddCookie(cookie =>
    {
        cookie.Cookie.Name = "auth-sample";
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.SameSite = SameSiteMode.Strict;
    })
    .AddBearerToken(bearer => bearer.BearerTokenExpiration = builder.Configuration.GetValue("TokenLifetime", TimeSpan.FromMinutes(2)));

// Being signed in is more than having a valid cookie or token: signing out ends those that were given before.
var signedIn = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().RequireAssertion(asked => accounts.IsCurrent(asked.User)).Build();
builder.Services.AddAuthorizationBuilder()
    .SetDefaultPolicy(signedIn)
    .AddPolicy("ops", policy => policy.Combine(signedIn).RequireRole("operator"));

builder.Services.AddAntiforgery();
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton<Tokens>();
builder.Services.AddSocketIO(options =>
{
    options.AcknowledgeErrors = true;     // an event that is refused is acknowledged with { error: "forbidden" }
    options.AllowRequest = (context, _) => new(Origins.IsOwn(context.Request) ? RequestVerdict.Allow : RequestVerdict.Refuse("pages of other origins may not connect"));
});

var app = builder.Build();
app.UseDefaultFiles();
app.UseStaticFiles();
app.UseAuthentication();
app.UseAuthorization();

var tokens = app.Services.GetRequiredService<Tokens>();
var io = app.MapSocketIO();
var (everyone, ops) = (io.Of("/"), io.Of("/ops"));

foreach (var ns in new[] { everyone, ops })
{
    // A token in `auth` is not seen by ASP.NET Core: read here, it decides who the socket's user is.
    ns.Use((socket, next) =>
    {
        if (socket.GetAuth<Presented>()?.Token is { } token)
        {
            var (user, expires) = tokens.Read(token) ?? throw new ConnectRefusedException("This token is not valid any more", new { code = "token" });
            (socket.User, socket.Data["expires"]) = (user, expires);
        }

        return next();
    });

    ns.OnConnection((ServerSocket socket) => socket.JoinAsync($"user:{Accounts.IdOf(socket.User)}"));
    ns.OnConnection(DisconnectAtExpiryAsync);
}

// Refuses with data. RequireAuthorization does it in one line, with the message "not authorized" and no data.
everyone.Use((socket, next) => accounts.IsCurrent(socket.User) ? next() : throw new ConnectRefusedException("Sign in to connect", new { code = "sign-in", signIn = "/session" }));
ops.RequireAuthorization("ops");

everyone.OnConnection((ServerSocket socket) => socket.EmitAsync("you are", Describe(socket.User)));
everyone.OnConnection((ServerSocket _) => ShowBoardAsync());
everyone.OnDisconnect((ServerSocket _, string _) => ShowBoardAsync());
everyone.On("wave", (ClaimsPrincipal user) => everyone.EmitAsync("wave", user.Identity?.Name));
everyone.On("announce", (ClaimsPrincipal user, string text) => everyone.EmitAsync("announcement", user.Identity?.Name, text)).RequireAuthorization("ops");

ops.OnConnection((ServerSocket _) => ShowBoardAsync());
ops.On("sign out", (string userId) => SignOutAsync(userId)).RequireAuthorization("ops");

app.MapSessions(accounts, tokens, SignOutAsync);
app.Run();

// First the cookies and tokens, then the sockets: those that come back at once are refused.
async Task SignOutAsync(string userId)
{
    accounts.SignOut(userId);

    foreach (var ns in new[] { everyone, ops })
    {
        await ns.In($"user:{userId}").DisconnectSocketsAsync(close: true);
    }
}

// A connection outlives the token it was opened with, unless somebody ends it. The page comes back with a new one.
static async Task DisconnectAtExpiryAsync(ServerSocket socket, TimeProvider time, CancellationToken gone)
{
    if (socket.Data["expires"] is DateTimeOffset expires)
    {
        var left = expires - time.GetUtcNow();
        await Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero, time, gone);
        await socket.DisconnectAsync(close: true);
    }
}

ValueTask ShowBoardAsync() => ops.EmitAsync("board", everyone.Sockets.OrderBy(socket => socket.User.Identity?.Name).Select(socket => new { socket.Id, User = Describe(socket.User) }));

static object Describe(ClaimsPrincipal user) => new
{
    Id = Accounts.IdOf(user), user.Identity?.Name, Roles = user.FindAll(ClaimTypes.Role).Select(role => role.Value), Via = user.Identity?.AuthenticationType,
};

/// <summary>What clients without a cookie send as <c>auth</c>.</summary>
internal sealed record Presented(string? Token);
