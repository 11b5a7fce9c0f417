using SocketIO.Protocol;

namespace SocketIO.Client;

/// <content>
/// Sending, for compilers that know no <see langword="params"/> but arrays: those before C# 13, which .NET 8, .NET Framework and Unity come with. Others choose the
/// overloads for spans.
/// </content>
public partial class ClientSocket
{
    /// <inheritdoc cref="EmitAsync(string, ReadOnlySpan{object?})"/>
    public ValueTask EmitAsync(string eventName, params object?[] arguments) => Emit(eventName, ArgumentList.Of(arguments), EmitFlags.None, null);

    /// <inheritdoc cref="SendAsync(ReadOnlySpan{object?})"/>
    public ValueTask SendAsync(params object?[] arguments) => Emit("message", ArgumentList.OfAll(arguments), EmitFlags.None, null);

    /// <inheritdoc cref="EmitWithAckAsync{T}(string, ReadOnlySpan{object?})"/>
    public Task<T> EmitWithAckAsync<T>(string eventName, params object?[] arguments) => EmitWithAck<T>(eventName, ArgumentList.OfAll(arguments), EmitFlags.None, null);

    /// <inheritdoc cref="EmitWithCallback(string, Action{EventArguments}, ReadOnlySpan{object?})"/>
    public void EmitWithCallback(string eventName, Action<EventArguments> answered, params object?[] arguments)
        => EmitWithCallback(eventName, answered, (ReadOnlySpan<object?>)ArgumentList.OfAll(arguments));

    /// <inheritdoc cref="EmitWithCallback(string, Action{Exception?, EventArguments}, ReadOnlySpan{object?})"/>
    public void EmitWithCallback(string eventName, Action<Exception?, EventArguments> answered, params object?[] arguments)
        => EmitWithCallback(eventName, answered, ArgumentList.OfAll(arguments), EmitFlags.None, null);
}
