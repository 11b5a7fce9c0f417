// snippet: sessions/read
using Microsoft.Net.Http.Headers;
// end
using System.Security.Claims;

namespace SocketIO.Snippets;

internal static class Sessions
{
    public static void Session(WebApplicationBuilder builder)
    {
        // snippet: sessions/session
        builder.Services.AddDistributedMemoryCache();
        builder.Services.AddSession();
        builder.Services.AddSocketIO();
        // end
        var app = builder.Build();

        // snippet: sessions/session
        app.UseSession();

        var io = app.MapSocketIO();

        io.Engine.Use(async (context, next) =>
        {
            await context.Session.LoadAsync(context.RequestAborted);
            context.Session.SetString("seen", "yes");              // an empty session has another id in every request
            context.User.AddIdentity(new ClaimsIdentity([new Claim("session", context.Session.Id)]));
            await next();
        });

        io.OnConnection((ServerSocket socket) => socket.JoinAsync($"session:{socket.User.FindFirstValue("session")}"));

        app.MapPost("/logout", async (HttpContext context) =>
        {
            await io.In($"session:{context.Session.Id}").DisconnectSocketsAsync(close: true);
            context.Session.Clear();
        });
        // end
    }

    public static void Set(SocketIOServer io)
    {
        // snippet: sessions/set
        io.Engine.OnInitialHeaders((headers, request) =>
            headers.Append("Set-Cookie", "visitor=42; Path=/; HttpOnly; SameSite=Strict"));
        // end
    }

    public static void Read(SocketIOServer io)
    {
        // snippet: sessions/read
        io.OnConnection((ServerSocket socket) =>
        {
            var header = socket.Handshake.Headers.GetValueOrDefault("cookie", "");
            var visitor = CookieHeaderValue.TryParseList([header], out var cookies)
                ? cookies.FirstOrDefault(cookie => cookie.Name == "visitor")?.Value.ToString()
                : null;

            Console.WriteLine($"visitor {visitor}");
        });
        // end
    }
}
