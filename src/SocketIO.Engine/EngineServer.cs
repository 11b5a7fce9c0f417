using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SocketIO.Engine;

/// <summary>
/// An Engine.IO server: answers the requests of one endpoint and keeps the sessions that they open.
/// </summary>
/// <remarks>Thread-safe.</remarks>
public sealed partial class EngineServer : IAsyncDisposable
{
    private readonly Func<EngineSession, IEngineConnection> _connect;
    private readonly ILogger _logger;
    private readonly CorsPolicy? _cors;
    private readonly WebSocketSettings _webSockets;

    // The application's own ids do not say who issued them.
    private readonly UnknownSessions? _unknownSessions;

    /// <summary>
    /// Makes a server. It opens sessions as soon as requests are handed to <see cref="HandleAsync"/>.
    /// </summary>
    /// <param name="options">What the server is told. Later changes have no effect on what has been started.</param>
    /// <param name="connect">Makes the application's side of a session that has just opened.</param>
    /// <param name="time">The clock of every timeout.</param>
    /// <param name="loggers">Makes the loggers.</param>
    /// <exception cref="ArgumentException">A value of <paramref name="options"/> cannot work; the message says what to change.</exception>
    public EngineServer(EngineOptions options, Func<EngineSession, IEngineConnection> connect, TimeProvider time, ILoggerFactory loggers)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(connect);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(loggers);

        if (options.FindErrors() is { Count: > 0 } errors)
        {
            throw new ArgumentException(string.Join(' ', errors), nameof(options));
        }

        _connect = connect;
        _logger = loggers.CreateLogger<EngineServer>();
        _cors = options.Cors is null ? null : new CorsPolicy(options.Cors, loggers.CreateLogger<CorsPolicy>());
        _webSockets = WebSocketSettings.From(options, time);
        _unknownSessions = options.GenerateId is null ? new UnknownSessions(NodeId, time, loggers.CreateLogger<UnknownSessions>()) : null;
        Options = options;
        Time = time;
        SessionLogger = loggers.CreateLogger<EngineSession>();
        Sessions = new SessionTable(options.MaxUnjoinedSessions, options.MaxUnjoinedSessionsPerAddress);
        Outbox = new OutboxBudget(options.SendQueueBytesTotal);
        Wheel = new DeadlineWheel(time, TickFor(options));
        Wheel.Start();
        StartConnectionSweep();
    }

    /// <summary>Gets how many sessions are open: low-level connections, whatever the application does with them.</summary>
    public int ClientsCount => Sessions.Count;

    /// <summary>Gets the sessions that are open at the moment of the call.</summary>
    public IReadOnlyCollection<EngineSession> Clients => [.. Sessions.All];

    /// <summary>Gets the id that the server gave itself: the last six characters of the session ids that it issues.</summary>
    /// <value>
    /// Letters, digits, <c>-</c> and <c>_</c>, random and new with every server. It is no secret. Ids of <see cref="EngineOptions.GenerateId"/> do not contain it.
    /// </value>
    /// <remarks>A request for a session that another server issued means, with several servers, that sticky sessions are missing: the log says so.</remarks>
    public string NodeId { get; } = SessionId.NewNode();

    /// <summary>Gets what the server was told.</summary>
    public EngineOptions Options { get; }

    internal TimeProvider Time { get; }

    internal ILogger SessionLogger { get; }

    internal SessionTable Sessions { get; }

    internal OutboxBudget Outbox { get; }

    internal DeadlineWheel Wheel { get; }

    /// <summary>Refuses handshakes from now on, with 503. Sessions go on.</summary>
    internal void StopAccepting() => _closing = true;

    /// <summary>
    /// Closes every session and waits until they have ended. Requests that come later are refused with 503.
    /// </summary>
    /// <param name="discard">Whether to drop what still waits to be sent.</param>
    /// <param name="cancellationToken">Stops waiting; what is still open is then closed without ceremony.</param>
    /// <returns>A task that completes when no session is left.</returns>
    public async Task CloseAsync(bool discard = false, CancellationToken cancellationToken = default)
    {
        _closing = true;
        var sessions = Clients;

        foreach (var session in sessions)
        {
            session.Close(discard);
        }

        try
        {
            await Task.WhenAll(sessions.Select(s => s.Closed)).WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            foreach (var session in sessions)
            {
                session.Close(discard: true);
            }
        }
    }

    /// <summary>Closes every session at once and stops the clock.</summary>
    /// <returns>A task that completes when that is done.</returns>
    public async ValueTask DisposeAsync()
    {
        await CloseAsync(discard: true);
        Wheel.Dispose();
        _connectionTimer?.Dispose();
    }

    internal void Remove(EngineSession session)
    {
        session.ReleasePlace();
        Sessions.Remove(session);
    }

    // Fine enough that no deadline is missed by more than a twentieth and no ping by more than half a second (a timer that fires just before a tick
    // is due finds it at its next one), coarse enough that an idle server hardly ticks.
    private static TimeSpan TickFor(EngineOptions options)
    {
        var shortest = new[] { options.PingInterval, options.PingTimeout, options.UpgradeTimeout, options.WriteDeadline }.Min();
        return TimeSpan.FromMilliseconds(Math.Clamp(shortest.TotalMilliseconds / 20, 10, 250));
    }
}
