namespace SocketIO.Client;

/// <summary>
/// Carries the packets of an <see cref="EngineClient"/>.
/// </summary>
/// <remarks>
/// It is started once, and ends once: with an error or by closing. What it receives and how it ends it tells its engine, from threads of its own.
/// </remarks>
internal abstract class ClientTransport(EngineClient engine, EngineSettings settings)
{
    public const string Polling = "polling";
    public const string WebSocket = "websocket";

    /// <summary>How long saying goodbye may take.</summary>
    protected static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _aborted = new();

    public abstract string Name { get; }

    /// <summary>Gets or sets a value indicating whether it may be written to. Guarded by the connection's lock.</summary>
    public bool IsOpen { get; set; }

    protected EngineClient Engine { get; } = engine;

    protected EngineSettings Settings { get; } = settings;

    protected CancellationToken Aborted => _aborted.Token;

    public static bool IsKnown(string name) => name is Polling or WebSocket;

    /// <summary>Starts it: opens, then receives until the end. Never throws.</summary>
    public abstract Task RunAsync();

    /// <summary>Sends frames, in order. One call at a time.</summary>
    /// <exception cref="TransportException">They could not be sent.</exception>
    public abstract Task SendAsync(List<OutgoingFrame> frames);

    /// <summary>Says goodbye to the server and ends.</summary>
    public abstract Task CloseAsync();

    /// <summary>Ends soon: at once, but not on the caller's thread, which holds the lock.</summary>
    public void Abort() => AbortAfter(TimeSpan.Zero);

    protected void AbortAfter(TimeSpan delay) => _aborted.CancelAfter(delay);
}
