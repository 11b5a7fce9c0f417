using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using SocketIO.Engine;

namespace SocketIO.Tests;

/// <summary>
/// A real Kestrel that accepts WebSockets as the engine does and echoes every message.
/// </summary>
internal sealed class WebSocketHost : IAsyncDisposable
{
    internal static readonly Lazy<X509Certificate2> Certificate = new(MakeCertificate);
    private readonly WebApplication _app;

    private WebSocketHost(WebApplication app, bool isSecure, bool isHttp2)
    {
        _app = app;
        IsSecure = isSecure;
        IsHttp2 = isHttp2;
        Port = new Uri(app.Urls.Single()).Port;
    }

    public int Port { get; }

    public bool IsSecure { get; }

    public bool IsHttp2 { get; }

    public Uri Uri => new($"{(IsSecure ? "wss" : "ws")}://127.0.0.1:{Port}/");

    /// <summary>The latest connection that was accepted.</summary>
    public IWebSocketConnection? Connection { get; private set; }

    /// <summary>The handler of that connection.</summary>
    public RecordingHandler Handler { get; private set; } = new();

    /// <summary>What the read loop threw, which it never should.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>How many requests have been answered to their end.</summary>
    public int Ended { get; private set; }

    public static async Task<WebSocketHost> StartAsync(
        bool isSecure = false,
        bool isHttp2 = false,
        WebSocketSettings? settings = null,
        Action<KestrelServerOptions>? kestrel = null,
        Action<WebApplication>? before = null)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options =>
        {
            kestrel?.Invoke(options);
            options.Listen(IPAddress.Loopback, 0, listen =>
            {
                listen.Protocols = isHttp2 ? HttpProtocols.Http2 : HttpProtocols.Http1;

                if (isSecure)
                {
                    listen.UseHttps(Certificate.Value);
                }
            });
        });

        var app = builder.Build();
        before?.Invoke(app);
        WebSocketHost? host = null;
        app.Run(context => host!.HandleAsync(context, settings ?? new WebSocketSettings()));
        await app.StartAsync();
        return host = new WebSocketHost(app, isSecure, isHttp2);
    }

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Connection?.Abort();
        await _app.DisposeAsync();
        Assert.Null(Failure);
    }

    private async Task HandleAsync(HttpContext context, WebSocketSettings settings)
    {
        var error = WebSocketUpgrade.Check(context, settings);

        if (error is not WebSocketUpgradeError.None)
        {
            context.Response.StatusCode = WebSocketUpgrade.StatusFor(error);
            await context.Response.WriteAsync(WebSocketUpgrade.MessageFor(error));
            return;
        }

        var connection = await WebSocketUpgrade.AcceptAsync(context, settings);
        var handler = new RecordingHandler { Connection = connection };
        handler.OnMessage = (data, isBinary) =>
        {
            handler.Write(data.Span, isBinary);
            return default;
        };
        Handler = handler;
        Connection = connection;

        try
        {
            await connection.RunAsync(handler);
        }
        catch (Exception exception)
        {
            Failure = exception;
        }

        Ended++;
    }

    private static X509Certificate2 MakeCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }
}
