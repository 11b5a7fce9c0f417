using System.Runtime.CompilerServices;
using SocketIO.Protocol;

namespace SocketIO.Client;

/// <summary>
/// Sends events in a certain way: see <see cref="ClientSocket.Volatile"/>, <see cref="ClientSocket.Timeout"/> and <see cref="ClientSocket.Compress"/>.
/// </summary>
/// <remarks>Immutable, and thus thread-safe.</remarks>
public readonly partial struct ClientEmitter
{
    private readonly ClientSocket _socket;
    private readonly EmitFlags _flags;
    private readonly TimeSpan? _timeout;

    internal ClientEmitter(ClientSocket socket)
        : this(socket, EmitFlags.None, null)
    {
    }

    private ClientEmitter(ClientSocket socket, EmitFlags flags, TimeSpan? timeout)
    {
        _socket = socket;
        _flags = flags;
        _timeout = timeout;
    }

    /// <inheritdoc cref="ClientSocket.Volatile"/>
    public ClientEmitter Volatile => new(_socket, _flags | EmitFlags.Volatile, _timeout);

    /// <summary>Says whether the event may be compressed, where that was negotiated.</summary>
    /// <param name="compress"><see langword="false"/> to spare the effort for what does not compress.</param>
    /// <returns>What sends it so.</returns>
    public ClientEmitter Compress(bool compress) => new(_socket, compress ? _flags & ~EmitFlags.NoCompress : _flags | EmitFlags.NoCompress, _timeout);

    /// <summary>Says how long an acknowledgement may take. The time runs from the call, even while the socket is not connected.</summary>
    /// <param name="timeout">The time; <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> for no limit.</param>
    /// <returns>What waits so long.</returns>
    public ClientEmitter Timeout(TimeSpan timeout) => new(_socket, _flags, timeout);

    /// <inheritdoc cref="ClientSocket.EmitAsync(string, ReadOnlySpan{object?})"/>
    public ValueTask EmitAsync(string eventName, params ReadOnlySpan<object?> arguments) => _socket.Emit(eventName, arguments, _flags, null);

    /// <inheritdoc cref="ClientSocket.EmitAsync(string, Array?)"/>
    [OverloadResolutionPriority(1)]
    public ValueTask EmitAsync(string eventName, Array? argument) => _socket.Emit(eventName, ArgumentList.Of(argument), _flags, null);

    /// <inheritdoc cref="ClientSocket.EmitWithAckAsync{T}(string, ReadOnlySpan{object?})"/>
    public Task<T> EmitWithAckAsync<T>(string eventName, params ReadOnlySpan<object?> arguments) => _socket.EmitWithAck<T>(eventName, arguments, _flags, _timeout);

    /// <inheritdoc cref="ClientSocket.EmitWithAckAsync{T}(string, Array?)"/>
    [OverloadResolutionPriority(1)]
    public Task<T> EmitWithAckAsync<T>(string eventName, Array? argument) => _socket.EmitWithAck<T>(eventName, ArgumentList.Of(argument), _flags, _timeout);

    /// <inheritdoc cref="ClientSocket.EmitWithCallback(string, Action{Exception?, EventArguments}, ReadOnlySpan{object?})"/>
    public void EmitWithCallback(string eventName, Action<Exception?, EventArguments> answered, params ReadOnlySpan<object?> arguments)
        => _socket.EmitWithCallback(eventName, answered, arguments, _flags, _timeout);
}
