using System.Runtime.CompilerServices;
using SocketIO.Adapters;
using SocketIO.Protocol;

namespace SocketIO.Server;

/// <content>Sending to all sockets of the namespace, or to some of them.</content>
public abstract partial class ServerNamespace
{
    private static readonly string[] s_reservedServerSide = ["connect", "connection", "new_namespace"];

    /// <inheritdoc cref="BroadcastOperator.Volatile"/>
    public BroadcastOperator Volatile => Everyone.Volatile;

    /// <inheritdoc cref="BroadcastOperator.Local"/>
    public BroadcastOperator Local => Everyone.Local;

    private BroadcastOperator Everyone => new(this, Target.Everyone, timeout: null);

    /// <inheritdoc cref="BroadcastOperator.To"/>
    public BroadcastOperator To(params ReadOnlySpan<string> rooms) => Everyone.To(rooms);

    /// <inheritdoc cref="BroadcastOperator.To"/>
    public BroadcastOperator In(params ReadOnlySpan<string> rooms) => Everyone.To(rooms);

    /// <inheritdoc cref="BroadcastOperator.Except"/>
    public BroadcastOperator Except(params ReadOnlySpan<string> rooms) => Everyone.Except(rooms);

    /// <inheritdoc cref="BroadcastOperator.Compress"/>
    public BroadcastOperator Compress(bool compress) => Everyone.Compress(compress);

    /// <inheritdoc cref="BroadcastOperator.Timeout"/>
    public BroadcastOperator Timeout(TimeSpan timeout) => Everyone.Timeout(timeout);

    /// <inheritdoc cref="BroadcastOperator.EmitAsync(string, ReadOnlySpan{object})"/>
    public ValueTask EmitAsync(string eventName, params ReadOnlySpan<object?> arguments) => BroadcastAsync(eventName, arguments, Target.Everyone);

    /// <inheritdoc cref="BroadcastOperator.EmitAsync(string, Array)"/>
    [OverloadResolutionPriority(1)]
    public ValueTask EmitAsync(string eventName, Array? argument) => BroadcastAsync(eventName, ArgumentList.Of(argument), Target.Everyone);

    /// <inheritdoc cref="BroadcastOperator.SendAsync"/>
    public ValueTask SendAsync(params ReadOnlySpan<object?> arguments) => BroadcastAsync("message", arguments, Target.Everyone);

    /// <inheritdoc cref="BroadcastOperator.EmitWithAckAsync{T}(string, ReadOnlySpan{object})"/>
    public Task<BroadcastAcks<T>> EmitWithAckAsync<T>(string eventName, params ReadOnlySpan<object?> arguments)
        => Everyone.EmitWithAckAsync<T>(eventName, arguments);

    /// <inheritdoc cref="BroadcastOperator.FetchSocketsAsync"/>
    public Task<IReadOnlyList<RemoteSocket>> FetchSocketsAsync(CancellationToken cancellationToken = default)
        => Everyone.FetchSocketsAsync(cancellationToken);

    /// <inheritdoc cref="BroadcastOperator.SocketsJoinAsync"/>
    public ValueTask SocketsJoinAsync(params ReadOnlySpan<string> rooms) => Everyone.SocketsJoinAsync(rooms);

    /// <inheritdoc cref="BroadcastOperator.SocketsLeaveAsync"/>
    public ValueTask SocketsLeaveAsync(params ReadOnlySpan<string> rooms) => Everyone.SocketsLeaveAsync(rooms);

    /// <inheritdoc cref="BroadcastOperator.DisconnectSocketsAsync"/>
    public ValueTask DisconnectSocketsAsync(bool close = false) => Everyone.DisconnectSocketsAsync(close);

    /// <summary>
    /// Sends an event to the other servers of the cluster, where <see cref="OnServerSide"/> handles it.
    /// </summary>
    /// <param name="eventName">The event's name.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>A task that completes when the event is on its way.</returns>
    /// <remarks>A server that stands alone has nobody to tell: a warning is logged.</remarks>
    /// <exception cref="ArgumentException"><paramref name="eventName"/> is <c>connect</c>, <c>connection</c> or <c>new_namespace</c>.</exception>
    public ValueTask ServerSideEmitAsync(string eventName, params ReadOnlySpan<object?> arguments)
        => WarnIfAloneAsync(Adapter.ServerSideEmitAsync(EncodeServerSide(eventName, arguments)));

    /// <summary>
    /// Sends an event to the other servers of the cluster and waits for their answers.
    /// </summary>
    /// <typeparam name="T">The type that each answer is read as.</typeparam>
    /// <param name="eventName">The event's name.</param>
    /// <param name="arguments">Its arguments. A <see cref="CancellationToken"/> in last place is not sent: it stops the wait.</param>
    /// <returns>One answer per other server; none when this server stands alone.</returns>
    /// <exception cref="ClusterTimeoutException">Not all other servers have answered in time: some have no handler, perhaps. The answers of the others are in it.</exception>
    /// <exception cref="ArgumentException"><paramref name="eventName"/> is <c>connect</c>, <c>connection</c> or <c>new_namespace</c>.</exception>
    public Task<IReadOnlyList<T>> ServerSideEmitWithAckAsync<T>(string eventName, params ReadOnlySpan<object?> arguments)
    {
        var cancellationToken = ArgumentList.TakeCancellation(ref arguments);
        return ReadAnswersAsync<T>(Adapter.ServerSideEmitWithAckAsync(EncodeServerSide(eventName, arguments), cancellationToken));
    }

    /// <summary>Sends an event to a target. It is encoded and handed over before this returns.</summary>
    internal virtual ValueTask BroadcastAsync(string eventName, ReadOnlySpan<object?> arguments, Target target)
        => Adapter.BroadcastAsync(Encode(eventName, arguments), target);

    internal EncodedPacket Encode(string eventName, ReadOnlySpan<object?> arguments)
    {
        ReservedEvents.ThrowIfReserved(eventName);
        return EncodeAny(eventName, arguments);
    }

    private EncodedPacket EncodeAny(string eventName, ReadOnlySpan<object?> arguments)
    {
        var buffer = PacketBuffer.Rent();

        try
        {
            buffer.Write(PacketType.Event, Name, ackId: null, eventName, arguments, Server.Serializer);
            return buffer.ToEncodedPacket();
        }
        finally
        {
            buffer.Return();
        }
    }

    private EncodedPacket EncodeServerSide(string eventName, ReadOnlySpan<object?> arguments)
    {
        ArgumentNullException.ThrowIfNull(eventName);

        if (s_reservedServerSide.Contains(eventName))
        {
            throw new ArgumentException($"\"{eventName}\" is a reserved event name");
        }

        return EncodeAny(eventName, arguments);
    }

    private async ValueTask WarnIfAloneAsync(ValueTask<bool> emitted)
    {
        if (!await emitted)
        {
            Log.NoOtherServers(_logger, Name);
        }
    }

    private async Task<IReadOnlyList<T>> ReadAnswersAsync<T>(ValueTask<IReadOnlyList<EventArguments>?> answers)
    {
        if (await answers is not { } received)
        {
            Log.NoOtherServers(_logger, Name);
            return [];
        }

        // A handler without a value has answered all the same.
        return [.. received.Select(static answer => AckValue.TryRead<T>(answer, out var value) ? value! : throw new ArgumentBindingException(0, typeof(T)))];
    }
}
