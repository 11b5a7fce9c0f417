using System.Globalization;
using Microsoft.AspNetCore.Http;
using SocketIO.Engine;

namespace SocketIO.Tests;

public sealed class EngineCookieTests
{
    private const string Id = "GuOHqHJ7s7D8e-0_AAAA";

    public static TheoryData<string, EngineCookieOptions> Variants => new()
    {
        { "{}", new() },
        { """{ name: "woot" }""", new() { Name = "woot" } },
        { """{ path: "/custom" }""", new() { Path = "/custom" } },
        { """{ path: false }""", new() { Path = null } },
        { """{ path: false, httpOnly: true }""", new() { Path = null, HttpOnly = true } },
        { """{ path: "/custom", httpOnly: false }""", new() { Path = "/custom", HttpOnly = false } },
        { """{ httpOnly: "no" }""", new() { HttpOnly = true } },
        { """{ sameSite: "strict" }""", new() { SameSite = SameSiteMode.Strict } },
        { """{ sameSite: "none", secure: true }""", new() { SameSite = SameSiteMode.None, Secure = true } },
        { """{ sameSite: false }""", new() { SameSite = SameSiteMode.Unspecified } },
        { """{ name: "sio", maxAge: 3600 }""", new() { Name = "sio", MaxAge = TimeSpan.FromHours(1) } },
        { """{ maxAge: 1.9 }""", new() { MaxAge = TimeSpan.FromSeconds(1.9) } },
        { """{ maxAge: 0 }""", new() { MaxAge = TimeSpan.Zero } },
        { """{ domain: ".example.com", expires: new Date(1.7e12), maxAge: 5, secure: true }""", All() },
    };

    [Theory]
    [MemberData(nameof(Variants))]
    [Trait("Spec", "EIO-111")]
    [Trait("Spec", "EIO-112")]
    [Trait("Spec", "TST-008")]
    public async Task Is_written_as_the_reference_writes_it(string javaScript, EngineCookieOptions options)
    {
        var expected = await NodeScript.RunAsync<string>(
            $$"""
            const options = Object.assign({ name: "io", path: "/", httpOnly: true, sameSite: "lax" }, {{javaScript}});
            return require("cookie").serialize(options.name, input, options);
            """,
            Id);

        Assert.Equal(expected, EngineCookie.Format(options, Id, isHttps: false));
        Assert.Empty(new EngineOptions { Cookie = options }.FindErrors());
    }

    [Fact]
    [Trait("Spec", "EIO-111")]
    public void The_default_is_the_documented_text()
        => Assert.Equal($"io={Id}; Path=/; HttpOnly; SameSite=Lax", EngineCookie.Format(new(), Id, isHttps: false));

    [Fact]
    [Trait("Hostile", "A27")]
    public void Over_https_it_is_secure()
        => Assert.Equal($"io={Id}; Path=/; HttpOnly; Secure; SameSite=Lax", EngineCookie.Format(new(), Id, isHttps: true));

    [Fact]
    public async Task An_id_of_the_applications_own_is_encoded()
    {
        const string Odd = "a b;c=d,\"é€😀\r\n!'()*~-_.%/+";
        var expected = await NodeScript.RunAsync<string>("""return require("cookie").serialize("io", input);""", Odd);

        Assert.Equal(
            expected,
            EngineCookie.Format(new() { Path = null, HttpOnly = false, SameSite = SameSiteMode.Unspecified }, Odd, isHttps: false));
    }

    private static EngineCookieOptions All() => new()
    {
        Domain = ".example.com",
        Expires = DateTimeOffset.Parse("2023-11-14T22:13:20Z", CultureInfo.InvariantCulture),
        MaxAge = TimeSpan.FromSeconds(5),
        Secure = true,
    };
}
