using System.ComponentModel;
using System.Text.RegularExpressions;

namespace SocketIO.Engine;

/// <summary>
/// A set of origins (scheme, host and port of web pages) that may connect.
/// </summary>
/// <remarks>
/// <para>
/// Strings, arrays of strings and regular expressions convert implicitly. In configuration the text <c>*</c> means
/// <see cref="Any"/>, <c>true</c> <see cref="Reflect"/>, <c>false</c> <see cref="None"/>, one origin <see cref="Fixed"/>,
/// and several origins with spaces between them <see cref="OneOf(string[])"/>.
/// </para>
/// <para>Immutable and thread-safe.</para>
/// </remarks>
[TypeConverter(typeof(CorsOriginConverter))]
public sealed class CorsOrigin
{
    private CorsOrigin(CorsOriginKind kind) => Kind = kind;

    /// <summary>
    /// Gets the set of no origin: no CORS header is added and no preflight answered.
    /// </summary>
    public static CorsOrigin None { get; } = new(CorsOriginKind.None);

    /// <summary>
    /// Gets the set of all origins, announced as <c>*</c>. Browsers refuse it together with credentials.
    /// </summary>
    public static CorsOrigin Any { get; } = new(CorsOriginKind.Any);

    /// <summary>
    /// Gets the set of all origins, announced by naming the one that asks.
    /// </summary>
    public static CorsOrigin Reflect { get; } = new(CorsOriginKind.Reflect);

    internal CorsOriginKind Kind { get; }

    internal string FixedOrigin { get; private init; } = "";

    internal IReadOnlyList<CorsOrigin> Members { get; private init; } = [];

    internal Regex? Pattern { get; private init; }

    internal Func<string?, CancellationToken, ValueTask<CorsOrigin>>? Selector { get; private init; }

    /// <summary>
    /// Makes the set of one origin, which is announced whatever origin asks.
    /// </summary>
    /// <param name="origin">The origin, such as <c>https://example.com</c>, or <c>*</c> for <see cref="Any"/>.</param>
    /// <returns>The set.</returns>
    public static CorsOrigin Fixed(string origin)
    {
        ArgumentException.ThrowIfNullOrEmpty(origin);
        return origin == "*" ? Any : new(CorsOriginKind.Fixed) { FixedOrigin = origin };
    }

    /// <summary>
    /// Makes the set of some origins. The one that asks is announced if it is among them.
    /// </summary>
    /// <param name="origins">The origins, such as <c>https://example.com</c>. They are compared exactly.</param>
    /// <returns>The set.</returns>
    public static CorsOrigin OneOf(params string[] origins)
    {
        ArgumentNullException.ThrowIfNull(origins);
        return new(CorsOriginKind.List) { Members = Array.ConvertAll(origins, Member) };
    }

    /// <summary>
    /// Makes the union of some sets, such as a list of origins and a regular expression.
    /// </summary>
    /// <param name="origins">The sets: fixed origins, lists and regular expressions.</param>
    /// <returns>The set.</returns>
    public static CorsOrigin OneOf(params CorsOrigin[] origins)
    {
        ArgumentNullException.ThrowIfNull(origins);
        return new(CorsOriginKind.List) { Members = [.. origins] };
    }

    /// <summary>
    /// Makes the set of the origins in which a regular expression finds a match. The one that asks is announced.
    /// </summary>
    /// <param name="pattern">The regular expression. Anchor it at both ends, and escape the dots.</param>
    /// <returns>The set.</returns>
    public static CorsOrigin Matching(Regex pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        return new(CorsOriginKind.Pattern) { Pattern = pattern };
    }

    /// <summary>
    /// Makes a set that is decided anew for each request.
    /// </summary>
    /// <param name="selector">
    /// Is given the request's origin, or <see langword="null"/> when it names none, and returns the set to apply. An exception
    /// refuses the request with status 400 and code 3.
    /// </param>
    /// <returns>The set.</returns>
    public static CorsOrigin From(Func<string?, CancellationToken, ValueTask<CorsOrigin>> selector)
    {
        ArgumentNullException.ThrowIfNull(selector);
        return new(CorsOriginKind.Selector) { Selector = selector };
    }

    /// <summary>Converts an origin, see <see cref="Fixed"/>.</summary>
    /// <param name="origin">The origin.</param>
    public static implicit operator CorsOrigin(string origin) => Fixed(origin);

    /// <summary>Converts a list of origins, see <see cref="OneOf(string[])"/>.</summary>
    /// <param name="origins">The origins.</param>
    public static implicit operator CorsOrigin(string[] origins) => OneOf(origins);

    /// <summary>Converts a regular expression, see <see cref="Matching"/>.</summary>
    /// <param name="pattern">The regular expression.</param>
    public static implicit operator CorsOrigin(Regex pattern) => Matching(pattern);

    /// <summary>Converts <see langword="true"/> to <see cref="Reflect"/> and <see langword="false"/> to <see cref="None"/>.</summary>
    /// <param name="reflect">Whether the origin that asks is announced.</param>
    public static implicit operator CorsOrigin(bool reflect) => reflect ? Reflect : None;

    // In a list "*" is no wildcard: it is compared like any other text, and the options' validation says so.
    private static CorsOrigin Member(string origin)
    {
        ArgumentException.ThrowIfNullOrEmpty(origin);
        return new(CorsOriginKind.Fixed) { FixedOrigin = origin };
    }
}
