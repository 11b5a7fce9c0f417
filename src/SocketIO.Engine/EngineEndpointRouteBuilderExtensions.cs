using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SocketIO.Engine;

namespace Microsoft.AspNetCore.Builder;

/// <summary>
/// Maps Engine.IO into an application's endpoints.
/// </summary>
public static class EngineEndpointRouteBuilderExtensions
{
    private const string SubPath = "enginePath";

    /// <summary>
    /// Serves Engine.IO under a path, without Socket.IO on top.
    /// </summary>
    /// <param name="endpoints">The application's endpoints.</param>
    /// <param name="path">The path, for example <c>/engine.io/</c>; a trailing slash makes no difference here.</param>
    /// <param name="server">The server that answers.</param>
    /// <returns>A builder with which to add CORS, authorization or rate limiting to the endpoint.</returns>
    public static IEndpointConventionBuilder MapEngineIO(this IEndpointRouteBuilder endpoints, string path, EngineServer server)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(server);

        return endpoints
            .Map($"{path.TrimEnd('/')}/{{**{SubPath}}}", context => server.HandleAsync(context, SubPathOf(context)))
            .WithDisplayName($"Engine.IO {path}");
    }

    // The route matches with and without the slash; which of the two it was decides EngineOptions.AddTrailingSlash.
    private static string? SubPathOf(HttpContext context)
        => context.GetRouteValue(SubPath) is string { Length: > 0 } below ? below
            : context.Request.Path.Value is [.., '/'] ? string.Empty
            : null;
}
