using System.Runtime.CompilerServices;
using SocketIO.Protocol;

namespace SocketIO.Client;

/// <content>Sending.</content>
public partial class ClientSocket
{
    /// <summary>Gets what sends events that are dropped when they cannot leave at once: while the socket is not connected, or something else is being sent.</summary>
    public ClientEmitter Volatile => new ClientEmitter(this).Volatile;

    /// <inheritdoc cref="ClientEmitter.Compress"/>
    public ClientEmitter Compress(bool compress) => new ClientEmitter(this).Compress(compress);

    /// <inheritdoc cref="ClientEmitter.Timeout"/>
    public ClientEmitter Timeout(TimeSpan timeout) => new ClientEmitter(this).Timeout(timeout);

    /// <summary>Sends an event to the server. While the socket is not connected it is kept, and sent when it is.</summary>
    /// <param name="eventName">The event's name.</param>
    /// <param name="arguments">Its arguments: anything that serialises. Byte arrays anywhere in them travel as binary attachments.</param>
    /// <returns>
    /// A task that completes at once unless much waits to be sent, and then when that has left. The event is encoded and queued before this method returns: the
    /// order of calls is the order of sending.
    /// </returns>
    /// <exception cref="ArgumentException"><paramref name="eventName"/> is reserved.</exception>
    /// <exception cref="PayloadTooLargeException">The event is larger than the server accepts.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed of.</exception>
    public ValueTask EmitAsync(string eventName, params ReadOnlySpan<object?> arguments) => Emit(eventName, arguments, EmitFlags.None, null);

    /// <summary>Sends an event whose only argument is an array to the server.</summary>
    /// <param name="eventName">The event's name.</param>
    /// <param name="argument">The array. Only an array of <see cref="object"/> is taken for the arguments themselves.</param>
    /// <returns>A task that completes at once unless much waits to be sent.</returns>
    /// <exception cref="ArgumentException"><paramref name="eventName"/> is reserved.</exception>
    /// <exception cref="PayloadTooLargeException">The event is larger than the server accepts.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed of.</exception>
    [OverloadResolutionPriority(1)]
    public ValueTask EmitAsync(string eventName, Array? argument) => Emit(eventName, ArgumentList.Of(argument), EmitFlags.None, null);

    /// <summary>Sends the event <c>message</c> to the server.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>A task that completes at once unless much waits to be sent.</returns>
    /// <exception cref="PayloadTooLargeException">The event is larger than the server accepts.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed of.</exception>
    public ValueTask SendAsync(params ReadOnlySpan<object?> arguments) => Emit("message", arguments, EmitFlags.None, null);

    /// <summary>Sends an event to the server and waits for its acknowledgement.</summary>
    /// <typeparam name="T">The type that the acknowledgement's first argument is read as; <see cref="EventArguments"/> for all of them.</typeparam>
    /// <param name="eventName">The event's name.</param>
    /// <param name="arguments">Its arguments. A <see cref="CancellationToken"/> in last place is not sent: it stops the wait.</param>
    /// <returns>The acknowledgement.</returns>
    /// <exception cref="ArgumentException"><paramref name="eventName"/> is reserved.</exception>
    /// <exception cref="AckTimeoutException">The server did not answer within <see cref="SocketIOClientOptions.AckTimeout"/>, or the time set by <see cref="Timeout"/>.</exception>
    /// <exception cref="SocketDisconnectedException">The connection was lost after the event was sent.</exception>
    /// <exception cref="PayloadTooLargeException">The event is larger than the server accepts.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed of.</exception>
    /// <exception cref="ArgumentBindingException">The answer is not of that type.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public Task<T> EmitWithAckAsync<T>(string eventName, params ReadOnlySpan<object?> arguments)
        => EmitWithAck<T>(eventName, arguments, EmitFlags.None, null);

    /// <summary>Sends an event whose only argument is an array to the server, and waits for its acknowledgement.</summary>
    /// <typeparam name="T">The type that the acknowledgement's first argument is read as.</typeparam>
    /// <param name="eventName">The event's name.</param>
    /// <param name="argument">The array. Only an array of <see cref="object"/> is taken for the arguments themselves.</param>
    /// <returns>The acknowledgement.</returns>
    /// <exception cref="ArgumentException"><paramref name="eventName"/> is reserved.</exception>
    /// <exception cref="AckTimeoutException">The server did not answer in time.</exception>
    /// <exception cref="SocketDisconnectedException">The connection was lost after the event was sent.</exception>
    /// <exception cref="PayloadTooLargeException">The event is larger than the server accepts.</exception>
    [OverloadResolutionPriority(1)]
    public Task<T> EmitWithAckAsync<T>(string eventName, Array? argument) => EmitWithAck<T>(eventName, ArgumentList.Of(argument), EmitFlags.None, null);

