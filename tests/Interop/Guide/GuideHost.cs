using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using SocketIO.Server;
using SocketIO.Snippets;

namespace SocketIO.Tests;

/// <summary>An application with code of the guide in it, and npm's client to talk to it.</summary>
internal static class GuideHost
{
    private const string Client = """
        const { io } = require("socket.io-client");
        const open = (path = "/", options = {}) => io(input.url + path, { forceNew: true, ...options });
        const once = (socket, event) => new Promise((resolve) => socket.once(event, (...args) => resolve(args)));
        const connect = async (path, options) => {
          const socket = open(path, options);
          await once(socket, "connect");
          return socket;
        };
        const refusal = async (path, options) => {
          const socket = open(path, options);
          const [error] = await once(socket, "connect_error");
          return { message: error.message, data: error.data ?? null, active: socket.active };
        };
        const run = async () => { %BODY% };
        const result = await run();
        setImmediate(() => process.exit(0));
        return result;
        """;

    /// <summary>Serves what <paramref name="configure"/> registers, runs a script, and returns what it returns.</summary>
    public static async Task<JsonElement> RunAsync(Action<SocketIOServer> configure, string script)
    {
        var builder = WebApplication.CreateBuilder(["--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Default", "Error"]);
        builder.Services.AddSocketIO();
        builder.Services.AddScoped<OrderService>();
        builder.Services.AddAuthorization();

        await using var app = builder.Build();
        configure(app.MapSocketIO());
        await app.StartAsync();

        return await NodeScript.RunAsync<JsonElement>(Client.Replace("%BODY%", script, StringComparison.Ordinal), new { url = app.Urls.First() });
    }
}
