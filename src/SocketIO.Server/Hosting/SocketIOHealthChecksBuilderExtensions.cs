using Microsoft.Extensions.Diagnostics.HealthChecks;
using SocketIO.Server;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>
/// Adds Socket.IO to an application's health checks.
/// </summary>
public static class SocketIOHealthChecksBuilderExtensions
{
    /// <summary>
    /// Adds a check that fails once the server takes no more connections, as when it is stopping.
    /// </summary>
    /// <param name="builder">The health checks.</param>
    /// <param name="name">The name of the server, if it was added by <c>AddSocketIO(name)</c>.</param>
    /// <param name="checkName">The name of the check. The default is <c>socketio</c>, followed by the server's name if it has one.</param>
    /// <param name="failureStatus">What a failure means. The default is <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">Tags by which checks are filtered.</param>
    /// <returns>The health checks.</returns>
    public static IHealthChecksBuilder AddSocketIO(
        this IHealthChecksBuilder builder, string name = "", string? checkName = null, HealthStatus? failureStatus = null, IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(name);

        return builder.Add(new HealthCheckRegistration(
            checkName ?? (name.Length == 0 ? "socketio" : $"socketio-{name}"),
            services => new SocketIOHealthCheck(services.GetRequiredKeyedService<SocketIOServer>(name)),
            failureStatus,
            tags));
    }
}
