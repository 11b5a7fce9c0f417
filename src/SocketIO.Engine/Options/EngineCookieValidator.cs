using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace SocketIO.Engine;

/// <summary>
/// Checks <see cref="EngineCookieOptions"/>, so that no value can end the cookie or the header that it is written into.
/// </summary>
internal static class EngineCookieValidator
{
    private const string Token = "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private static readonly SearchValues<char> NameCharacters = SearchValues.Create(Token);

    private static readonly SearchValues<char> DomainCharacters =
        SearchValues.Create("-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    public static void Check(EngineCookieOptions cookie, List<string> errors, List<string> warnings)
    {
        if (string.IsNullOrEmpty(cookie.Name) || cookie.Name.AsSpan().ContainsAnyExcept(NameCharacters))
        {
            errors.Add("Cookie.Name may only have letters, digits and !#$%&'*+-.^_`|~ (no '=', ';', white space or line breaks). The default is \"io\".");
        }

        // RFC 6265, 4.1.1: a path is any characters but control characters and ';'.
        if (cookie.Path is { } path && (path.AsSpan().ContainsAnyExceptInRange(' ', '~') || path.Contains(';', StringComparison.Ordinal)))
        {
            errors.Add("Cookie.Path may only have visible ASCII characters and no ';'. The default is \"/\"; null leaves the attribute out.");
        }

        if (cookie.Domain is { } domain && !IsDomain(domain))
        {
            errors.Add("Cookie.Domain must be a host name such as \"example.com\" or \".example.com\". Null leaves the attribute out.");
        }

        if (cookie.MaxAge < TimeSpan.Zero)
        {
            errors.Add("Cookie.MaxAge is negative: browsers would delete the cookie at once. Set it to a positive time, or to null.");
        }

        if (cookie.SameSite is < SameSiteMode.Unspecified or > SameSiteMode.Strict)
        {
            errors.Add("Cookie.SameSite has no such value. Set it to SameSiteMode.Lax, Strict, None, or Unspecified to leave the attribute out.");
        }

        if (cookie is { SameSite: SameSiteMode.None, Secure: false })
        {
            warnings.Add("Cookie.SameSite is None but Cookie.Secure is false. Browsers refuse such a cookie over plain HTTP: set Cookie.Secure, or SameSite to Lax.");
        }
    }

    private static bool IsDomain(string domain)
    {
        var labels = domain.StartsWith('.') ? domain.AsSpan(1) : domain;

        if (labels.IsEmpty || labels.ContainsAnyExcept(DomainCharacters))
        {
            return false;
        }

        foreach (var range in labels.Split('.'))
        {
            if (labels[range] is { IsEmpty: true } or ['-', ..] or [.., '-'] or { Length: > 63 })
            {
                return false;
            }
        }

        return true;
    }
}
