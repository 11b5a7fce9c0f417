using System.Runtime.CompilerServices;
using SocketIO.Adapters;
using SocketIO.Engine;
using SocketIO.Protocol;

namespace SocketIO.Server;

/// <content>Sending to this client, and to the others.</content>
public sealed partial class ServerSocket
{
    private AckTable? _acks;

    /// <summary>
    /// Gets what sends to everybody in the namespace but this socket.
    /// </summary>
    public BroadcastOperator Broadcast => BroadcastWith(BroadcastFlags.None);

    /// <inheritdoc cref="BroadcastOperator.Local"/>
    /// <remarks>This socket is not meant.</remarks>
    public BroadcastOperator Local => BroadcastWith(BroadcastFlags.Local);

    /// <summary>
    /// Gets what sends packets that are dropped when the client cannot be written to at that moment.
    /// </summary>
    public SocketEmitter Volatile => new SocketEmitter(this).Volatile;

    /// <summary>
    /// Sends to rooms. This socket is not meant, even if it is in them.
    /// </summary>
    /// <param name="rooms">The rooms; the id of a socket is a room, too.</param>
    /// <returns>What sends to them.</returns>
    public BroadcastOperator To(params ReadOnlySpan<string> rooms) => Broadcast.To(rooms);

    /// <inheritdoc cref="To"/>
    public BroadcastOperator In(params ReadOnlySpan<string> rooms) => Broadcast.To(rooms);

    /// <summary>
    /// Sends to everybody but this socket and those in some rooms.
    /// </summary>
    /// <param name="rooms">The rooms; the id of a socket is a room, too.</param>
    /// <returns>What sends to the others.</returns>
    public BroadcastOperator Except(params ReadOnlySpan<string> rooms) => Broadcast.Except(rooms);

    /// <inheritdoc cref="SocketEmitter.Compress"/>
    public SocketEmitter Compress(bool compress) => new SocketEmitter(this).Compress(compress);

    /// <inheritdoc cref="SocketEmitter.Timeout"/>
    public SocketEmitter Timeout(TimeSpan timeout) => new SocketEmitter(this).Timeout(timeout);

    /// <summary>
    /// Sends an event to the client.
    /// </summary>
    /// <param name="eventName">The event's name.</param>
    /// <param name="arguments">Its arguments: anything that serialises. Byte arrays anywhere in them travel as binary attachments.</param>
    /// <returns>
    /// A task that completes at once unless the client is slow, and then when its backlog has shrunk. The event is encoded and queued before this method
    /// returns: the order of calls is the order of delivery.
    /// </returns>
    /// <exception cref="ArgumentException"><paramref name="eventName"/> is reserved.</exception>
    public ValueTask EmitAsync(string eventName, params ReadOnlySpan<object?> arguments) => EmitCore(eventName, arguments, SendFlags.None);

    /// <summary>
    /// Sends an event whose only argument is an array to the client.
    /// </summary>
    /// <param name="eventName">The event's name.</param>
    /// <param name="argument">The array. Only an array of <see cref="object"/> is taken for the arguments themselves.</param>
    /// <returns>A task that completes at once unless the client is slow.</returns>
    /// <exception cref="ArgumentException"><paramref name="eventName"/> is reserved.</exception>
    [OverloadResolutionPriority(1)]
    public ValueTask EmitAsync(string eventName, Array? argument) => EmitCore(eventName, ArgumentList.Of(argument), SendFlags.None);

    /// <summary>
    /// Sends the event <c>message</c> to the client.
    /// </summary>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>A task that completes at once unless the client is slow.</returns>
    public ValueTask SendAsync(params ReadOnlySpan<object?> arguments) => EmitCore("message", arguments, SendFlags.None);

    /// <summary>
    /// Sends an event to the client and waits for its acknowledgement.
    /// </summary>
    /// <typeparam name="T">
    /// The type that the acknowledgement's first argument is read as; <see cref="EventArguments"/> for all of them.
    /// </typeparam>
    /// <param name="eventName">The event's name.</param>
    /// <param name="arguments">Its arguments. A <see cref="CancellationToken"/> in last place is not sent: it stops the wait.</param>
    /// <returns>The acknowledgement.</returns>
    /// <exception cref="AckTimeoutException">The client did not answer within <see cref="SocketIOOptions.AckTimeout"/>, or the time set by <see cref="Timeout"/>.</exception>
    /// <exception cref="SocketDisconnectedException">The client has gone.</exception>
    /// <exception cref="ArgumentBindingException">The answer is not of that type.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public Task<T> EmitWithAckAsync<T>(string eventName, params ReadOnlySpan<object?> arguments)
        => EmitWithAckCore<T>(eventName, arguments, SendFlags.None, timeout: null);

