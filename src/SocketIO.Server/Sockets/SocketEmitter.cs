using System.Runtime.CompilerServices;
using SocketIO.Adapters;
using SocketIO.Engine;
using SocketIO.Protocol;

namespace SocketIO.Server;

/// <summary>
/// Says how the next packet to one client travels: <c>socket.Volatile.EmitAsync(...)</c>, <c>socket.Timeout(...).EmitWithAckAsync(...)</c>.
/// </summary>
/// <remarks>Immutable: every step returns another one, so that one can be kept and used any number of times.</remarks>
public readonly struct SocketEmitter
{
    private readonly ServerSocket _socket;
    private readonly SendFlags _flags;
    private readonly TimeSpan? _timeout;

    internal SocketEmitter(ServerSocket socket)
        : this(socket, SendFlags.None, timeout: null)
    {
    }

    private SocketEmitter(ServerSocket socket, SendFlags flags, TimeSpan? timeout)
    {
        _socket = socket;
        _flags = flags;
        _timeout = timeout;
    }

    /// <summary>
    /// Gets what sends packets that are dropped when the client cannot be written to at that moment.
    /// </summary>
    /// <remarks>An event that was dropped is not acknowledged: the wait for it ends with its timeout.</remarks>
    public SocketEmitter Volatile => new(_socket, _flags | SendFlags.Volatile, _timeout);

    /// <inheritdoc cref="ServerSocket.Broadcast"/>
    public BroadcastOperator Broadcast => _socket.BroadcastWith((BroadcastFlags)_flags);

    /// <inheritdoc cref="ServerSocket.Local"/>
    public BroadcastOperator Local => _socket.BroadcastWith((BroadcastFlags)_flags | BroadcastFlags.Local);

    /// <summary>
    /// Says whether the transport may compress what is sent, if it compresses. It may, unless this is called.
    /// </summary>
    /// <param name="compress">Whether to compress.</param>
    /// <returns>What does as it is told.</returns>
    public SocketEmitter Compress(bool compress)
        => new(_socket, compress ? _flags & ~SendFlags.NoCompress : _flags | SendFlags.NoCompress, _timeout);

    /// <summary>
    /// Sets how long an acknowledgement is awaited.
    /// </summary>
    /// <param name="timeout">The time. <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> waits until the client answers or goes.</param>
    /// <returns>What waits that long.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is negative and not infinite.</exception>
    public SocketEmitter Timeout(TimeSpan timeout)
    {
        if (timeout != System.Threading.Timeout.InfiniteTimeSpan)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(timeout, TimeSpan.Zero);
        }

        return new(_socket, _flags, timeout);
    }

    /// <inheritdoc cref="ServerSocket.To"/>
    public BroadcastOperator To(params ReadOnlySpan<string> rooms) => Broadcast.To(rooms);

    /// <inheritdoc cref="ServerSocket.To"/>
    public BroadcastOperator In(params ReadOnlySpan<string> rooms) => Broadcast.To(rooms);

    /// <inheritdoc cref="ServerSocket.Except"/>
    public BroadcastOperator Except(params ReadOnlySpan<string> rooms) => Broadcast.Except(rooms);

    /// <inheritdoc cref="ServerSocket.EmitAsync(string, ReadOnlySpan{object})"/>
    public ValueTask EmitAsync(string eventName, params ReadOnlySpan<object?> arguments) => _socket.EmitCore(eventName, arguments, _flags);

    /// <inheritdoc cref="ServerSocket.EmitAsync(string, Array)"/>
    [OverloadResolutionPriority(1)]
    public ValueTask EmitAsync(string eventName, Array? argument) => _socket.EmitCore(eventName, ArgumentList.Of(argument), _flags);

    /// <inheritdoc cref="ServerSocket.SendAsync"/>
    public ValueTask SendAsync(params ReadOnlySpan<object?> arguments) => _socket.EmitCore("message", arguments, _flags);

    /// <inheritdoc cref="ServerSocket.EmitWithAckAsync{T}(string, ReadOnlySpan{object})"/>
    public Task<T> EmitWithAckAsync<T>(string eventName, params ReadOnlySpan<object?> arguments)
        => _socket.EmitWithAckCore<T>(eventName, arguments, _flags, _timeout);
}
