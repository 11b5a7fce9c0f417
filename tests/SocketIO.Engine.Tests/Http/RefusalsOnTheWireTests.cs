using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SocketIO.Engine;

namespace SocketIO.Tests;

/// <summary>What Kestrel makes of the answers: some values it adds to, and some it refuses to write.</summary>
public sealed class RefusalsOnTheWireTests
{
    [Fact]
    [Trait("Spec", "EIO-051")]
    public async Task A_refusal_has_its_body_and_type_to_the_byte()
    {
        var answer = await Ask("GET / HTTP/1.1", c => EngineErrors.WriteAsync(c, RequestRefusal.UnknownSession("x")));

        Assert.StartsWith("HTTP/1.1 400 Bad Request\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nContent-Type: application/json\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nContent-Length: 41\r\n", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n{\"code\":1,\"message\":\"Session ID unknown\"}", answer, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Spec", "EIO-052")]
    [Trait("Hostile", "C1")]
    public async Task A_refused_upgrade_is_answered_before_it_is_one_and_the_connection_closed()
    {
        const string Upgrade = """
            GET / HTTP/1.1
            Upgrade: websocket
            Connection: Upgrade
            Sec-WebSocket-Version: 13
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
            """;

        var answer = await Ask(Upgrade, c => EngineErrors.WriteUpgradeAsync(c, RequestRefusal.UnknownSession("x")), keepAlive: true);

        Assert.StartsWith("HTTP/1.1 400 Bad Request\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nConnection: close\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nContent-Type: text/html\r\n", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\nSession ID unknown", answer, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Hostile", "A22")]
    public async Task A_forbidden_upgrade_is_plain_text()
    {
        var answer = await Ask("GET / HTTP/1.1", c => EngineErrors.WriteUpgradeAsync(c, RequestRefusal.Forbidden("nope <b>é")));

        Assert.StartsWith("HTTP/1.1 403 Forbidden\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nContent-Type: text/plain\r\n", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\nnope <b>é", answer, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Spec", "EIO-103")]
    [Trait("Hostile", "K3")]
    public async Task A_preflight_is_answered_204_without_a_body()
    {
        const string Preflight = """
            OPTIONS / HTTP/1.1
            Origin: https://page.example
            Access-Control-Request-Method: POST
            Access-Control-Request-Headers: x-one
            """;

        var answer = await Ask(Preflight, c => Cors(c, new() { Origin = CorsOrigin.OneOf("https://page.example"), Credentials = true }));

        Assert.StartsWith("HTTP/1.1 204 No Content\r\n", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nAccess-Control-Allow-Origin: https://page.example\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nAccess-Control-Allow-Credentials: true\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nAccess-Control-Allow-Headers: x-one\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nAccess-Control-Allow-Methods: GET,HEAD,PUT,PATCH,POST,DELETE\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nVary: Origin, Access-Control-Request-Headers\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Spec", "EIO-103")]
    public async Task A_preflight_answered_200_has_the_length_0()
    {
        var answer = await Ask("OPTIONS / HTTP/1.1\nOrigin: https://page.example", c => Cors(c, new() { OptionsSuccessStatus = 200 }));

        Assert.StartsWith("HTTP/1.1 200 OK\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nContent-Length: 0\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Spec", "EIO-104")]
    [Trait("Hostile", "K4")]
    public async Task Refusals_carry_the_headers_too()
    {
        var answer = await Ask("POST / HTTP/1.1\nOrigin: https://page.example\nContent-Length: 0", async c =>
        {
            await Cors(c, new() { Origin = "https://page.example" });
            await EngineErrors.WriteAsync(c, RequestRefusal.UnknownTransport(null));
        });

        Assert.StartsWith("HTTP/1.1 400 Bad Request\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nAccess-Control-Allow-Origin: https://page.example\r\n", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://é.example")]
    [InlineData("https://a\t.example")]
    [Trait("Spec", "EIO-043")]
    [Trait("Hostile", "A14")]
    public async Task A_strange_origin_is_no_error_and_is_not_reflected(string origin)
    {
        var answer = await Ask($"OPTIONS / HTTP/1.1\nOrigin: {origin}\nAccess-Control-Request-Headers: {origin}", c => Cors(c, new() { Origin = true }));

        Assert.StartsWith("HTTP/1.1 204 No Content\r\n", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("Access-Control-Allow-Origin", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://a\u0001.example")]
    [InlineData("https://a\u007f.example")]
    [Trait("Spec", "EIO-043")]
    [Trait("Hostile", "A13")]
    public async Task An_origin_with_a_control_character_is_answered_400(string origin)
    {
        var answer = await Ask($"GET /?EIO=4&transport=polling HTTP/1.1\nOrigin: {origin}", c =>
        {
            var query = EngineQuery.Parse(c.Request.QueryString.Value);
            return RequestChecks.Check(c.Request, query, Transports.Polling) is { } refusal ? EngineErrors.WriteAsync(c, refusal) : Task.CompletedTask;
        });

        Assert.StartsWith("HTTP/1.1 400 Bad Request\r\n", answer, StringComparison.Ordinal);
    }

    private static Task Cors(HttpContext context, EngineCorsOptions options)
        => new CorsPolicy(options, NullLogger<CorsPolicy>.Instance).ApplyAsync(context, isUpgrade: false).AsTask();

    private static async Task<string> Ask(string head, RequestDelegate answer, bool keepAlive = false)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        app.Run(answer);
        await app.StartAsync();

        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", new Uri(app.Urls.Single()).Port);
        var request = $"{head}\nHost: localhost\n{(keepAlive ? "" : "Connection: close\n")}\n".ReplaceLineEndings("\r\n");
        await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(request));

        using var reader = new StreamReader(client.GetStream(), Encoding.UTF8);
        return await Wait.For("the answer and the end of the connection", reader.ReadToEndAsync());
    }
}
