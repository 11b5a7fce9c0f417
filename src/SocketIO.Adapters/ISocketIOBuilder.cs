using Microsoft.Extensions.DependencyInjection;

namespace SocketIO.Adapters;

/// <summary>
/// What <c>AddSocketIO</c> returns: the place on which adapters, parsers and tools are added to one Socket.IO server.
/// </summary>
public interface ISocketIOBuilder
{
    /// <summary>
    /// Gets the services of the application.
    /// </summary>
    IServiceCollection Services { get; }

    /// <summary>
    /// Gets the name under which the server was registered.
    /// </summary>
    /// <value>An empty string for the server that was registered without a name.</value>
    /// <remarks>It names the options too: services that belong to this server alone are registered with it as their key.</remarks>
    string Name { get; }
}
