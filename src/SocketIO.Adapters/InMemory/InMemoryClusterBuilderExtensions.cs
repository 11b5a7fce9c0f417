using SocketIO.Adapters;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>
/// Makes a Socket.IO server a part of a cluster within the process.
/// </summary>
public static class InMemoryClusterBuilderExtensions
{
    /// <summary>
    /// Joins a cluster of servers in this process.
    /// </summary>
    /// <param name="builder">What <c>AddSocketIO</c> returned.</param>
    /// <param name="cluster">The cluster.</param>
    /// <returns>The same builder.</returns>
    public static ISocketIOBuilder AddInMemoryCluster(this ISocketIOBuilder builder, InMemoryCluster cluster)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(cluster);
        builder.Services.AddKeyedSingleton<IAdapterFactory>(builder.Name, (_, _) => cluster);
        return builder;
    }
}
