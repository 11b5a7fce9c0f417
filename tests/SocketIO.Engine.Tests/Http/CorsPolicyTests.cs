using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using SocketIO.Engine;

namespace SocketIO.Tests;

public sealed class CorsPolicyTests
{
    private const string Allowed = "https://good.example";
    private const string Evil = "https://evil.example";

    [Theory]
    [InlineData(Allowed, CorsOutcomes.Continue)]
    [InlineData(Evil, CorsOutcomes.OriginRefused)]
    [InlineData("https://good.evil", CorsOutcomes.OriginRefused)]
    [InlineData("https://good.example:444", CorsOutcomes.OriginRefused)]
    [InlineData("http://good.example", CorsOutcomes.OriginRefused)]
    [InlineData("https://GOOD.example", CorsOutcomes.OriginRefused)]
    [InlineData("https://good.example.evil.test", CorsOutcomes.OriginRefused)]
    [InlineData("null", CorsOutcomes.OriginRefused)]
    [InlineData(null, CorsOutcomes.Continue)]
    [Trait("Hostile", "K5")]
    [Trait("Hostile", "K6")]
    [Trait("Hostile", "CVE-2019-13611")]
    public async Task A_websocket_is_refused_to_origins_off_the_list(string? origin, string expected)
    {
        CorsOrigin[] sets =
        [
            CorsOrigin.OneOf(Allowed, "https://second.example"),
            Allowed,
            new Regex(@"^https://good\.example$"),
            CorsOrigin.OneOf("https://second.example", new Regex(@"^https://good\.example$")),
            CorsOrigin.From((_, _) => new(CorsOrigin.OneOf(Allowed))),
            CorsOrigin.From((o, _) => new(o == Allowed ? CorsOrigin.Reflect : CorsOrigin.None)),
        ];

        foreach (var set in sets)
        {
            Assert.Equal(expected, (await Apply(new() { Origin = set }, Request("GET", origin), isUpgrade: true)).ToString());
        }
    }

    [Fact]
    [Trait("Hostile", "K6")]
    public async Task Two_origin_headers_are_in_no_list()
    {
        var context = Request("GET", origin: null);
        context.Request.Headers.Origin = new([Allowed, Allowed]);

        Assert.Equal(CorsOutcome.OriginRefused, await Apply(new() { Origin = CorsOrigin.OneOf(Allowed) }, context, isUpgrade: true));
        Assert.Equal(CorsOutcome.OriginRefused, await Apply(new() { Origin = new Regex("good") }, context, isUpgrade: true));
        Assert.False(context.Response.Headers.ContainsKey("Access-Control-Allow-Origin"));
    }

    [Fact]
    [Trait("Spec", "EIO-106")]
    public async Task A_websocket_is_open_to_all_when_there_is_no_list()
    {
        foreach (var origin in new[] { CorsOrigin.Any, CorsOrigin.Reflect, CorsOrigin.None })
        {
            Assert.Equal(CorsOutcome.Continue, await Apply(new() { Origin = origin }, Request("GET", Evil), isUpgrade: true));
        }
    }

    [Theory]
    [InlineData("http", "app.example", "http://app.example", true)]
    [InlineData("http", "app.example", "https://app.example", true)]
    [InlineData("https", "app.example", "https://app.example", true)]
    [InlineData("https", "app.example", "http://app.example", false)]
    [InlineData("http", "localhost:3000", "http://localhost:3000", true)]
    [InlineData("http", "localhost:3000", "http://localhost:3001", false)]
    [InlineData("http", "App.Example", "http://app.example", true)]
    [InlineData("http", "", "http://", false)]
    [Trait("Hostile", "K5")]
    public async Task The_servers_own_pages_may_open_a_websocket_without_being_listed(string scheme, string host, string origin, bool allowed)
    {
        var context = Request("GET", origin);
        context.Request.Scheme = scheme;
        context.Request.Host = host.Length == 0 ? default : new(host);

        var outcome = await Apply(new() { Origin = CorsOrigin.OneOf(Allowed) }, context, isUpgrade: true);

        Assert.Equal(allowed ? CorsOutcome.Continue : CorsOutcome.OriginRefused, outcome);
    }

