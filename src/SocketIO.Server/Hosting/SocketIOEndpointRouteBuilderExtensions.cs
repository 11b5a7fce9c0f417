using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using SocketIO.Server;

namespace Microsoft.AspNetCore.Builder;

/// <summary>
/// Maps Socket.IO into an application's endpoints.
/// </summary>
public static class SocketIOEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Serves Socket.IO under a path, over HTTP long-polling and WebSocket.
    /// </summary>
    /// <param name="endpoints">The application's endpoints.</param>
    /// <param name="path">The path that clients are configured with. Theirs is <c>/socket.io/</c> by default.</param>
    /// <param name="name">The name of the server, if it was added by <c>AddSocketIO(name)</c>.</param>
    /// <returns>The server. CORS, authorization or rate limiting of its HTTP requests are added to it as to any endpoint.</returns>
    /// <remarks>
    /// The pipeline needs no other middleware, <c>UseWebSockets</c> included. With <see cref="SocketIO.Engine.EngineOptions.AddTrailingSlash"/>, as clients expect by default, the
    /// slash at the end belongs to the path: without it there is no such endpoint.
    /// </remarks>
    /// <exception cref="InvalidOperationException"><c>AddSocketIO</c> was not called.</exception>
    public static SocketIOServer MapSocketIO(
        this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string path = "/socket.io/", string name = "")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(name);

        var server = endpoints.ServiceProvider.GetKeyedService<SocketIOServer>(name)
            ?? throw new InvalidOperationException(name.Length == 0
                ? "Socket.IO is not registered: call builder.Services.AddSocketIO() before app.MapSocketIO()."
                : $"No Socket.IO server named \"{name}\" is registered: call builder.Services.AddSocketIO(\"{name}\") before app.MapSocketIO(\"{path}\", \"{name}\").");

        var endpoint = new SocketIOEndpoint(server);
        var builder = endpoints.Map(path.TrimEnd('/') + SocketIOEndpoint.RestOfPath, endpoint.HandleAsync);
        builder.WithDisplayName($"Socket.IO {path}");
        server.AddEndpoint(builder);
        return server;
    }
}
