using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.Extensions.Options;

namespace SocketIO.Samples.Auth;

/// <summary>Reads the tokens that <c>AddBearerToken</c> writes, wherever they come from.</summary>
internal sealed class Tokens(IOptionsMonitor<BearerTokenOptions> options, TimeProvider time)
{
    private BearerTokenOptions Options => options.Get(BearerTokenDefaults.AuthenticationScheme);

    public static bool IsInHeader(HttpRequest request) => request.Headers.Authorization.ToString().StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase);

    /// <summary>Returns whose token it is and until when; <see langword="null"/> when it is forged or has expired.</summary>
    public (ClaimsPrincipal User, DateTimeOffset Expires)? Read(string? token) => Read(Options.BearerTokenProtector, token);

    public ClaimsPrincipal? ReadRefresh(string? token) => Read(Options.RefreshTokenProtector, token)?.User;

    private (ClaimsPrincipal User, DateTimeOffset Expires)? Read(ISecureDataFormat<AuthenticationTicket> protector, string? token)
        => protector.Unprotect(token) is { Properties.ExpiresUtc: { } expires } ticket && expires > time.GetUtcNow() ? (ticket.Principal, expires) : null;
}
