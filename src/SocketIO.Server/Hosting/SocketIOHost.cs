using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace SocketIO.Server;

/// <summary>
/// A Socket.IO server with a web server of its own, for programs that are nothing else.
/// </summary>
/// <remarks>Requests outside the path are answered with status 404.</remarks>
/// <example>
/// <code>
/// await using var host = SocketIOHost.Create(3000);
/// host.Server.On("hello", (string name) => $"hello {name}");
/// await host.RunAsync();
/// </code>
/// </example>
public sealed class SocketIOHost : IAsyncDisposable
{
    private readonly WebApplication _application;

    private SocketIOHost(WebApplication application, SocketIOServer server)
    {
        _application = application;
        Server = server;
    }

    /// <summary>
    /// Gets the Socket.IO server.
    /// </summary>
    public SocketIOServer Server { get; }

    /// <summary>
    /// Gets where the host listens.
    /// </summary>
    /// <value>For example <c>http://[::]:3000</c>; with port 0 the one that was chosen. Empty before the host has started.</value>
    public IReadOnlyCollection<string> Urls
        => [.. _application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? []];

    /// <summary>
    /// Makes a host. It listens when it is started.
    /// </summary>
    /// <param name="port">The port; 0 takes one that is free.</param>
    /// <param name="configure">Sets options. They can stand in the configuration section <c>SocketIO</c> as well.</param>
    /// <param name="path">The path that clients are configured with.</param>
    /// <returns>The host, whose <see cref="Server"/> takes handlers.</returns>
    public static SocketIOHost Create(int port = 3000, Action<SocketIOOptions>? configure = null, string path = "/socket.io/")
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenAnyIP(port));
        builder.Services.AddSocketIO(configure);

        var application = builder.Build();
        return new SocketIOHost(application, application.MapSocketIO(path));
    }

    /// <summary>
    /// Starts listening.
    /// </summary>
    /// <param name="cancellationToken">Stops the attempt.</param>
    /// <returns>A task that completes when clients can connect.</returns>
    public Task StartAsync(CancellationToken cancellationToken = default) => _application.StartAsync(cancellationToken);

    /// <summary>
    /// Starts listening, and goes on until the process is told to end (Ctrl+C, SIGTERM).
    /// </summary>
    /// <param name="cancellationToken">Ends it, too.</param>
    /// <returns>A task that completes when the host has stopped.</returns>
    public Task RunAsync(CancellationToken cancellationToken = default) => ((IHost)_application).RunAsync(cancellationToken);

    /// <summary>
    /// Stops: the sockets disconnect with the reason <c>server shutting down</c>, and what was sent goes out first.
    /// </summary>
    /// <param name="cancellationToken">Stops without ceremony.</param>
    /// <returns>A task that completes when the host has stopped.</returns>
    public Task StopAsync(CancellationToken cancellationToken = default) => _application.StopAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _application.DisposeAsync();
}
