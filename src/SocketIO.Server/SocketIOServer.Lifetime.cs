using Microsoft.AspNetCore.Builder;

namespace SocketIO.Server;

/// <content>Its endpoint, and its end.</content>
public sealed partial class SocketIOServer
{
    private readonly Lock _endpointsGate = new();
    private readonly List<Action<EndpointBuilder>> _conventions = [];
    private readonly List<Action<EndpointBuilder>> _finalConventions = [];
    private readonly List<IEndpointConventionBuilder> _endpoints = [];
    private int _closed;

    /// <summary>Gets a value indicating whether the server takes connections.</summary>
    internal bool IsOpen => System.Threading.Volatile.Read(ref _closed) == 0;

    /// <summary>
    /// Closes all connections: every socket disconnects with the reason <c>server shutting down</c>, and what was sent before goes out first.
    /// </summary>
    /// <param name="cancellationToken">Stops waiting for clients that do not fetch it.</param>
    /// <returns>A task that completes when no connection is left and the handlers have completed.</returns>
    /// <remarks>
    /// The host does this when it stops. Clients see their connection close and try to reconnect, which this server refuses from now on. Waits no longer than
    /// <see cref="SocketIOOptions.ShutdownTimeout"/>.
    /// </remarks>
    public async Task CloseAsync(CancellationToken cancellationToken = default)
    {
        if (Interlocked.Exchange(ref _closed, 1) != 0)
        {
            return;
        }

        try
        {
            await CloseOnceAsync(cancellationToken);
        }
        finally
        {
            _whenClosed.TrySetResult();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        await Engine.DisposeAsync();
        Metrics.Dispose();
        _stopping.Dispose();
    }

    /// <summary>
    /// Closes all connections without ceremony. The host disposes of the server; <see cref="DisposeAsync"/> is the better way.
    /// </summary>
    public void Dispose()
    {
        // With a wait that is over before it begins, so that hardly anything is left to block for.
        CloseAsync(new CancellationToken(canceled: true)).GetAwaiter().GetResult();
        DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    void IEndpointConventionBuilder.Add(Action<EndpointBuilder> convention)
    {
        lock (_endpointsGate)
        {
            _conventions.Add(convention);
            _endpoints.ForEach(endpoint => endpoint.Add(convention));
        }
    }

    void IEndpointConventionBuilder.Finally(Action<EndpointBuilder> finalConvention)
    {
        lock (_endpointsGate)
        {
            _finalConventions.Add(finalConvention);
            _endpoints.ForEach(endpoint => endpoint.Finally(finalConvention));
        }
    }

    /// <summary>Passes conventions on to one more endpoint, those of the past included.</summary>
    internal void AddEndpoint(IEndpointConventionBuilder endpoint)
    {
        lock (_endpointsGate)
        {
            _endpoints.Add(endpoint);
            _conventions.ForEach(endpoint.Add);
            _finalConventions.ForEach(endpoint.Finally);
        }
    }

    private async Task CloseOnceAsync(CancellationToken cancellationToken)
    {
        System.Threading.Volatile.Read(ref _drain)?.CutShort();
        Log.Closing(_log, Engine.ClientsCount);
        await _stopping.CancelAsync();

        foreach (var ns in _namespaces.Values)
        {
            foreach (var socket in ns.Table.Snapshot())
            {
                ((ServerSocket)socket).OnConnectionClosed(DisconnectReasons.ServerShuttingDown, description: null);
            }
        }

        using var patience = new CancellationTokenSource(Options.ShutdownTimeout, Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        await Engine.CloseAsync(discard: false, either.Token);

        // What was accepted is handled, and the application's services are there for it as long as somebody waits.
        if (await PendingHandlers.WaitAsync(either.Token) is > 0 and var abandoned)
        {
            Log.HandlersAbandoned(_log, abandoned);
        }

        await Task.WhenAll(_namespaces.Values.Select(static ns => ns.CloseAdapterAsync()));
        ConnectDeadlines.Dispose();
        PacketDeadlines.Dispose();
        Log.Closed(_log);
    }
}
