using SocketIO.Protocol;

namespace SocketIO.Client;

/// <summary>
/// One attempt to have a session with an Engine.IO server: the handshake, the transports, the heartbeat, the end. Used once.
/// </summary>
/// <remarks>
/// All state is guarded by the lock of the connection, which is never held while anything is awaited. Members that end in "Locked" are called with it.
/// </remarks>
internal sealed partial class EngineClient
{
    public const int Version3 = 3;
    public const int Version4 = 4;

    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(3);

    // Whether a WebSocket has worked in this process: RememberUpgrade begins with one then.
    private static volatile bool s_webSocketWorked;

    private readonly EngineSettings _settings;
    private readonly IEngineListener _listener;
    private readonly List<string> _transports;
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Task> _running = [];
    private ClientTransport? _transport;

    public EngineClient(EngineSettings settings, IEngineListener listener, Lock gate, int version)
    {
        _settings = settings;
        _listener = listener;
        Gate = gate;
        Version = version;
        _transports = [.. settings.Options.Transports.Where(ClientTransport.IsKnown)];
    }

    public Lock Gate { get; }

    /// <summary>Gets the revision of Engine.IO in use.</summary>
    public int Version { get; private set; }

    /// <summary>Gets a value indicating whether the server has shown which revision it speaks: the form of a response does, a WebSocket does not.</summary>
    public bool IsVersionCertain { get; private set; }

    public EngineState State { get; private set; }

    public ServerHandshake? Handshake { get; private set; }

    /// <summary>Gets the session's id; <see langword="null"/> before the handshake.</summary>
    public string? Sid => Handshake?.Sid;

    /// <summary>Gets the name of the transport in use.</summary>
    public string? TransportName => _transport?.Name;

    /// <summary>Gets a task that completes when everything has ended, requests and connections included.</summary>
    public Task Completion => CompleteAsync();

    /// <summary>Begins with the first transport.</summary>
    public void OpenLocked()
    {
        if (_transports.Count == 0)
        {
            // As in the reference the caller has time to register its handlers.
            _ = Track(Task.Run(() => Fail(new TransportException("No transports available"))));
            return;
        }

        var name = _settings.Options.RememberUpgrade && s_webSocketWorked && _transports.Contains(ClientTransport.WebSocket)
            ? ClientTransport.WebSocket
            : _transports[0];
        _transport = Start(name);
    }

    /// <summary>Closes when everything is sent and no upgrade is under way.</summary>
    public void CloseLocked()
    {
        if (State is not (EngineState.Opening or EngineState.Open))
        {
            return;
        }

        State = EngineState.Closing;
        CloseIfDoneLocked();
    }

    /// <summary>Ends at once, without a word to the server.</summary>
    private void Abort()
    {
        lock (Gate)
        {
            EndLocked(ClientDisconnectReasons.ForcedClose, null, gracefully: false);
        }
    }

    /// <summary>Several messages follow, that have arrived at once.</summary>
    public void BeginBatchLocked() => _listener.BeginBatchLocked();

    /// <summary>These were all.</summary>
    public BatchWork EndBatchLocked() => _listener.EndBatchLocked();

    /// <summary>Completes when more may be received.</summary>
    /// <param name="cancellationToken">Ends the wait, which may last as long as a handler does.</param>
    public ValueTask WhenReadyAsync(CancellationToken cancellationToken)
    {
        var ready = _listener.WhenReadyAsync();
        return ready.IsCompleted ? ready : new(ready.AsTask().WaitAsync(cancellationToken));
    }

    /// <summary>Completes when everything has ended. What has not a few seconds after the close is cut off.</summary>
    public async Task EndAsync()
    {
        using var limit = _settings.Time.CreateCancellationTokenSource(EndLimit);

        using (limit.Token.Register(Abort))
        {
            await Completion.ConfigureAwait(false);
        }
    }

    private ClientTransport Start(string name)
    {
        ClientTransport transport = name is ClientTransport.Polling ? new PollingTransport(this, _settings) : new WebSocketTransport(this, _settings);

        // Polling can be written to once there is a session, which its handshake is; a WebSocket once it is connected.
        _ = Track(Task.Run(transport.RunAsync));
        return transport;
    }

    private Task Track(Task task)
    {
        _running.RemoveAll(static running => running.IsCompleted);
        _running.Add(task);
        return task;
    }

    private void CloseIfDoneLocked()
    {
        if (State is EngineState.Closing && _outbox.Count == 0 && !_isFlushing && !_isUpgrading)
        {
            EndLocked("forced close", null, gracefully: true);
        }
    }

    private void Fail(Exception error)
    {
        lock (Gate)
        {
            FailLocked(error);
        }
    }

    private void FailLocked(Exception error)
    {
        s_webSocketWorked = false;

        if (State is EngineState.Closed)
        {
            return;
        }

        if (State is EngineState.Opening && _settings.Options.TryAllTransports && _transports.Count > 1)
        {
            _transport!.Abort();
            _transports.Remove(_transport.Name);
            OpenLocked();
            return;
        }

        _listener.OnEngineErrorLocked(this, error);

        // Polling may have failed only for this client: the server is told, so that it need not wait for a heartbeat.
        EndLocked("transport error", DisconnectDetails.Of(error), gracefully: Sid is not null && TransportName is ClientTransport.Polling);
    }

    private void EndLocked(string reason, DisconnectDetails? details, bool gracefully)
    {
        if (State is EngineState.Closed)
        {
            return;
        }

        State = EngineState.Closed;
        StopHeartbeatLocked();
        _probe?.Abort();
        _probe = null;

        if (_transport is { } transport)
        {
            transport.IsOpen = false;

            if (gracefully)
            {
                _ = Track(Task.Run(transport.CloseAsync));
            }
            else
            {
                transport.Abort();
            }
        }

        _outbox.Clear();
        _listener.OnEngineCloseLocked(this, reason, details);
        _closed.TrySetResult();
    }

    private async Task CompleteAsync()
    {
        await _closed.Task.ConfigureAwait(false);

        // What ends may begin something more, such as the goodbye to a session that nobody wants.
        while (TakeRunning() is { Length: > 0 } running)
        {
            await Task.WhenAll(running).ConfigureAwait(false);
        }
    }

    private Task[] TakeRunning()
    {
        lock (Gate)
        {
            _running.RemoveAll(static running => running.Status is TaskStatus.RanToCompletion);
            return [.. _running];
        }
    }
}