    void ILocalSocket.Send(EncodedPacket packet, BroadcastFlags flags) => SendShared(packet, flags);

    void ILocalSocket.Write(EncodedPacket packet, BroadcastFlags flags) => WriteShared(packet, flags);

    void ILocalSocket.SendWithAck(EncodedPacket packet, long ackId, IBroadcastAckSink sink, BroadcastFlags flags)
    {
        if (Acks.TryAdd(ackId, new BroadcastAckWaiter(sink)))
        {
            SendShared(packet, flags);
        }
    }

    void ILocalSocket.ForgetAck(long ackId) => _acks?.Take(ackId);

    internal BroadcastOperator BroadcastWith(BroadcastFlags flags)
        => new(Namespace, Target.Everyone.WithExcept(Id).WithFlags(flags), timeout: null);

    internal ValueTask EmitCore(string eventName, ReadOnlySpan<object?> arguments, SendFlags flags)
    {
        ReservedEvents.ThrowIfReserved(eventName);
        return IsDisconnected ? default : Write(PacketType.Event, ackId: null, eventName, arguments, flags);
    }

    internal Task<T> EmitWithAckCore<T>(string eventName, ReadOnlySpan<object?> arguments, SendFlags flags, TimeSpan? timeout)
    {
        ReservedEvents.ThrowIfReserved(eventName);
        var cancellationToken = ArgumentList.TakeCancellation(ref arguments);

        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancellationToken);
        }

        var id = Namespace.NextAckId();
        var waiter = new AckWaiter<T>(this, id);

        if (!Acks.TryAdd(id, waiter))
        {
            return Task.FromException<T>(new SocketDisconnectedException(_reason));
        }

        try
        {
            // Not awaited: the outbox is bounded, and the acknowledgement is what the caller waits for.
            _ = Write(PacketType.Event, id, eventName, arguments, flags);
        }
        catch
        {
            TakeAck(id);
            throw;
        }

        waiter.Start(timeout ?? Namespace.Server.Options.AckTimeout, cancellationToken);
        return waiter.Task;
    }

    internal ValueTask SendAck(long id, ReadOnlySpan<object?> arguments)
        => IsDisconnected ? default : Write(PacketType.Ack, id, eventName: null, arguments, SendFlags.None);

    /// <summary>Takes an awaited acknowledgement out of the table: whoever gets it completes it.</summary>
    internal bool TakeAck(long id) => _acks?.Take(id) is not null;

    private AckTable Acks
    {
        get
        {
            if (_acks is { } acks)
            {
                return acks;
            }

            acks = Interlocked.CompareExchange(ref _acks, new AckTable(Namespace.Server.Options.PendingAcksPerSocket), null) ?? _acks;

            // Made after the end, which could not close it.
            if (IsDisconnected)
            {
                acks.Close();
            }

            return acks;
        }
    }

    private ValueTask Write(PacketType type, long? ackId, string? eventName, ReadOnlySpan<object?> arguments, SendFlags flags)
    {
        var buffer = PacketBuffer.Rent();

        try
        {
            buffer.Write(type, Namespace.Name, ackId, eventName, arguments, Serializer);

            if (Namespace.LiveSessions is not null)
            {
                return SendInOrder(buffer.ToEncodedPacket(), (BroadcastFlags)flags);
            }

            if (eventName is not null)
            {
                Namespace.Server.Metrics.EventSent();

                if (_listeners is { Outgoing.Length: > 0 })
                {
                    var packet = buffer.ToEncodedPacket();
                    NotifyOutgoing(packet);
                    return Connection.Send(packet, flags);
                }
            }

            return Connection.Send(buffer, flags);
        }
        finally
        {
            buffer.Return();
        }
    }

    private void SendShared(EncodedPacket packet, BroadcastFlags flags)
    {
        Namespace.Server.Metrics.EventSent();

        if (_listeners is { Outgoing.Length: > 0 })
        {
            NotifyOutgoing(packet);
        }

        WriteShared(packet, flags);
    }

    // Not awaited: a broadcast waits for nobody. The flags have the same bits, but for the one that only adapters know.
    private void WriteShared(EncodedPacket packet, BroadcastFlags flags)
        => _ = Connection.Send(packet, (SendFlags)(flags & (BroadcastFlags.Volatile | BroadcastFlags.NoCompress)));

    // The adapter says when: what is sent to all and what is sent to one must have one order.
    private ValueTask SendInOrder(EncodedPacket packet, BroadcastFlags flags)
    {
        var sent = Namespace.Adapter.SendAsync(this, packet, flags);
        return sent.IsCompletedSuccessfully ? Connection.Session.WhenReadByPeerAsync() : SentAsync(sent);
    }

    private async ValueTask SentAsync(ValueTask sent)
    {
        await sent;
        await Connection.Session.WhenReadByPeerAsync();
    }
}
