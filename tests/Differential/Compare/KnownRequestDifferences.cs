using System.Text.RegularExpressions;
using SocketIO.Tests;

namespace SocketIO.Differential;

/// <summary>The differences that requests can show.</summary>
internal static class KnownRequestDifferences
{
    public static IReadOnlyList<KnownDifference> All { get; } =
    [
        new("denied WebSocket", "A refusal by `AllowRequest` has status 403 there too", Ends: false, d =>
            d.IsWebSocketRequest() && d.Answers(@"^403; content-type: text/plain ", @"^400; content-type: text/html ")),

        new("refused before the upgrade", "A refused WebSocket handshake is refused before the upgrade", Ends: true, d =>
            d.IsWebSocketRequest() && (d.Answers("^40[03]; ", "^(101; |RESET$|405; .* Invalid HTTP method$)") || d.Answers("^400; .* Bad request$", "^400; .* (Forbidden|custom refusal)$"))),

        new("method without a use", "Methods that a session has no use for", Ends: false, d => d.Answers("^405; .*allow: GET, POST", "^500")),

        new("CORS headers of a refused upgrade", "and with the CORS headers of any other response", Ends: false, d =>
            d.Transcript.Profile is Profile.Cors && d.IsWebSocketRequest() && d.Same(ours => Regex.Replace(ours, "; (access-control-[a-z-]*: [^;]*(?=;)|vary: Origin)", ""))),

        new("origin of a WebSocket", "Origins apply to WebSocket as well", Ends: true, d =>
            d.Transcript.Profile is Profile.Cors && d.IsWebSocketRequest() && d.Ours[d.Channels[0]] is [var ours] && Regex.IsMatch(ours, "^403; .* Forbidden$") && Regex.IsMatch(d.Theirs[d.Channels[0]][0], "^(101|400); ")),

        new("plain request of a WebSocket session", "A plain request for a session that is on WebSocket", Ends: true, d =>
            d.Step is Step.Request { AsWebSocket: false }
                ? d.Answers("^400; .*content-type: application/json", "^PENDING$")
                : d.Channels is ["errors"] && d.Transcript.Steps.Any(s => s is Step.Request { AsWebSocket: false } r && r.Url.Contains("transport=websocket&sid={sid:", StringComparison.Ordinal))),

        new("user agent", "Nothing depends on the user agent", Ends: false, d => d.Same(theirs: line => line.Replace("; x-xss-protection: 0", "", StringComparison.Ordinal))),

        new("other revisions", "Only `EIO=3` and no `EIO` at all are revision 3", Ends: true, d =>
            d.Transcript.Profile is Profile.Engine && d.Step is Step.Request request && Regex.IsMatch(request.Url, @"[?&]EIO(=(?![34](&|$))|&|$)") && d.Answers(@"^400; .*Unsupported protocol version", ".")),

        new("any version of the client's files", "`If-None-Match: *`", Ends: false, d =>
            d.Step is Step.Request { Headers: "If-None-Match: *\r\n" } request && d.Answers("^304; ", "^200; ")),

        new("headers of the client's files", "The client's files", Ends: false, d =>
            d.Step is Step.Request request && Regex.IsMatch(request.Url, @"/socket\.io\.[a-z.]*js(\.map)?($|\?)") && WithoutFileHeaders(d.Ours["request"]) == WithoutFileHeaders(d.Theirs["request"])),
    ];

    private static bool IsWebSocketRequest(this Difference d) => d.Step is Step.Request { AsWebSocket: true } or Step.Open { Transport: "websocket" };

    private static bool Same(this Difference d, Func<string, string>? ours = null, Func<string, string>? theirs = null)
        => d.Channels.All(c => d.Ours[c].Select(line => ours?.Invoke(line) ?? line).SequenceEqual(d.Theirs[c].Select(line => theirs?.Invoke(line) ?? line)));

    private static bool Answers(this Difference d, string ours, string theirs)
        => d.Channels is [var channel] && d.Ours[channel] is [var one] && d.Theirs[channel] is [var other] && Regex.IsMatch(one, ours) && Regex.IsMatch(other, theirs);

    private static string WithoutFileHeaders(IReadOnlyList<string> reply)
        => Regex.Replace(string.Join('\n', reply), "(; vary: |, )Accept-Encoding|; ((?<=^304.*)(cache-control|etag): [^;]*)", "");
}
