using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace SocketIO.Engine.Tests;

/// <summary>What an application may put around the endpoint.</summary>
public sealed class HostTests
{
    [Fact]
    [Trait("Spec", "TST-045")]
    [Trait("Spec", "SRV-013")]
    public async Task TLS_serves_both_transports()
    {
        using var certificate = SelfSigned();
        await using var server = new EngineServer(new EngineOptions { Cookie = new EngineCookieOptions() }, s => new EngineHost.Echo(s), TimeProvider.System, NullLoggerFactory.Instance);
        await using var app = await StartAsync(server, listen => listen.UseHttps(certificate));
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, presented, _, _) => presented!.GetCertHashString() == certificate.GetCertHashString();
        using var client = new HttpClient(handler) { BaseAddress = new Uri(app.Urls.Single()) };

        using var open = await client.GetAsync(EngineHost.Query());
        var sid = (await open.Content.ReadAsStringAsync())[9..29];
        Assert.Equal($"io={sid}; Path=/; HttpOnly; Secure; SameSite=Lax", Assert.Single(open.Headers.GetValues("Set-Cookie")));
        Assert.True(server.Clients.Single().Request.Secure);

        await client.PostAsync(EngineHost.Query(sid), new StringContent("4polling"));
        Assert.Equal("4polling", await client.GetStringAsync(EngineHost.Query(sid)));

        using var socket = new ClientWebSocket();
        socket.Options.RemoteCertificateValidationCallback = (_, presented, _, _) => presented!.GetCertHashString() == certificate.GetCertHashString();
        await socket.ConnectAsync(new Uri($"wss://127.0.0.1:{client.BaseAddress!.Port}{EngineHost.Query(sid, "websocket")}"), default);
        await socket.SendTextAsync("2probe");
        Assert.Equal("3probe", await socket.ReceiveTextAsync());
        await socket.SendTextAsync("5");
        await socket.SendTextAsync("4websocket");
        Assert.Equal("4websocket", await socket.ReceiveTextAsync());
    }

    [Fact]
    [Trait("Spec", "TST-063")]
    [Trait("Spec", "EIO-094")]
    public async Task A_response_that_a_middleware_has_wrapped_is_answered_like_any_other()
    {
        await using var server = new EngineServer(new EngineOptions(), s => new EngineHost.Echo(s), TimeProvider.System, NullLoggerFactory.Instance);
        await using var app = await StartAsync(server, configure: app => app.Use(async (context, next) =>
        {
            var body = context.Response.Body;
            using var wrapped = new MemoryStream();
            context.Response.Body = wrapped;
            await next();
            context.Response.Body = body;
            wrapped.Position = 0;
            await wrapped.CopyToAsync(body);
        }));
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        var sid = (await client.GetStringAsync(EngineHost.Query()))[9..29];

        using var tooLarge = await client.PostAsync(EngineHost.Query(sid), new StringContent(new string('4', 1_000_001)));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, tooLarge.StatusCode);
        Assert.Empty(await tooLarge.Content.ReadAsStringAsync());

        using var fits = await client.PostAsync(EngineHost.Query(sid), new StringContent("4still usable"));
        Assert.Equal("ok", await fits.Content.ReadAsStringAsync());
        Assert.Equal("4still usable", await client.GetStringAsync(EngineHost.Query(sid)));
    }

    private static async Task<WebApplication> StartAsync(EngineServer server, Action<ListenOptions>? listen = null, Action<WebApplication>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, options => listen?.Invoke(options)));
        var app = builder.Build();
        configure?.Invoke(app);
        app.UseRouting();
        app.MapEngineIO("/engine.io/", server);
        await app.StartAsync();
        return app;
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return request.CreateSelfSigned(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2036, 1, 1, 0, 0, 0, TimeSpan.Zero));
    }
}
