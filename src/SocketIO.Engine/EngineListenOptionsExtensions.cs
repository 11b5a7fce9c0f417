using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using SocketIO.Engine;

namespace Microsoft.AspNetCore.Hosting;

/// <summary>
/// Prepares the endpoints of Kestrel for many WebSockets.
/// </summary>
public static class EngineListenOptionsExtensions
{
    /// <summary>
    /// Lets the WebSockets of an endpoint go on without the HTTP request that opened them: see <see cref="EngineOptions.DetachWebSockets"/>.
    /// </summary>
    /// <remarks>
    /// <c>AddSocketIO</c> does this for every endpoint without TLS by way of the endpoint defaults. Call it where the application sets endpoint
    /// defaults of its own, which replace those, and behind <c>UseHttps()</c>, because it works above TLS only. Connection middlewares that are
    /// to last as long as a WebSocket go before it: those behind it see a connection that ends when the WebSocket opens. Kestrel's limits do not count detached WebSockets; where
    /// it limits upgraded connections (<see cref="KestrelServerLimits.MaxConcurrentUpgradedConnections"/>) nothing is detached.
    /// </remarks>
    /// <param name="listen">The endpoint.</param>
    /// <returns>The endpoint.</returns>
    /// <example>
    /// <code>
    /// builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenAnyIP(443, listen => listen.UseHttps().UseDetachedWebSockets()));
    /// </code>
    /// </example>
    public static ListenOptions UseDetachedWebSockets(this ListenOptions listen)
    {
        ArgumentNullException.ThrowIfNull(listen);

        // Of several on one connection the innermost detaches, and the others pass everything on.
        listen.Use(http => context => listen.KestrelServerOptions.Limits.MaxConcurrentUpgradedConnections is null
            ? DetachableConnection.RunAsync(context, http)
            : http(context));
        return listen;
    }
}
