using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using SocketIO.Engine;

namespace SocketIO.Tests;

public sealed class HandshakeRequestTests
{
    private static readonly DateTimeOffset Time = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static readonly string[] Queries =
    [
        "", "?", "?a=1&b=2", "?a=1&a=2", "?a", "?a=", "?=b", "?&&a=1&", "?a=b=c", "?a+b=c+d", "?a%20b=%41%e2%82%ac", "?x=%ff%zz",
        "?x=%", "?x=%4", "?x=%4g", "?x=%C3%28", "?x=%ed%a0%80", "?x=%00", "?__proto__=1&constructor=2", "?a=1#b=2", "?a=1?b=2",
        "?%61=1&a=2", "?a=%2B+%252B", "?a=%F0%9F%98%80", "?x=%e2%82", "?x=%e2%82&y=%ac",
    ];

    [Fact]
    [Trait("Spec", "EIO-057")]
    [Trait("Hostile", "A18")]
    public async Task Reads_the_query_as_the_reference_does()
    {
        var expected = await NodeScript.RunAsync<string[][][]>(
            """
            return input.map(q => {
              const pairs = new Map();
              for (const [k, v] of new URL("/socket.io/" + q, "https://socket.io").searchParams.entries()) pairs.set(k, v);
              return [...pairs];
            });
            """,
            Queries);

        Assert.Equal(expected, Queries.Select(q => From(q).Query.Select(p => new[] { p.Key, p.Value }).ToArray()).ToArray());
    }

    [Fact]
    public void Copies_what_a_handshake_says()
    {
        var context = Context("?EIO=4&transport=polling");
        context.Features.Get<IHttpRequestFeature>()!.RawTarget = "/app/socket.io/?EIO=4&transport=polling";
        context.Request.Scheme = "https";
        context.Request.Headers.Origin = "https://page.example";
        context.Request.Headers["X-Custom"] = new(["a", "b"]);
        context.Request.Headers.Cookie = new(["a=1", "b=2"]);
        context.Connection.RemoteIpAddress = IPAddress.Parse("192.0.2.7");
        context.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, "ann")], "test"));

        var request = HandshakeRequest.From(context, Time);
        context.Request.Headers.Clear();

        Assert.Equal("/app/socket.io/?EIO=4&transport=polling", request.Url);
        Assert.Equal("/app/socket.io/", request.Path);
        Assert.Equal("GET", request.Method);
        Assert.Equal("4", request.Query["EIO"]);
        Assert.Equal("a, b", request.Headers["x-custom"]);
        Assert.Equal("a=1; b=2", request.Headers["cookie"]);
        Assert.Contains("x-custom", request.Headers.Keys);
        Assert.Equal("192.0.2.7", request.Address);
        Assert.True(request.Secure);
        Assert.True(request.Xdomain);
        Assert.Equal(Time, request.Time);
        Assert.Equal("ann", request.User.Identity?.Name);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(16_383)]
    [InlineData(16_384)]
    [InlineData(40_000)]
    public void Keeps_texts_of_any_length_and_any_letters(int length)
    {
        var context = Context("?a=1");
        context.Request.Headers["X-Long"] = new string('x', length);
        context.Request.Headers["X-Last"] = "Grüße \0 😀";

        var request = HandshakeRequest.From(context, Time);

        Assert.Equal("/socket.io/?a=1", request.Url);
        Assert.Equal(length, request.Headers["x-long"].Length);
        Assert.Equal("Grüße \0 😀", request.Headers["x-last"]);
        Assert.Equal(2, request.Headers.Count);
    }

    [Fact]
    public void Of_a_bare_request_nothing_is_null()
    {
        var request = From("");

        Assert.Equal("/socket.io/", request.Url);
        Assert.Empty(request.Query);
        Assert.Empty(request.Headers);
        Assert.Null(request.Address);
        Assert.False(request.Secure);
        Assert.False(request.Xdomain);
        Assert.False(request.User.Identity?.IsAuthenticated);
        Assert.Same(request.User, request.User);
        Assert.Same(request.Query, request.Query);
        Assert.Same(request.Headers, request.Headers);
    }

    [Fact]
    public void A_query_rewritten_by_a_middleware_counts()
    {
        var context = Context("?a=new");
        context.Features.Get<IHttpRequestFeature>()!.RawTarget = "/socket.io/?a=old";

        Assert.Equal("new", HandshakeRequest.From(context, Time).Query["a"]);
    }

    [Fact]
    public void Keeps_no_context_alive()
    {
        var request = FromGarbage(out var context);

        for (var i = 0; i < 10 && context.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(context.IsAlive);
        Assert.Equal("1", request.Headers["x"]);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static HandshakeRequest FromGarbage(out WeakReference reference)
    {
        var context = Context("?a=1");
        context.Request.Headers["x"] = "1";
        reference = new(context);
        return HandshakeRequest.From(context, Time);
    }

    private static HandshakeRequest From(string query) => HandshakeRequest.From(Context(query), Time);

    private static DefaultHttpContext Context(string query)
    {
        var context = new DefaultHttpContext();
        context.Request.Method = "GET";
        context.Request.Path = "/socket.io/";
        context.Features.Get<IHttpRequestFeature>()!.QueryString = query;
        return context;
    }
}
