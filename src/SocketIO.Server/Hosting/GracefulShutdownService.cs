using Microsoft.Extensions.Hosting;

namespace SocketIO.Server;

/// <summary>
/// Closes the connections of a server while its host is stopping.
/// </summary>
/// <remarks>
/// Before anything else stops: the web server still answers then, so that polling clients can fetch what was sent to them, and it does not wait for
/// WebSockets that would never end by themselves.
/// </remarks>
internal sealed class GracefulShutdownService(SocketIOServer server) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => server.CloseAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
