using SocketIO.Protocol;

namespace SocketIO.Server;

/// <summary>
/// The acknowledgement that the sender of an event may be waiting for.
/// </summary>
/// <remarks>
/// A handler that takes one as a parameter decides itself when to answer, also long after it has returned. Thread-safe: the first answer is
/// sent, further ones do nothing, and so does an answer that nobody asked for or that comes after the socket has gone.
/// </remarks>
public sealed class Ack
{
    private readonly ServerSocket? _socket;
    private readonly long _id;
    private int _sent;

    internal Ack(ServerSocket? socket, long id)
    {
        _socket = socket;
        _id = id;
    }

    /// <summary>
    /// Gets a value indicating whether the sender asked for an acknowledgement.
    /// </summary>
    public bool IsRequested => _id >= 0;

    /// <summary>
    /// Gets a value indicating whether the acknowledgement was sent.
    /// </summary>
    public bool IsSent => IsRequested && Volatile.Read(ref _sent) != 0;

    /// <summary>
    /// Acknowledges the event.
    /// </summary>
    /// <param name="arguments">What the sender gets. Byte arrays in them travel as binary attachments.</param>
    /// <returns>A task that completes at once unless the client is slow.</returns>
    public ValueTask SendAsync(params ReadOnlySpan<object?> arguments)
        => TryTake() ? _socket!.SendAck(_id, arguments) : default;

    /// <summary>
    /// Acknowledges the event with an array as the only argument.
    /// </summary>
    /// <param name="argument">The array. Only an array of <see cref="object"/> is taken for the arguments themselves.</param>
    /// <returns>A task that completes at once unless the client is slow.</returns>
    [System.Runtime.CompilerServices.OverloadResolutionPriority(1)]
    public ValueTask SendAsync(Array? argument)
    {
        ReadOnlySpan<object?> arguments = ArgumentList.Of(argument);
        return SendAsync(arguments);
    }

    internal long? Id => IsRequested ? _id : null;

    internal bool TryTake() => IsRequested && Interlocked.Exchange(ref _sent, 1) == 0;
}
