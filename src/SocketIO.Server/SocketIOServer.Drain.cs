namespace SocketIO.Server;

/// <content>The end that clients hardly notice.</content>
public sealed partial class SocketIOServer
{
    private readonly TaskCompletionSource _whenClosed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ConnectionDrain? _drain;

    /// <summary>Gets a value indicating whether the server takes no more connections but still has some.</summary>
    internal bool IsDraining => IsOpen && System.Threading.Volatile.Read(ref _drain) is not null;

    /// <summary>
    /// Closes the server little by little, so that its clients do not all reconnect to the others at the same moment.
    /// </summary>
    /// <param name="drainTime">The time over which the connections are closed, evenly. Zero closes them at once.</param>
    /// <param name="cancellationToken">Cuts it short: what is left is closed at once, without waiting for clients that do not fetch their farewell.</param>
    /// <returns>A task that completes when the server has closed. With no connections left, that is sooner.</returns>
    /// <remarks>
    /// <para>
    /// From the call on the health check of the server fails, and new connections are refused with status 503 and <c>Retry-After</c>. Those that there are go on, and
    /// each is closed as <see cref="CloseAsync"/> does it: what was sent before goes out first, the sockets' reason is <c>server shutting down</c>, and their
    /// state is kept for <see cref="SocketIOOptions.ConnectionStateRecovery"/>. In the end <see cref="CloseAsync"/> closes the server.
    /// </para>
    /// <para>
    /// A host that stops does this with <see cref="SocketIOOptions.DrainTime"/>. A call while the server is draining waits for that, and its cancellation cuts it short.
    /// </para>
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="drainTime"/> is negative.</exception>
    public async Task DrainAsync(TimeSpan drainTime, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(drainTime, TimeSpan.Zero);

        var drain = new ConnectionDrain(Engine, Time, drainTime);

        if (Interlocked.CompareExchange(ref _drain, drain, null) is { } running)
        {
            drain = running;
        }
        else if (IsOpen)
        {
            // First: who connects after the connections were counted would be one too many.
            Engine.StopAccepting();
            Log.Draining(_log, Engine.ClientsCount, drainTime.TotalSeconds);
            drain.Start();
        }
        else
        {
            drain.CutShort();
        }

        using (cancellationToken.UnsafeRegister(static state => ((SocketIOServer)state!).CutDrainShort(), this))
        {
            await drain.Completion;
        }

        await CloseAsync(cancellationToken);

        // Another call may be closing it.
        await _whenClosed.Task.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void CutDrainShort()
    {
        if (IsDraining && !_drain!.Completion.IsCompleted)
        {
            Log.DrainCutShort(_log, Engine.ClientsCount);
            _drain.CutShort();
        }
    }
}
