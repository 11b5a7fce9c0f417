using SocketIO.Protocol;

namespace SocketIO.Client;

/// <content>For compilers before C# 13: see <see cref="ClientSocket"/>.</content>
public readonly partial struct ClientEmitter
{
    /// <inheritdoc cref="ClientSocket.EmitAsync(string, ReadOnlySpan{object?})"/>
    public ValueTask EmitAsync(string eventName, params object?[] arguments) => _socket.Emit(eventName, ArgumentList.Of(arguments), _flags, null);

    /// <inheritdoc cref="ClientSocket.EmitWithAckAsync{T}(string, ReadOnlySpan{object?})"/>
    public Task<T> EmitWithAckAsync<T>(string eventName, params object?[] arguments) => _socket.EmitWithAck<T>(eventName, ArgumentList.OfAll(arguments), _flags, _timeout);

    /// <inheritdoc cref="ClientSocket.EmitWithCallback(string, Action{Exception?, EventArguments}, ReadOnlySpan{object?})"/>
    public void EmitWithCallback(string eventName, Action<Exception?, EventArguments> answered, params object?[] arguments)
        => _socket.EmitWithCallback(eventName, answered, ArgumentList.OfAll(arguments), _flags, _timeout);
}
