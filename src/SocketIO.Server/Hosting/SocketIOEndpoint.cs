using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace SocketIO.Server;

/// <summary>
/// Takes the HTTP requests under a server's path: those for the JavaScript client's files, and the protocol's.
/// </summary>
internal sealed class SocketIOEndpoint
{
    private const string RestKey = "socketIORest";

    private readonly SocketIOServer _server;
    private readonly ClientBundle? _bundle;

    public SocketIOEndpoint(SocketIOServer server)
    {
        _server = server;
        var loggers = server.Services.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance;
        _bundle = server.Options.ServeClient ? new ClientBundle(ClientBundleFiles.Embedded, server.Options.Cors, loggers) : null;
    }

    /// <summary>Gets what is added to the path, so that whatever stands below it comes here too.</summary>
    public static string RestOfPath => $"/{{**{RestKey}}}";

    public Task HandleAsync(HttpContext context)
    {
        var rest = context.Request.RouteValues[RestKey] as string;

        if (_bundle is not null && rest is not null && ClientBundleFiles.Contains(rest))
        {
            return _bundle.ServeAsync(context, rest);
        }

        // A route does not tell "/socket.io" from "/socket.io/", but clients and the protocol do.
        var endsInSlash = context.Request.Path.Value?.EndsWith('/') == true;
        return _server.Engine.HandleAsync(context, rest ?? (endsInSlash ? string.Empty : null));
    }
}
