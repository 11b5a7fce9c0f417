using System.Collections.Concurrent;
using System.Security.Claims;
using Microsoft.AspNetCore.Identity;

namespace SocketIO.Samples.Auth;

/// <summary>Who may sign in. A real application keeps this in its database; ASP.NET Core Identity does all of it.</summary>
internal sealed class Accounts
{
    private const string StampClaim = "stamp";

    private readonly PasswordHasher<string> _hasher = new();
    private readonly Dictionary<string, Account> _accounts;
    private readonly Account _nobody;

    // Goes into every cookie and token, and is changed when its user signs out. A restart changes all of them.
    private readonly ConcurrentDictionary<string, string> _stamps = new();

    public Accounts()
    {
        _accounts = new[]
        {
            Create("alan", "Alan Turing", "enigma"),
            Create("ada", "Ada Lovelace", "engine"),
            Create("grace", "Grace Hopper", "compiler", "operator"),
        }.ToDictionary(account => account.Id);
        _nobody = Create("", "", Guid.NewGuid().ToString());
    }

    public static string? IdOf(ClaimsPrincipal user) => user.FindFirstValue(ClaimTypes.NameIdentifier);

    /// <summary>Returns who it is; <see langword="null"/> when the password is not theirs.</summary>
    public ClaimsPrincipal? SignIn(string? id, string? password, string via)
    {
        // The password of somebody unknown takes as long to check: the time must not tell who has an account.
        var account = _accounts.GetValueOrDefault(id ?? "", _nobody);
        var result = _hasher.VerifyHashedPassword(account.Id, account.PasswordHash, password ?? "");

        return result is PasswordVerificationResult.Failed || account == _nobody ? null : new ClaimsPrincipal(new ClaimsIdentity(
        [
            new(ClaimTypes.NameIdentifier, account.Id),
            new(ClaimTypes.Name, account.Name),
            new(StampClaim, StampOf(account.Id)),
            .. account.Roles.Select(role => new Claim(ClaimTypes.Role, role)),
        ], via));
    }

    /// <summary>Says whether somebody has not signed out since they were given their cookie or token.</summary>
    public bool IsCurrent(ClaimsPrincipal user) => IdOf(user) is { } id && user.HasClaim(StampClaim, StampOf(id));

    /// <summary>Ends every cookie and token that somebody has.</summary>
    public void SignOut(string id)
    {
        if (_accounts.ContainsKey(id))
        {
            _stamps[id] = Guid.NewGuid().ToString();
        }
    }

    private string StampOf(string id) => _stamps.GetOrAdd(id, _ => Guid.NewGuid().ToString());

    private Account Create(string id, string name, string password, params string[] roles) => new(id, name, _hasher.HashPassword(id, password), roles);

    private sealed record Account(string Id, string Name, string PasswordHash, string[] Roles);
}