    /// <summary>Sends an event to the server and calls back with its acknowledgement, in order with events. Nobody calls back when there is no answer.</summary>
    /// <param name="eventName">The event's name.</param>
    /// <param name="answered">What to call.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <exception cref="ArgumentException"><paramref name="eventName"/> is reserved.</exception>
    /// <exception cref="PayloadTooLargeException">The event is larger than the server accepts.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed of.</exception>
    public void EmitWithCallback(string eventName, Action<EventArguments> answered, params ReadOnlySpan<object?> arguments)
    {
        ArgumentNullException.ThrowIfNull(answered);
        var waiter = new AckCallback(Callbacks, (_, answer) => answered(answer), takesErrors: false);
        _ = Emit(eventName, arguments, EmitFlags.None, waiter);
    }

    /// <summary>Sends an event to the server and calls back with its acknowledgement, or with the error when there is none, in order with events.</summary>
    /// <param name="eventName">The event's name.</param>
    /// <param name="answered">What to call: the error is <see langword="null"/> when there is an answer.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <exception cref="ArgumentException"><paramref name="eventName"/> is reserved.</exception>
    /// <exception cref="PayloadTooLargeException">The event is larger than the server accepts.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed of.</exception>
    public void EmitWithCallback(string eventName, Action<Exception?, EventArguments> answered, params ReadOnlySpan<object?> arguments)
        => EmitWithCallback(eventName, answered, arguments, EmitFlags.None, null);

    internal void EmitWithCallback(string eventName, Action<Exception?, EventArguments> answered, ReadOnlySpan<object?> arguments, EmitFlags flags, TimeSpan? timeout)
    {
        ArgumentNullException.ThrowIfNull(answered);
        _ = Emit(eventName, arguments, flags, new AckCallback(Callbacks, answered, takesErrors: true) { Timeout = timeout });
    }

    internal Task<T> EmitWithAck<T>(string eventName, ReadOnlySpan<object?> arguments, EmitFlags flags, TimeSpan? timeout)
    {
        var cancellationToken = ArgumentList.TakeCancellation(ref arguments);

        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancellationToken);
        }

        var waiter = new AckTask(Connection) { Timeout = timeout };
        _ = Emit(eventName, arguments, flags, waiter);
        waiter.CancelWith(this, cancellationToken);
        return ReadAsync<T>(waiter.Task);
    }

    internal ValueTask Emit(string eventName, ReadOnlySpan<object?> arguments, EmitFlags flags, AckWaiter? waiter)
    {
        ReservedEvents.ThrowIfReserved(eventName);
        var isQueued = _options.Retries is not null && (flags & EmitFlags.Volatile) == 0;
        var id = waiter is not null && !isQueued ? NextAckId() : (long?)null;
        var packet = Encode(PacketType.Event, id, eventName, arguments);

        ValueTask sent = default;

        lock (Gate)
        {
            ThrowIfDisposedLocked();
            Connection.ThrowIfTooLargeLocked(packet);

            if (isQueued)
            {
                EnqueueLocked(packet, flags, waiter);
            }
            else
            {
                sent = EmitLocked(packet, flags, id, waiter);
            }
        }

        Connection.Flush();
        return sent;
    }

    // To another connection the same id means another question.
    internal void SendAck(long id, int round, ReadOnlySpan<object?> results)
    {
        var packet = Encode(PacketType.Ack, id, null, results);

        lock (Gate)
        {
            if (round != _connectRound)
            {
                return;
            }

            Connection.QueueLocked(packet, compress: true);
        }

        Connection.Flush();
    }

    private static async Task<T> ReadAsync<T>(Task<EventArguments> answer)
    {
        var arguments = await answer.ConfigureAwait(false);
        return typeof(T) == typeof(EventArguments) ? (T)(object)arguments
            : arguments.Count == 0 && default(T) is null ? default!
            : arguments.Get<T>(0)!;
    }

    private long NextAckId() => Interlocked.Increment(ref _lastAckId);

    private EncodedPacket Encode(PacketType type, long? ackId, string? eventName, ReadOnlySpan<object?> arguments)
    {
        var buffer = PacketBuffer.Rent();

        try
        {
            buffer.Write(type, Namespace, ackId, eventName, arguments, Serializer);
            return buffer.ToEncodedPacket();
        }
        finally
        {
            buffer.Return();
        }
    }

    private void WriteControlLocked(PacketType type, object? payload)
    {
        var buffer = PacketBuffer.Rent();

        try
        {
            buffer.WriteRaw(type, Namespace, payload, Serializer);
            Connection.SendLocked(buffer.ToEncodedPacket());
        }
        finally
        {
            buffer.Return();
        }
    }
}
