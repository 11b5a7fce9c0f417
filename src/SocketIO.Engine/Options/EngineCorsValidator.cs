using System.Buffers;
using System.Globalization;
using System.Text.RegularExpressions;

namespace SocketIO.Engine;

/// <summary>
/// Checks <see cref="EngineCorsOptions"/>: mistakes there are otherwise only seen in some browser's console.
/// </summary>
internal static class EngineCorsValidator
{
    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    public static void Check(EngineCorsOptions cors, List<string> errors, List<string> warnings)
    {
        if (cors.Origin is null)
        {
            errors.Add("Cors.Origin is null. Set it to CorsOrigin.Any, to CorsOrigin.OneOf(...), or set Cors itself to null to turn CORS off.");
        }
        else
        {
            CheckOrigin(cors.Origin, isMember: false, errors, warnings);
            CheckCredentials(cors, errors, warnings);
        }

        CheckTokens("Cors.Methods", cors.Methods, errors);
        CheckTokens("Cors.AllowedHeaders", cors.AllowedHeaders, errors);
        CheckTokens("Cors.ExposedHeaders", cors.ExposedHeaders, errors);

        if (cors.MaxAge < TimeSpan.Zero)
        {
            errors.Add("Cors.MaxAge is negative. Set it to TimeSpan.Zero to forbid remembering, or to null.");
        }

        if (cors.OptionsSuccessStatus is < 200 or > 299)
        {
            errors.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"Cors.OptionsSuccessStatus is {cors.OptionsSuccessStatus}. Set it to 204 or 200: browsers take any other but a 2xx for a refusal."));
        }
    }

    private static void CheckCredentials(EngineCorsOptions cors, List<string> errors, List<string> warnings)
    {
        if (!cors.Credentials)
        {
            return;
        }

        if (AllowsEverything(cors.Origin) && !cors.DangerouslyAllowAnyOriginWithCredentials)
        {
            errors.Add("Cors.Origin reflects every origin and Cors.Credentials is true: every web page could act in the name of a user who visits it. List the origins with CorsOrigin.OneOf(...), or set Cors.DangerouslyAllowAnyOriginWithCredentials if that is what you want.");
        }

        if (cors.Origin.Kind == CorsOriginKind.Any)
        {
            warnings.Add("Cors.Origin is \"*\" and Cors.Credentials is true. Browsers refuse the combination: list the origins with CorsOrigin.OneOf(...).");
        }
    }

    private static bool AllowsEverything(CorsOrigin origin) => origin.Kind switch
    {
        CorsOriginKind.Reflect => true,
        CorsOriginKind.List => origin.Members.Any(member => member.Kind == CorsOriginKind.Any || AllowsEverything(member)),
        _ => false,
    };

    private static void CheckOrigin(CorsOrigin origin, bool isMember, List<string> errors, List<string> warnings)
    {
        switch (origin.Kind)
        {
            case CorsOriginKind.Fixed when origin.FixedOrigin == "*":
                errors.Add("Cors.Origin lists \"*\" beside other origins, where it is no wildcard. Use CorsOrigin.Any instead of the list, or remove it.");
                break;
            case CorsOriginKind.Fixed when !IsOrigin(origin.FixedOrigin):
                errors.Add($"Cors.Origin names \"{Printable(origin.FixedOrigin)}\", which no browser sends. Write scheme, host and port in lower case, without the default port, a path or a slash at the end, as in \"https://example.com\" or \"http://localhost:3000\".");
                break;
            case CorsOriginKind.List:
                foreach (var member in origin.Members)
                {
                    CheckOrigin(member, isMember: true, errors, warnings);
                }

                break;
            case CorsOriginKind.Pattern when !IsAnchored(origin.Pattern!):
                warnings.Add($"The pattern \"{origin.Pattern}\" of Cors.Origin is not anchored at both ends and may match more origins than you mean, such as https://example.com.evil.test. Begin it with ^ and end it with $.");
                break;
            case CorsOriginKind.Selector or CorsOriginKind.None when isMember:
                errors.Add("A list in Cors.Origin may hold origins, other lists and regular expressions only. Give a function to CorsOrigin.From alone.");
                break;
        }
    }

    // The form in which browsers serialise an origin: RFC 6454, 6.2. Schemes other than http are those of apps and extensions.
    private static bool IsOrigin(string text)
    {
        if (!text.Contains("://", StringComparison.Ordinal) || !Uri.TryCreate(text, UriKind.Absolute, out var uri))
        {
            return false;
        }

        var host = uri.HostNameType == UriHostNameType.IPv6 ? uri.Host : uri.IdnHost;
        var port = uri.IsDefaultPort || uri.Port < 0 ? "" : string.Create(CultureInfo.InvariantCulture, $":{uri.Port}");
        return text == $"{uri.Scheme}://{host}{port}";
    }

    private static bool IsAnchored(Regex pattern)
    {
        var text = pattern.ToString();

        return (text.StartsWith('^') || text.StartsWith("\\A", StringComparison.Ordinal))
            && (text.EndsWith('$') || text.EndsWith("\\z", StringComparison.Ordinal) || text.EndsWith("\\Z", StringComparison.Ordinal));
    }

    private static void CheckTokens(string name, IList<string>? values, List<string> errors)
    {
        if (values is not null && values.Any(value => string.IsNullOrEmpty(value) || value.AsSpan().ContainsAnyExcept(TokenCharacters)))
        {
            errors.Add($"{name} holds a text that is not one name. Give every name as an item of its own, without commas, white space or line breaks.");
        }
    }

    private static string Printable(string text) => string.Concat(text.Take(100).Select(c => char.IsControl(c) ? '?' : c));
}
