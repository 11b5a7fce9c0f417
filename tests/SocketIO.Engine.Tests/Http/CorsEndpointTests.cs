using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SocketIO.Engine;
using SocketIO.Engine.Tests;

namespace SocketIO.Tests;

public sealed class CorsEndpointTests
{
    private const string Page = "https://page.example";
    private const string Evil = "https://evil.example";

    [Fact]
    [Trait("Spec", "EIO-010")]
    [Trait("Spec", "EIO-108")]
    [Trait("Spec", "EIO-046")]
    [Trait("Hostile", "K1")]
    [Trait("Hostile", "A11")]
    [Trait("Hostile", "CVE-2020-28481")]
    public async Task Without_the_option_no_header_is_added_and_a_preflight_is_refused()
    {
        await using var host = await EngineHost.StartAsync();

        using var handshake = await SendAsync(host.Client, HttpMethod.Get, EngineHost.Query(), Evil);
        Assert.Equal(HttpStatusCode.OK, handshake.StatusCode);
        Assert.DoesNotContain(handshake.Headers, h => h.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase) || h.Key == "Vary");

        using var preflight = await SendAsync(host.Client, HttpMethod.Options, EngineHost.Query(), Evil);
        Assert.Equal(HttpStatusCode.BadRequest, preflight.StatusCode);
        Assert.Equal("""{"code":2,"message":"Bad handshake method"}""", await preflight.Content.ReadAsStringAsync());
        Assert.Equal([new("method", "OPTIONS")], Assert.Single(host.Errors).Context);
    }

    [Fact]
    [Trait("Spec", "EIO-104")]
    [Trait("Spec", "TST-055")]
    [Trait("Hostile", "K4")]
    public async Task Every_answer_carries_the_headers()
    {
        await using var host = await EngineHost.StartAsync(o => o.Cors = new() { Origin = CorsOrigin.OneOf(Page), Credentials = true });
        var sid = await host.OpenPollingAsync();

        foreach (var (method, query, body, status) in new[]
        {
            (HttpMethod.Get, EngineHost.Query(), null, 200),
            (HttpMethod.Post, EngineHost.Query(sid), "4hello", 200),
            (HttpMethod.Get, EngineHost.Query(sid), null, 200),
            (HttpMethod.Put, EngineHost.Query(sid), "", 405),
            (HttpMethod.Get, EngineHost.Query("unknown"), null, 400),
            (HttpMethod.Get, "/engine.io/", null, 400),
            (HttpMethod.Options, EngineHost.Query(), null, 204),
            (HttpMethod.Options, EngineHost.Query(sid), null, 204),
        })
        {
            using var answer = await SendAsync(host.Client, method, query, Page, body);
            Assert.Equal((query, status), (query, (int)answer.StatusCode));
            Assert.Equal([Page], answer.Headers.GetValues("Access-Control-Allow-Origin"));
            Assert.Equal(["true"], answer.Headers.GetValues("Access-Control-Allow-Credentials"));
            Assert.Contains("Origin", answer.Headers.Vary);
        }

        using var refused = await SendAsync(host.Client, HttpMethod.Get, EngineHost.Query(), Evil);
        Assert.Equal(HttpStatusCode.OK, refused.StatusCode);
        Assert.False(refused.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    [Trait("Spec", "EIO-101")]
    [Trait("Spec", "EIO-028")]
    public async Task A_function_that_fails_refuses_the_request()
    {
        await using var host = await EngineHost.StartAsync(o => o.Cors = new() { Origin = CorsOrigin.From((_, _) => throw new InvalidOperationException("no")) });

        using var answer = await SendAsync(host.Client, HttpMethod.Get, EngineHost.Query(), Page);

        Assert.Equal("""{"code":3,"message":"Bad request"}""", await answer.Content.ReadAsStringAsync());
        Assert.Equal([new("name", "MIDDLEWARE_FAILURE")], Assert.Single(host.Errors).Context);
    }

    [Theory]
    [InlineData(Page, null)]
    [InlineData(null, null)]
    [InlineData(Evil, HttpStatusCode.Forbidden)]
    [InlineData("null", HttpStatusCode.Forbidden)]
    [InlineData("https://page.example:444", HttpStatusCode.Forbidden)]
    [Trait("Spec", "EIO-106")]
    [Trait("Hostile", "K5")]
    [Trait("Hostile", "K6")]
    public async Task A_websocket_is_open_to_the_listed_origins_and_to_clients_that_are_no_page(string? origin, HttpStatusCode? refusal)
    {
        await using var host = await EngineHost.StartAsync(o => o.Cors = new() { Origin = CorsOrigin.OneOf(Page) });

        Assert.Equal(refusal, await OpenWebSocketAsync(host, origin));
        Assert.Equal(refusal is null ? [] : [RequestError.Forbidden], host.Errors.Select(e => e.Code));
    }

    [Fact]
    [Trait("Hostile", "K5")]
    public async Task An_upgrade_is_no_way_around_the_list()
    {
        await using var host = await EngineHost.StartAsync(o => o.Cors = new() { Origin = CorsOrigin.OneOf(Page) });
        var sid = await host.OpenPollingAsync();

        Assert.Equal(HttpStatusCode.Forbidden, await OpenWebSocketAsync(host, Evil, sid));
        Assert.Null(await OpenWebSocketAsync(host, Page, sid));
    }

    [Fact]
    [Trait("Hostile", "K5")]
    public async Task The_servers_own_page_may_open_a_websocket()
    {
        await using var host = await EngineHost.StartAsync(o => o.Cors = new() { Origin = CorsOrigin.OneOf(Page) });

        Assert.Null(await OpenWebSocketAsync(host, host.Client.BaseAddress!.GetLeftPart(UriPartial.Authority)));
    }

    [Fact]
    [Trait("Spec", "EIO-110")]
    public async Task Every_page_of_another_origin_can_be_refused_by_AllowRequest()
    {
        await using var host = await EngineHost.StartAsync(o => o.AllowRequest = (context, _) =>
            new(context.Request.Headers.Origin.Count == 0 ? RequestVerdict.Allow : RequestVerdict.Refuse()));

        using var page = await SendAsync(host.Client, HttpMethod.Get, EngineHost.Query(), Page);
        Assert.Equal(HttpStatusCode.Forbidden, page.StatusCode);
        Assert.Equal("""{"code":4,"message":"Forbidden"}""", await page.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.Forbidden, await OpenWebSocketAsync(host, Page));
        Assert.Null(await OpenWebSocketAsync(host, origin: null));
        Assert.Equal(20, (await host.OpenPollingAsync()).Length);
    }

    [Fact]
    [Trait("Spec", "EIO-010")]
    public async Task The_frameworks_own_policies_apply_to_the_endpoint_undisturbed()
    {
        await using var server = new EngineServer(new(), session => new EngineHost.Echo(session), TimeProvider.System, NullLoggerFactory.Instance);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddCors(o => o.AddPolicy("pages", p => p.WithOrigins(Page).WithMethods("GET", "POST").AllowCredentials()));
        await using var app = builder.Build();
        app.UseCors();
        app.MapEngineIO("/engine.io/", server).RequireCors("pages");
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new(app.Urls.Single()) };

        using var preflight = await SendAsync(client, HttpMethod.Options, EngineHost.Query(), Page);
        Assert.Equal(HttpStatusCode.NoContent, preflight.StatusCode);
        Assert.Equal(["GET,POST"], preflight.Headers.GetValues("Access-Control-Allow-Methods"));

        foreach (var query in new[] { EngineHost.Query(), EngineHost.Query("unknown") })
        {
            using var answer = await SendAsync(client, HttpMethod.Get, query, Page);
            Assert.Equal([Page], answer.Headers.GetValues("Access-Control-Allow-Origin"));
            Assert.Equal(["true"], answer.Headers.GetValues("Access-Control-Allow-Credentials"));
        }

        using var evil = await SendAsync(client, HttpMethod.Get, EngineHost.Query(), Evil);
        Assert.False(evil.Headers.Contains("Access-Control-Allow-Origin"));
    }

    private static async Task<HttpStatusCode?> OpenWebSocketAsync(EngineHost host, string? origin, string? sid = null)
    {
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;

        if (origin is not null)
        {
            socket.Options.SetRequestHeader("Origin", origin);
        }

        try
        {
            var url = new UriBuilder(new Uri(host.Client.BaseAddress!, EngineHost.Query(sid, "websocket"))) { Scheme = "ws" }.Uri;
            await Wait.For("the answer to the WebSocket handshake", socket.ConnectAsync(url, CancellationToken.None));
            return null;
        }
        catch (WebSocketException)
        {
            return socket.HttpStatusCode;
        }
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, HttpMethod method, string query, string origin, string? body = null)
    {
        using var request = new HttpRequestMessage(method, query) { Content = body is null ? null : new StringContent(body) };
        request.Headers.Add("Origin", origin);

        if (method == HttpMethod.Options)
        {
            request.Headers.Add("Access-Control-Request-Method", "POST");
        }

        return await Wait.For($"the answer to {method} {query}", client.SendAsync(request));
    }
}
