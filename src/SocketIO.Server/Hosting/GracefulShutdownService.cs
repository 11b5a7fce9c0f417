using Microsoft.Extensions.Hosting;

namespace SocketIO.Server;

/// <summary>
/// Closes the connections of the application's servers while its host is stopping.
/// </summary>
/// <remarks>
/// Before anything else stops: the web server still answers then, so that polling clients can fetch what was sent to them, and it does not wait for
/// WebSockets that would never end by themselves. All servers at the same time: a host stops its services one after another.
/// </remarks>
internal sealed class GracefulShutdownService(SocketIOServer[] servers) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken)
        => Task.WhenAll(servers.Select(server => server.Options.DrainTime > TimeSpan.Zero
            ? server.DrainAsync(server.Options.DrainTime, cancellationToken)
            : server.CloseAsync(cancellationToken)));

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
