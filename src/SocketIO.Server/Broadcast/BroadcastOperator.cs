using SocketIO.Adapters;

namespace SocketIO.Server;

/// <summary>
/// Says who is meant by what follows: <c>io.To("room").Except("other").Volatile.EmitAsync(...)</c>.
/// </summary>
/// <remarks>
/// Immutable: every step returns another operator, so that one can be kept and used any number of times. Thread-safe.
/// </remarks>
public sealed partial class BroadcastOperator
{
    private readonly ServerNamespace _namespace;
    private readonly Target _target;
    private readonly TimeSpan? _timeout;

    internal BroadcastOperator(ServerNamespace ns, Target target, TimeSpan? timeout)
    {
        _namespace = ns;
        _target = target;
        _timeout = timeout;
    }

    /// <summary>
    /// Gets an operator whose events miss the clients that cannot be written to at that moment, rather than wait for them.
    /// </summary>
    public BroadcastOperator Volatile => With(_target.WithFlags(_target.Flags | BroadcastFlags.Volatile));

    /// <summary>
    /// Gets an operator that only means sockets of this server, not of the others of its cluster.
    /// </summary>
    public BroadcastOperator Local => With(_target.WithFlags(_target.Flags | BroadcastFlags.Local));

    /// <summary>
    /// Adds rooms whose sockets are meant. Without any, all sockets of the namespace are.
    /// </summary>
    /// <param name="rooms">The rooms; the id of a socket is a room, too. A socket that is in several of them is meant once.</param>
    /// <returns>An operator with these rooms.</returns>
    public BroadcastOperator To(params ReadOnlySpan<string> rooms) => With(_target.WithRooms(rooms));

    /// <inheritdoc cref="To"/>
    public BroadcastOperator In(params ReadOnlySpan<string> rooms) => To(rooms);

    /// <summary>
    /// Adds rooms whose sockets are not meant.
    /// </summary>
    /// <param name="rooms">The rooms; the id of a socket is a room, too.</param>
    /// <returns>An operator without the sockets of these rooms.</returns>
    public BroadcastOperator Except(params ReadOnlySpan<string> rooms) => With(_target.WithExcept(rooms));

    /// <summary>
    /// Says whether transports that compress may compress what is sent. They may, unless this is called.
    /// </summary>
    /// <param name="compress">Whether to compress.</param>
    /// <returns>An operator that does as it is told.</returns>
    public BroadcastOperator Compress(bool compress)
        => With(_target.WithFlags(compress ? _target.Flags & ~BroadcastFlags.NoCompress : _target.Flags | BroadcastFlags.NoCompress));

    /// <summary>
    /// Sets how long acknowledgements are awaited.
    /// </summary>
    /// <param name="timeout">The time. Zero waits for nobody.</param>
    /// <returns>An operator that waits that long.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is negative.</exception>
    public BroadcastOperator Timeout(TimeSpan timeout)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(timeout, TimeSpan.Zero);
        return new(_namespace, _target, timeout);
    }

    private BroadcastOperator With(Target target) => ReferenceEquals(target, _target) ? this : new(_namespace, target, _timeout);
}
