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
            ["draining"] = server.IsDraining,
        };

        return Task.FromResult(server switch
        {
            { IsDraining: true } => Failed("The server is draining: it closes its connections over time and takes no new ones."),
            { IsOpen: false } => Failed("The server has closed its connections and takes no new ones."),
            _ => HealthCheckResult.Healthy("The server takes connections.", data),
        });

        HealthCheckResult Failed(string description) => new(context.Registration.FailureStatus, description, data: data);
    }
}
