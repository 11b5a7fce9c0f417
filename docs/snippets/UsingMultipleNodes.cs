// snippet: using-multiple-nodes/ready
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
// end

using SocketIO.Adapters;

namespace SocketIO.Snippets;

internal static class UsingMultipleNodes
{
    public static void DrainTime(WebApplicationBuilder builder)
    {
        // snippet: using-multiple-nodes/drain-time
        builder.Services.AddSocketIO(options => options.DrainTime = TimeSpan.FromSeconds(40));

        // More than DrainTime and ShutdownTimeout, 5 seconds, together.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(50));
        // end
    }

    public static void Ready(WebApplicationBuilder builder)
    {
        // snippet: using-multiple-nodes/ready
        builder.Services.AddHealthChecks().AddSocketIO(tags: ["ready"]);
        // end
        var app = builder.Build();

        // snippet: using-multiple-nodes/ready
        app.MapHealthChecks("/ready", new HealthCheckOptions
        {
            Predicate = check => check.Tags.Contains("ready"),

            // For HAProxy's disable-on-404; others ask for 503, which is the default.
            ResultStatusCodes = { [HealthStatus.Unhealthy] = StatusCodes.Status404NotFound },
        });
        // end
    }

    public static void DrainNow(WebApplication app, SocketIOServer io)
    {
        // snippet: using-multiple-nodes/drain-now
        app.MapPost("/drain", () => { _ = io.DrainAsync(TimeSpan.FromMinutes(5)); }).RequireHost("localhost");
        // end
    }

    public static void Adapter(WebApplicationBuilder builder)
    {
        // snippet: using-multiple-nodes/adapter
        builder.Services.AddSocketIO().AddRedisStreamsAdapter("localhost:6379");
        // end
    }

    public static void Forward(WebApplicationBuilder builder)
    {
        // snippet: using-multiple-nodes/forward
        builder.Services.AddSocketIO(options => options.ForwardRequests = true).AddRedisAdapter("localhost:6379");
        // end
    }

    public static async Task ServersAsync(SocketIOServer io)
    {
        // snippet: using-multiple-nodes/servers
        io.OnServerSide("load", () => io.SocketsCount);

        var loads = await io.ServerSideEmitWithAckAsync<int>("load");
        // end
        _ = loads;
    }

    public static async Task<IReadOnlyList<RemoteSocket>> PartialAsync(SocketIOServer io, ILogger log)
    {
        // snippet: using-multiple-nodes/partial
        try
        {
            return await io.Timeout(TimeSpan.FromSeconds(1)).FetchSocketsAsync();
        }
        catch (ClusterTimeoutException timeout)
        {
            log.LogWarning("{Missing} of {All} servers are silent: {Names}", timeout.Expected - timeout.Received, timeout.Expected, timeout.MissingServers);
            return [];
        }
        // end
    }

    public static void InMemory(WebApplicationBuilder first, WebApplicationBuilder second)
    {
        // snippet: using-multiple-nodes/in-memory
        var cluster = new InMemoryCluster();
        first.Services.AddSocketIO().AddInMemoryCluster(cluster);
        second.Services.AddSocketIO().AddInMemoryCluster(cluster);
        // end
    }
}
