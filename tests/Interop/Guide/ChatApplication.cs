using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using SocketIO.Server;

namespace SocketIO.Tests;

/// <summary>The application that the guide's page about testing tests.</summary>
// snippet: testing/application
internal static class ChatApplication
{
    public static WebApplication Create(params string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSocketIO();

        var app = builder.Build();
        var io = app.MapSocketIO();

        io.On("say", (ServerSocket socket, string text) => socket.Broadcast.EmitAsync("said", text));
        return app;
    }
}
// end
