using System.Security.Claims;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace SocketIO.Samples.Auth;

/// <summary>Signing in and out over HTTP. Nothing here knows of Socket.IO.</summary>
internal static class Sessions
{
    public static void MapSessions(this WebApplication app, Accounts accounts, Tokens tokens, Func<string, Task> signOut)
    {
        // With a cookie: for pages.
        app.MapGet("/session", (HttpContext context, IAntiforgery antiforgery) => new { Antiforgery = antiforgery.GetAndStoreTokens(context).RequestToken });

        app.MapPost("/session", (Credentials given) =>
                accounts.SignIn(given.Name, given.Password, "cookie") is { } user
                    ? Results.SignIn(user, authenticationScheme: CookieAuthenticationDefaults.AuthenticationScheme)
                    : WrongPassword())
            .AddEndpointFilter(RequireAntiforgeryAsync);

        app.MapDelete("/session", async (HttpContext context) =>
        {
            if (accounts.IsCurrent(context.User))
            {
                await signOut(Accounts.IdOf(context.User)!);
            }

            await context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        }).AddEndpointFilter(RequireAntiforgeryAsync);

        // With a token: for programs. No browser sends a token by itself, so nobody can be made to send one.
        app.MapPost("/token", (Credentials given) =>
            accounts.SignIn(given.Name, given.Password, "bearer token") is { } user ? NewTokens(user) : WrongPassword());

        app.MapPost("/token/refresh", (Renewal renewal) =>
            tokens.ReadRefresh(renewal.RefreshToken) is { } user && accounts.IsCurrent(user) ? NewTokens(user) : Results.Unauthorized());
    }

    private static IResult NewTokens(ClaimsPrincipal user) => Results.SignIn(user, authenticationScheme: BearerTokenDefaults.AuthenticationScheme);

    private static IResult WrongPassword() => Results.Problem("That is not the name and password of anybody here.", statusCode: StatusCodes.Status401Unauthorized);

    private static async ValueTask<object?> RequireAntiforgeryAsync(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        var antiforgery = call.HttpContext.RequestServices.GetRequiredService<IAntiforgery>();

        return Tokens.IsInHeader(call.HttpContext.Request) || await antiforgery.IsRequestValidAsync(call.HttpContext)
            ? await next(call)
            : Results.Problem("The antiforgery token is missing or belongs to somebody else.", statusCode: StatusCodes.Status400BadRequest);
    }

    internal sealed record Credentials(string? Name, string? Password);

    internal sealed record Renewal(string? RefreshToken);
}
