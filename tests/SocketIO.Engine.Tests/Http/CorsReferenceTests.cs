using System.Text.RegularExpressions;
using SocketIO.Engine;

namespace SocketIO.Tests;

public sealed class CorsReferenceTests
{
    private static readonly string?[] Origins = [null, "https://good.example", "https://second.example", "https://evil.example", ""];

    private static readonly (string JavaScript, EngineCorsOptions Options)[] Policies =
    [
        ("{}", new()),
        ("true", new()),
        ("""{ origin: "*" }""", new() { Origin = "*" }),
        ("{ origin: false }", new() { Origin = false }),
        ("{ origin: true }", new() { Origin = true }),
        ("""{ origin: "https://good.example" }""", new() { Origin = "https://good.example" }),
        ("""{ origin: ["https://good.example"] }""", new() { Origin = CorsOrigin.OneOf("https://good.example") }),
        ("""{ origin: ["https://good.example", "https://second.example"] }""", new() { Origin = new[] { "https://good.example", "https://second.example" } }),
        ("""{ origin: ["*"] }""", new() { Origin = CorsOrigin.OneOf("*") }),
        ("{ origin: [] }", new() { Origin = Array.Empty<string>() }),
        (@"{ origin: /^https:\/\/good\.example$/ }", new() { Origin = new Regex(@"^https://good\.example$") }),
        (@"{ origin: [/second/, ""https://good.example""] }", new() { Origin = CorsOrigin.OneOf(new Regex("second"), "https://good.example") }),
        ("{ origin: (o, cb) => cb(null, o === 'https://good.example') }", new() { Origin = CorsOrigin.From((o, _) => new(o == "https://good.example")) }),
        ("{ origin: (o, cb) => cb(null, '*') }", new() { Origin = CorsOrigin.From((_, _) => new("*")) }),
        ("{ origin: (o, cb) => cb(null, ['https://good.example']) }", new() { Origin = CorsOrigin.From((_, _) => new(CorsOrigin.OneOf("https://good.example"))) }),
        ("{ origin: (o, cb) => cb(new Error('no')) }", new() { Origin = CorsOrigin.From((_, _) => throw new InvalidOperationException("no")) }),
        ("""{ origin: true, credentials: true }""", new() { Origin = true, Credentials = true }),
        ("""{ methods: "GET,PUT" }""", new() { Methods = ["GET", "PUT"] }),
        ("""{ methods: ["GET", "POST"], allowedHeaders: ["my-header", "other"] }""", new() { Methods = ["GET", "POST"], AllowedHeaders = ["my-header", "other"] }),
        ("""{ methods: [], allowedHeaders: [] }""", new() { Methods = [], AllowedHeaders = [] }),
        ("""{ headers: ["my-header"] }""", new() { AllowedHeaders = ["my-header"] }),
        ("""{ exposedHeaders: ["a-header", "b-header"] }""", new() { ExposedHeaders = ["a-header", "b-header"] }),
        ("""{ exposedHeaders: [] }""", new() { ExposedHeaders = [] }),
        ("""{ maxAge: 123 }""", new() { MaxAge = TimeSpan.FromSeconds(123) }),
        ("""{ maxAge: 0 }""", new() { MaxAge = TimeSpan.Zero }),
        ("""{ optionsSuccessStatus: 200 }""", new() { OptionsSuccessStatus = 200 }),
        ("""{ preflightContinue: true }""", new() { PreflightContinue = true }),
        (
            """{ origin: "https://good.example", methods: ["GET", "POST"], allowedHeaders: "a", exposedHeaders: "b", credentials: true, maxAge: 1, optionsSuccessStatus: 201 }""",
            new()
            {
                Origin = "https://good.example", Methods = ["GET", "POST"], AllowedHeaders = ["a"], ExposedHeaders = ["b"], Credentials = true,
                MaxAge = TimeSpan.FromSeconds(1), OptionsSuccessStatus = 201,
            }),
    ];

    [Fact]
    [Trait("Spec", "EIO-100")]
    [Trait("Spec", "EIO-101")]
    [Trait("Spec", "EIO-102")]
    [Trait("Spec", "EIO-103")]
    [Trait("Spec", "EIO-108")]
    [Trait("Spec", "TST-055")]
    [Trait("Hostile", "A11")]
    public async Task Every_header_is_the_references()
    {
        Request[] requests =
        [
            .. from method in new[] { "GET", "POST", "OPTIONS", "HEAD", "PUT" }
            from origin in Origins
            from headers in new[] { null, "x-one,x-two" }
            select new Request(method, origin, headers),
        ];

        var policies = string.Join(",\n", Policies.Select(p => p.JavaScript));
        var expected = await NodeScript.RunAsync<string[][]>(
            $$"""
            const cors = require("cors");
            const policies = [{{policies}}];
            const run = (policy, request) => {
              const headers = {}, response = {}, sent = {};
              if (request.origin !== null) headers.origin = request.origin;
              if (request.headers !== null) headers["access-control-request-headers"] = request.headers;
              response.getHeader = name => sent[name.toLowerCase()];
              response.setHeader = (name, value) => { sent[name.toLowerCase()] = value; };
              let outcome = "hangs";
              response.end = () => { outcome = "answered " + response.statusCode; };
              cors(policy === true ? {} : policy)({ method: request.method, headers }, response, e => { outcome = e ? "fails" : "continues"; });
              return [outcome, ...Object.keys(sent).sort().map(name => name + ": " + sent[name])].join("\n");
            };
            return policies.map(policy => input.map(request => run(policy, request)));
            """,
            requests);

        foreach (var (policy, outcomes) in Policies.Zip(expected))
        {
            foreach (var (request, outcome) in requests.Zip(outcomes))
            {
                Assert.Equal($"{policy.JavaScript} {request}\n{outcome}", $"{policy.JavaScript} {request}\n{await Ours(policy.Options, request)}");
            }
        }
    }

    private static async Task<string> Ours(EngineCorsOptions options, Request request)
    {
        var context = CorsPolicyTests.Request(request.Method, request.Origin);
        context.Request.Headers.AccessControlRequestHeaders = request.Headers;

        var outcome = await CorsPolicyTests.Apply(options, context) switch
        {
            CorsOutcome.Answered => $"answered {context.Response.StatusCode}",
            CorsOutcome.Failed => "fails",
            _ => "continues",
        };

        var headers = context.Response.Headers
            .Select(h => $"{h.Key.ToLowerInvariant()}: {h.Value}")
            .Order(StringComparer.Ordinal);

        return string.Join('\n', headers.Prepend(outcome));
    }

    private sealed record Request(string Method, string? Origin, string? Headers);
}
