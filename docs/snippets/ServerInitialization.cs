using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace SocketIO.Snippets;

internal static class ServerInitialization
{
    public static void Application(string[] args)
    {
        // snippet: server-initialization/application
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSocketIO(options => options.PingInterval = TimeSpan.FromSeconds(10));

        var app = builder.Build();
        app.UseDefaultFiles();
        app.UseStaticFiles();
        app.MapGet("/hello", () => "hello");

        var io = app.MapSocketIO();
        io.OnConnection((ServerSocket socket) => Console.WriteLine($"{socket.Id} is here"));

        app.Run();
        // end
    }

    public static async Task Host()
    {
        // snippet: server-initialization/host
        await using var host = SocketIOHost.Create(port: 3000, options => options.ServeClient = false);

        host.Server.On("add", (int a, int b) => a + b);

        await host.StartAsync();
        Console.WriteLine(string.Join(", ", host.Urls));
        await host.StopAsync();
        // end
    }

    public static void Path(WebApplication app)
    {
        // snippet: server-initialization/path
        var io = app.MapSocketIO("/realtime/");
        // end
        io.On("x", () => { });
    }

    public static void Several(WebApplicationBuilder builder)
    {
        // snippet: server-initialization/several
        builder.Services.AddSocketIO("shop");
        builder.Services.AddSocketIO("games", options => options.MaxHttpBufferSize = 100_000);
        // end
        var app = builder.Build();

        // snippet: server-initialization/several
        var shop = app.MapSocketIO("/shop/socket.io/", "shop");
        var games = app.MapSocketIO("/games/socket.io/", "games");

        app.MapPost("/orders", ([FromKeyedServices("shop")] SocketIOServer io, Order order) => io.EmitAsync("ordered", order));
        // end
        shop.On("x", () => { });
        games.On("x", () => { });
    }

    public static void Https(WebApplicationBuilder builder)
    {
        // snippet: server-initialization/https
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenAnyIP(5001, listen =>
        {
            listen.UseHttps("certificate.pfx", Environment.GetEnvironmentVariable("CERTIFICATE_PASSWORD"));
            listen.Protocols = HttpProtocols.Http1AndHttp2;
        }));
        // end
    }

    public static void Conventions(WebApplication app)
    {
        // snippet: server-initialization/conventions
        app.MapSocketIO()
            .RequireHost("realtime.example.com")
            .RequireRateLimiting("handshakes")
            .DisableHttpMetrics();
        // end
    }

    public static void Health(WebApplicationBuilder builder)
    {
        // snippet: server-initialization/health
        builder.Services.AddHealthChecks().AddSocketIO();
        // end
        var app = builder.Build();

        // snippet: server-initialization/health
        app.MapHealthChecks("/health");
        // end
    }

    // snippet: server-initialization/controller
    [ApiController]
    [Route("orders")]
    public sealed class OrdersController(SocketIOServer io) : ControllerBase
    {
        [HttpPost]
        public async Task<IActionResult> Post(NewOrder order)
        {
            await io.To("kitchen").EmitAsync("order", order);
            return Accepted();
        }
    }

    public sealed record NewOrder(string Dish, int Count);
    // end
}
