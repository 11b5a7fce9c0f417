using Microsoft.Extensions.Logging;
using SocketIO.Protocol;

namespace SocketIO.Client;

/// <content>What the engine tells, and packets.</content>
public sealed partial class ClientConnection : IEngineListener
{
    private readonly PacketLimits _limits;
    private readonly NameCache _names = new();
    private MessageDecoder? _decoder;
    private bool _isInBatch;
    private AckTask? _answered;

    // A server of Socket.IO 2 that was met on a WebSocket, where the handshake does not tell: the next attempts are made for it.
    private int? _knownVersion;

    /// <summary>Gets what a server of Socket.IO 2 has said of the main namespace.</summary>
    internal MainNamespace MainLocked { get; private set; }

    /// <inheritdoc/>
    ValueTask IEngineListener.WhenReadyAsync() => Callbacks.WhenReadyAsync();

    /// <inheritdoc/>
    void IEngineListener.BeginBatchLocked()
    {
        _isInBatch = true;
        Callbacks.Hold();
    }

    /// <inheritdoc/>
    BatchWork IEngineListener.EndBatchLocked()
    {
        var work = new BatchWork(_answered, Callbacks.Release() ? Callbacks : null);
        _answered = null;
        _isInBatch = false;
        return work;
    }

    /// <inheritdoc/>
    void IEngineListener.OnEngineOpenLocked(EngineClient engine)
    {
        if (engine != _engine || State is not ConnectionState.Opening)
        {
            return;
        }

        StopOpenTimerLocked();
        State = ConnectionState.Open;
        MainLocked = MainNamespace.Awaited;
        _decoder = Options.Parser?.CreateDecoder(_limits) ?? new PacketDecoder(_limits);
        ClientMetrics.ConnectionOpened();
        Log.Connected(_logger, Url, engine.TransportName!, engine.Version);
        Opened.Raise(Callbacks, default);

        foreach (var socket in _sockets.Values)
        {
            if (socket.IsSubscribed)
            {
                socket.OnConnectionOpenLocked();
            }
        }

        // Unless that was the end of all of them.
        if (State is ConnectionState.Open && _isReconnectAttempt)
        {
            var attempts = _backoff.Attempts;
            _isReconnecting = false;
            _backoff.Reset();
            ClientMetrics.Reconnected();
            Reconnected.Raise(Callbacks, attempts);
        }
    }

    /// <inheritdoc/>
    void IEngineListener.OnEngineErrorLocked(EngineClient engine, Exception error)
    {
        if (engine != _engine)
        {
            return;
        }

        if (State is ConnectionState.Opening)
        {
            OnOpenFailedLocked(error);
        }
        else if (State is ConnectionState.Open)
        {
            RaiseErrorLocked(error);
        }
    }

    /// <inheritdoc/>
    void IEngineListener.OnEngineCloseLocked(EngineClient engine, string reason, DisconnectDetails? details)
    {
        if (engine != _engine)
        {
            return;
        }

        if (State is ConnectionState.Open)
        {
            Log.Lost(_logger, Url, reason, ConnectionAdvice.ExplainLoss(reason, details));
            OnLostLocked(reason, details);
        }
        else if (State is ConnectionState.Opening)
        {
            OnOpenFailedLocked(details?.Error ?? new TransportException(details?.Description ?? reason, details?.Context));
        }
    }

    /// <inheritdoc/>
    void IEngineListener.OnEngineEventLocked(EngineClient engine, EngineEvent what, object? detail)
    {
        if (engine != _engine)
        {
            return;
        }

        switch (what)
        {
            case EngineEvent.Ping:
                Pinged.Raise(Callbacks, default);
                break;

            case EngineEvent.Upgrade:
                Log.Upgraded(_logger, Url, (string)detail!);
                Upgraded.Raise(Callbacks, (string)detail!);
                break;

            case EngineEvent.UpgradeError:
                Log.UpgradeFailed(_logger, Url, ((Exception)detail!).Message, ConnectionAdvice.ForUpgrade);
                UpgradeError.Raise(Callbacks, (Exception)detail);
                break;

            case EngineEvent.Drain:
                _drained?.TrySetResult();
                _drained = null;
                break;
        }
    }

