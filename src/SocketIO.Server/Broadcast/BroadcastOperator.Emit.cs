using System.Runtime.CompilerServices;
using SocketIO.Adapters;
using SocketIO.Protocol;

namespace SocketIO.Server;

/// <content>What is done with those who are meant.</content>
public sealed partial class BroadcastOperator
{
    // A broadcast that is acknowledged has to end even if the option says that single acknowledgements need not.
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Sends an event.
    /// </summary>
    /// <param name="eventName">The event's name.</param>
    /// <param name="arguments">Its arguments: anything that serialises. Byte arrays anywhere in them travel as binary attachments.</param>
    /// <returns>
    /// A task that completes when the event is on its way. It is encoded, once for all receivers, and handed over before this method returns, so that
    /// the order of calls is the order of delivery. Nobody is waited for: a client that does not read is cut off.
    /// </returns>
    /// <exception cref="ArgumentException"><paramref name="eventName"/> is reserved.</exception>
    public ValueTask EmitAsync(string eventName, params ReadOnlySpan<object?> arguments) => _namespace.BroadcastAsync(eventName, arguments, _target);

    /// <summary>
    /// Sends an event whose only argument is an array.
    /// </summary>
    /// <param name="eventName">The event's name.</param>
    /// <param name="argument">The array. Only an array of <see cref="object"/> is taken for the arguments themselves.</param>
    /// <returns>A task that completes when the event is on its way.</returns>
    /// <exception cref="ArgumentException"><paramref name="eventName"/> is reserved.</exception>
    [OverloadResolutionPriority(1)]
    public ValueTask EmitAsync(string eventName, Array? argument) => _namespace.BroadcastAsync(eventName, ArgumentList.Of(argument), _target);

    /// <summary>
    /// Sends the event <c>message</c>.
    /// </summary>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>A task that completes when the event is on its way.</returns>
    public ValueTask SendAsync(params ReadOnlySpan<object?> arguments) => _namespace.BroadcastAsync("message", arguments, _target);

    /// <summary>
    /// Sends an event and collects the acknowledgements of all receivers.
    /// </summary>
    /// <typeparam name="T">The type that each acknowledgement's first argument is read as.</typeparam>
    /// <param name="eventName">The event's name.</param>
    /// <param name="arguments">Its arguments. A <see cref="CancellationToken"/> in last place is not sent: it stops the wait.</param>
    /// <returns>
    /// What was answered. It comes when everybody has answered, or when the time set by <see cref="Timeout"/> (or else
    /// <see cref="SocketIOOptions.AckTimeout"/>) is over: then with what there is.
    /// </returns>
    /// <exception cref="ArgumentException"><paramref name="eventName"/> is reserved.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled. What was sent stays sent.</exception>
    public Task<BroadcastAcks<T>> EmitWithAckAsync<T>(string eventName, params ReadOnlySpan<object?> arguments)
    {
        var cancellationToken = ArgumentList.TakeCancellation(ref arguments);
        var packet = _namespace.Encode(eventName, arguments);
        return CollectAsync<T>(packet, cancellationToken);
    }

    /// <summary>
    /// Finds the sockets that are meant.
    /// </summary>
    /// <param name="cancellationToken">Stops the wait for other servers.</param>
    /// <returns>The sockets, as they are at this moment and in no particular order, of all servers of the cluster unless <see cref="Local"/>.</returns>
    /// <exception cref="ClusterTimeoutException">Not all servers of the cluster have answered in the time set by <see cref="Timeout"/> or else by the adapter; what is known is in it.</exception>
    /// <exception cref="NotSupportedException">The operator is that of a dynamic namespace's parent, which has no sockets of its own.</exception>
    public async Task<IReadOnlyList<RemoteSocket>> FetchSocketsAsync(CancellationToken cancellationToken = default)
    {
        if (_namespace is ParentNamespace)
        {
            throw new NotSupportedException("fetchSockets() is not supported on parent namespaces");
        }

        var details = await _namespace.Adapter.FetchSocketsAsync(_target, _timeout, cancellationToken);
        return [.. details.Select(socket => new RemoteSocket(_namespace, socket))];
    }

    /// <summary>
    /// Puts the sockets that are meant into rooms.
    /// </summary>
    /// <param name="rooms">The rooms to join.</param>
    /// <returns>A task that completes when this server's sockets have joined and the others have been told.</returns>
    public ValueTask SocketsJoinAsync(params ReadOnlySpan<string> rooms) => _namespace.Adapter.SocketsJoinAsync(_target, [.. rooms]);

    /// <summary>
    /// Takes the sockets that are meant out of rooms.
    /// </summary>
    /// <param name="rooms">The rooms to leave.</param>
    /// <returns>A task that completes when this server's sockets have left and the others have been told.</returns>
    public ValueTask SocketsLeaveAsync(params ReadOnlySpan<string> rooms) => _namespace.Adapter.SocketsLeaveAsync(_target, [.. rooms]);

    /// <summary>
    /// Disconnects the sockets that are meant.
    /// </summary>
    /// <param name="close">Whether to close their connections, with all namespaces, too.</param>
    /// <returns>A task that completes when this server's sockets are disconnected and the others have been told.</returns>
    public ValueTask DisconnectSocketsAsync(bool close = false) => _namespace.Adapter.DisconnectSocketsAsync(_target, close);

    private async Task<BroadcastAcks<T>> CollectAsync<T>(EncodedPacket packet, CancellationToken cancellationToken)
    {
        var configured = _namespace.Server.Options.AckTimeout;
        var timeout = _timeout ?? (configured > TimeSpan.Zero ? configured : s_longestWait);
        var collector = new BroadcastAckCollector<T>(_namespace.Server.Metrics);

        // Not awaited before the packet is sent: the order of calls is the order of delivery.
        var servers = _target.Flags.HasFlag(BroadcastFlags.Local) ? new(1) : _namespace.Adapter.CountServersAsync(cancellationToken);
        using var pending = await _namespace.Adapter.BroadcastWithAckAsync(packet, _target, timeout, collector);
        collector.ExpectServers(await servers);

        try
        {
            await collector.Done.WaitAsync(timeout, _namespace.Server.Time, cancellationToken);
            return collector.ToResult(timedOut: false);
        }
        catch (TimeoutException)
        {
            return collector.ToResult(timedOut: true);
        }
    }
}
