using System.Net;
using System.Text;

namespace SocketIO.Tests;

/// <summary>Cross-origin requests, and the cookie of the profile that answers them.</summary>
public sealed class CorsTests(ContractServer server)
{
    private const string Polling = "EIO=4&transport=polling";

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false });

    [Theory]
    [InlineData("http://allowed.test")]
    [InlineData("http://second.test")]
    [Trait("Spec", "T-55")]
    [Trait("Spec", "T-56")]
    [Trait("Spec", "TST-055")]
    [Trait("Spec", "TST-090")]
    [Trait("Spec", "EIO-101")]
    [Trait("Spec", "EIO-103")]
    public async Task A_preflight_of_an_allowed_origin(string origin)
    {
        using var response = await SendAsync("OPTIONS", Profile.Cors, Polling, origin, ("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", "x-a,x-b"));

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal(origin, Header(response, "Access-Control-Allow-Origin"));
        Assert.Equal("true", Header(response, "Access-Control-Allow-Credentials"));
        Assert.Equal("GET,POST", Header(response, "Access-Control-Allow-Methods"));
        Assert.Equal("x-a,x-b", Header(response, "Access-Control-Allow-Headers"));
        Assert.Contains("Origin", response.Headers.Vary);
        Assert.Equal("", await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("OPTIONS")]
    [InlineData("GET")]
    [Trait("Spec", "TST-055")]
    [Trait("Spec", "EIO-101")]
    public async Task Another_origin_gets_no_permission(string method)
    {
        using var response = await SendAsync(method, Profile.Cors, Polling, "http://elsewhere.test", ("Access-Control-Request-Method", "POST"));
        Assert.Equal(method == "GET" ? HttpStatusCode.OK : HttpStatusCode.NoContent, response.StatusCode);
        Assert.Null(Header(response, "Access-Control-Allow-Origin"));
    }

    [Fact]
    [Trait("Spec", "T-55")]
    [Trait("Spec", "EIO-102")]
    public async Task Every_request_of_a_session_is_permitted()
    {
        const string origin = "http://allowed.test";
        using var open = await SendAsync("GET", Profile.Cors, Polling, origin);
        var sid = System.Text.Json.JsonDocument.Parse((await open.Content.ReadAsStringAsync())[1..]).RootElement.GetProperty("sid").GetString();
        using var post = await SendAsync("POST", Profile.Cors, $"{Polling}&sid={sid}", origin);
        using var poll = await SendAsync("GET", Profile.Cors, $"{Polling}&sid={sid}", origin);

        Assert.All([open, post, poll], response =>
        {
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal(origin, Header(response, "Access-Control-Allow-Origin"));
            Assert.Equal("true", Header(response, "Access-Control-Allow-Credentials"));
            Assert.Contains("Origin", response.Headers.Vary);
        });
    }

    [Fact]
    [Trait("Spec", "EIO-104")]
    public async Task A_refusal_is_readable_by_the_page()
    {
        using var response = await SendAsync("GET", Profile.Cors, $"{Polling}&sid=abc", "http://allowed.test");
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("http://allowed.test", Header(response, "Access-Control-Allow-Origin"));
    }

    [Fact]
    [Trait("Spec", "EIO-107")]
    [Trait("Spec", "SRV-019")]
    public async Task The_client_bundle_is_permitted_too()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Url(Profile.Cors), "socket.io.min.js"));
        request.Headers.Add("Origin", "http://second.test");
        using var response = await _http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("http://second.test", Header(response, "Access-Control-Allow-Origin"));
    }

    [Fact]
    [Trait("Spec", "EIO-102")]
    [Trait("Spec", "EIO-103")]
    public async Task A_star_permits_everyone()
    {
        using var get = await SendAsync("GET", Profile.PollingOnly, Polling, "http://anywhere.test");
        using var preflight = await SendAsync("OPTIONS", Profile.PollingOnly, Polling, "http://anywhere.test", ("Access-Control-Request-Method", "POST"));
        Assert.Equal("*", Header(get, "Access-Control-Allow-Origin"));
        Assert.Equal("*", Header(preflight, "Access-Control-Allow-Origin"));
        Assert.Equal("GET,HEAD,PUT,PATCH,POST,DELETE", Header(preflight, "Access-Control-Allow-Methods"));
        Assert.Equal(HttpStatusCode.NoContent, preflight.StatusCode);
        Assert.Null(Header(get, "Access-Control-Allow-Credentials"));
    }

    [Fact]
    [Trait("Spec", "T-55")]
    [Trait("Spec", "EIO-108")]
    [Trait("Hostile", "A11")]
    public async Task By_default_nothing_is_permitted()
    {
        using var get = await SendAsync("GET", Profile.Main, Polling, "http://allowed.test");
        using var preflight = await SendAsync("OPTIONS", Profile.Main, Polling, "http://allowed.test", ("Access-Control-Request-Method", "POST"));
        Assert.Equal(HttpStatusCode.OK, get.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, preflight.StatusCode);
        Assert.DoesNotContain(get.Headers.Concat(preflight.Headers), header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    [Trait("Spec", "EIO-111")]
    [Trait("Spec", "EIO-112")]
    [Trait("Spec", "TST-008")]
    public async Task The_cookie_comes_with_the_polling_handshake_alone()
    {
        using var open = await SendAsync("GET", Profile.Cors, Polling, "http://allowed.test");
        var sid = System.Text.Json.JsonDocument.Parse((await open.Content.ReadAsStringAsync())[1..]).RootElement.GetProperty("sid").GetString();
        Assert.Equal($"sio={sid}; Max-Age=3600; Path=/; HttpOnly; SameSite=Lax", Header(open, "Set-Cookie"));

        using var post = await SendAsync("POST", Profile.Cors, $"{Polling}&sid={sid}", "http://allowed.test");
        using var poll = await SendAsync("GET", Profile.Cors, $"{Polling}&sid={sid}", "http://allowed.test");
        using var none = await SendAsync("GET", Profile.Main, Polling, "http://allowed.test");
        Assert.All([post, poll, none], response => Assert.Null(Header(response, "Set-Cookie")));
    }

    private static string? Header(HttpResponseMessage response, string name)
        => response.Headers.TryGetValues(name, out var values) ? string.Join('\n', values) : null;

    private async Task<HttpResponseMessage> SendAsync(string method, Profile profile, string query, string origin, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri($"{server.Url(profile)}?{query}"));
        request.Headers.Add("Origin", origin);

        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        if (method == "POST")
        {
            request.Content = new StringContent("40", Encoding.UTF8, "text/plain");
        }

        return await _http.SendAsync(request);
    }
}
