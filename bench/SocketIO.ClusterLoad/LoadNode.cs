using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SocketIO.Protocol;
using SocketIO.Server;

namespace SocketIO.ClusterLoad;

/// <summary>One server of ours: what a client says goes to a room, on all servers. bench/node/cluster-server.mjs is the same of npm's.</summary>
internal static class LoadNode
{
    // node <adapter> <broker> <port>
    public static async Task RunAsync(string adapter, string broker, string port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var socketIO = builder.Services.AddSocketIO();

        switch (adapter)
        {
            case "redis":
                socketIO.AddRedisAdapter(broker);
                break;

            case "streams":
                socketIO.AddRedisStreamsAdapter(broker);
                break;

            default:
                socketIO.AddPostgresAdapter(broker);
                break;
        }

        var app = builder.Build();
        var io = app.MapSocketIO();
        io.On("join", static (ServerSocket socket, string room) => socket.JoinAsync(room));
        io.On("say", (string room, EventArgument text) => io.To(room).EmitAsync("said", text));
        await app.RunAsync();
    }
}
