// snippet: using-multiple-nodes/ready
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
// end

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
}