    /// <inheritdoc/>
    void IEngineListener.OnEngineMessageLocked(EngineClient engine, ReadOnlySpan<byte> message, bool isBinary)
    {
        if (engine != _engine || State is not ConnectionState.Open)
        {
            return;
        }

        var error = _decoder!.Add(message, isBinary, out var packet, out var isComplete);

        if (error is not PacketError.None)
        {
            OnBadPacketLocked(engine, error, message, isBinary);
        }
        else if (isComplete)
        {
            OnPacketLocked(packet);
        }
    }

    /// <summary>Somebody's acknowledgement is here. The last of those that arrive at once need not wait for another thread.</summary>
    internal void OnAnsweredLocked(AckTask task)
    {
        if (!_isInBatch)
        {
            task.Schedule();
            return;
        }

        _answered?.Schedule();
        _answered = task;
    }

    private void OnPacketLocked(scoped in ReceivedPacket packet)
    {
        if (packet.Type is PacketType.Connect && IsSecretlyVersion4Locked(packet))
        {
            _knownVersion = EngineClient.Version3;
            Log.OldServer(_logger, Url);
            RestartLocked();
            return;
        }

        var name = _names.Get(IsVersion4Locked ? WithoutQuery(packet.Namespace) : packet.Namespace);

        if (name is "/")
        {
            NoteMainLocked(packet.Type);
        }

        if (_sockets.TryGetValue(name, out var socket) && socket.IsSubscribed)
        {
            socket.OnPacketLocked(packet, _names);
        }
    }

    /// <summary>Keeps in mind whether the session is in the main namespace, from the packets of both ends.</summary>
    internal void NoteMainLocked(PacketType type) => MainLocked = type switch
    {
        PacketType.Connect => MainNamespace.Joined,
        PacketType.Disconnect => MainNamespace.Left,
        _ => MainLocked,
    };

    // A server of Socket.IO 2 answers in the name of the namespace with its query.
    private static ReadOnlySpan<byte> WithoutQuery(ReadOnlySpan<byte> ns)
    {
        var query = ns.IndexOf((byte)'?');
        return query < 0 ? ns : ns[..query];
    }

    // The first packet on a WebSocket, where the handshake looks the same: only a server of Socket.IO 2 lets somebody in without an id.
    private bool IsSecretlyVersion4Locked(scoped in ReceivedPacket packet)
        => Options.Protocol is ClientProtocol.Auto && _knownVersion is null && !_engine!.IsVersionCertain && packet.Payload.IsEmpty && packet.Namespace.SequenceEqual("/"u8);

    // Nobody was let in yet: to sockets it is the same connection that is still being made.
    private void RestartLocked()
    {
        var engine = _engine!;
        ClientMetrics.ConnectionClosed("restart");
        State = ConnectionState.Closed;
        _engine = null;
        engine.CloseLocked();
        OpenLocked(_isReconnectAttempt);
    }

    private void OnBadPacketLocked(EngineClient engine, PacketError error, ReadOnlySpan<byte> message, bool isBinary)
    {
        // A refusal that does not say why is a refusal all the same.
        if (error is PacketError.MissingPayload && !isBinary && message is [(byte)'4', ..])
        {
            var ns = message.Length > 1 ? message[1..].TrimEnd(","u8) : "/"u8;

            if (_sockets.TryGetValue(_names.Get(ns), out var socket) && socket.IsSubscribed)
            {
                socket.OnRefusedLocked("", null);
                return;
            }
        }

        var details = DisconnectDetails.Of(new InvalidDataException(_decoder!.GetErrorText(error, message, isBinary)));
        Log.Lost(_logger, Url, ClientDisconnectReasons.ParseError, ConnectionAdvice.ExplainLoss(ClientDisconnectReasons.ParseError, details));
        OnLostLocked(ClientDisconnectReasons.ParseError, details);
    }
}
