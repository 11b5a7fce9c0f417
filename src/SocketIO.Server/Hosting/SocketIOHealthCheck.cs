using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace SocketIO.Server;

/// <summary>
/// Says whether a server takes connections, and how many it has.
/// </summary>
internal sealed class SocketIOHealthCheck(SocketIOServer server) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var data = new Dictionary<string, object>
        {
            ["connections"] = server.Engine.ClientsCount,
            ["sockets"] = server.SocketsCount,
            ["namespaces"] = server.Namespaces.Count,
        };

        return Task.FromResult(server.IsOpen
            ? HealthCheckResult.Healthy("The server takes connections.", data)
            : new HealthCheckResult(context.Registration.FailureStatus, "The server has closed its connections and takes no new ones.", data: data));
    }
}