    [Fact]
    [Trait("Spec", "EIO-101")]
    public async Task The_applications_function_is_told_the_origin()
    {
        var seen = new List<string?>();
        var options = new EngineCorsOptions
        {
            Origin = CorsOrigin.From((origin, _) =>
            {
                seen.Add(origin);
                return new(CorsOrigin.Reflect);
            }),
        };

        var context = Request("GET", Allowed);
        await Apply(options, context);
        await Apply(options, Request("GET", origin: null));

        Assert.Equal([Allowed, null], seen);
        Assert.Equal(Allowed, context.Response.Headers.AccessControlAllowOrigin);
    }

    [Fact]
    [Trait("Spec", "EIO-101")]
    public async Task A_function_that_fails_fails_the_request()
    {
        CorsOrigin[] broken =
        [
            CorsOrigin.From((_, _) => throw new InvalidOperationException("no")),
            CorsOrigin.From(async (_, _) =>
            {
                await Task.Yield();
                throw new InvalidOperationException("no");
            }),
            CorsOrigin.From((_, _) => new(CorsOrigin.From((_, _) => new(CorsOrigin.Any)))),
        ];

        foreach (var origin in broken)
        {
            Assert.Equal(CorsOutcome.Failed, await Apply(new() { Origin = origin }, Request("GET", Allowed)));
        }
    }

    [Theory]
    [InlineData("https://é.example")]
    [InlineData("https://a\u0001.example")]
    [InlineData("https://a\t.example")]
    [Trait("Hostile", "K6")]
    public async Task An_origin_that_cannot_be_written_is_not_reflected(string origin)
    {
        var context = Request("OPTIONS", origin);
        context.Request.Headers.AccessControlRequestHeaders = "x-é";

        Assert.Equal(CorsOutcome.Answered, await Apply(new() { Origin = CorsOrigin.Reflect }, context));
        Assert.False(context.Response.Headers.ContainsKey("Access-Control-Allow-Origin"));
        Assert.False(context.Response.Headers.ContainsKey("Access-Control-Allow-Headers"));
    }

    [Fact]
    public async Task A_pattern_that_takes_too_long_matches_nothing()
    {
        var slow = new Regex("^(a+)+$", RegexOptions.None, TimeSpan.FromMilliseconds(20));
        var context = Request("GET", new string('a', 60) + "!");

        Assert.Equal(CorsOutcome.OriginRefused, await Apply(new() { Origin = slow }, context, isUpgrade: true));
    }

    [Fact]
    [Trait("Spec", "EIO-102")]
    public async Task What_varies_already_stays()
    {
        var context = Request("OPTIONS", Allowed);
        context.Response.Headers.Vary = "Accept-Encoding, origin";
        await Apply(new() { Origin = CorsOrigin.Reflect }, context);
        Assert.Equal("Accept-Encoding, origin, Access-Control-Request-Headers", context.Response.Headers.Vary);

        context = Request("OPTIONS", Allowed);
        context.Response.Headers.Vary = "*";
        await Apply(new() { Origin = CorsOrigin.Reflect }, context);
        Assert.Equal("*", context.Response.Headers.Vary);
    }

    internal static ValueTask<CorsOutcome> Apply(EngineCorsOptions options, HttpContext context, bool isUpgrade = false)
        => new CorsPolicy(options, NullLogger<CorsPolicy>.Instance).ApplyAsync(context, isUpgrade);

    internal static DefaultHttpContext Request(string method, string? origin)
    {
        var context = new DefaultHttpContext { Request = { Method = method, Scheme = "http", Host = new("app.test") } };
        context.Request.Headers.Origin = origin;
        return context;
    }

    // xunit cannot take an internal enum as a parameter of a public method.
    private static class CorsOutcomes
    {
        public const string Continue = nameof(CorsOutcome.Continue);
        public const string OriginRefused = nameof(CorsOutcome.OriginRefused);
    }
}
