using SocketIO.Protocol;

namespace SocketIO.Client;

/// <content>
/// The upgrade from polling to WebSocket: open a WebSocket beside it, <c>2probe</c>, <c>3probe</c>, pause polling, <c>5</c>.
/// </content>
internal sealed partial class EngineClient
{
    private static readonly EncodedPacket ProbePacket = new("2probe"u8.ToArray());
    private static readonly EncodedPacket UpgradePacket = new("5"u8.ToArray());

    private ClientTransport? _probe;
    private bool _isUpgrading;

    // A poll is on its way to the server. From the first handshake on, until the pause.
    private bool _isPolling = true;

    /// <summary>Gets a value indicating whether the better transport has answered, and the old one is being paused.</summary>
    public bool IsUpgradingLocked => _isUpgrading;

    private void StartProbeLocked(ServerHandshake handshake)
    {
        if (_transport!.Name is ClientTransport.Polling && _transports.Contains(ClientTransport.WebSocket) && handshake.Upgrades.Contains(ClientTransport.WebSocket))
        {
            s_webSocketWorked = false;
            _probe = Start(ClientTransport.WebSocket);
        }
    }

    private void SendProbeLocked() => _ = Track(SendAsync(_probe!, ProbePacket));

    private void OnProbePacketLocked(in EnginePacket packet)
    {
        if (packet.Type is not EnginePacketType.Pong || !packet.Data.SequenceEqual("probe"u8))
        {
            FailProbeLocked("probe error", null);
            return;
        }

        _isUpgrading = true;
        s_webSocketWorked = true;
        _listener.OnEngineEventLocked(this, EngineEvent.Upgrading, ClientTransport.WebSocket);
        PauseIfIdleLocked();
    }

    // The server answers the poll that is pending as soon as it has seen the probe; a body that is being sent is waited for as well.
    private void PauseIfIdleLocked()
    {
        if (!_isUpgrading || _isFlushing || _isPolling || State is EngineState.Closed || _probe is not { } probe)
        {
            return;
        }

        var polling = _transport!;
        polling.IsOpen = false;
        _transport = probe;
        _probe = null;
        _ = Track(FinishUpgradeAsync(probe));
    }

    private async Task FinishUpgradeAsync(ClientTransport transport)
    {
        await SendAsync(transport, UpgradePacket).ConfigureAwait(false);

        lock (Gate)
        {
            _isUpgrading = false;

            if (State is not EngineState.Closed)
            {
                _listener.OnEngineEventLocked(this, EngineEvent.Upgrade, transport.Name);
                FlushLocked();
                CloseIfDoneLocked();
            }
        }
    }

    private void FailProbeLocked(string message, Exception? cause)
    {
        _probe!.Abort();
        _probe = null;
        _isUpgrading = false;
        s_webSocketWorked = false;

        if (State is not EngineState.Closed)
        {
            if (!_isPolling)
            {
                _isPolling = true;
                _ = Track(Task.Run(_transport!.RunAsync));
            }

            _listener.OnEngineEventLocked(this, EngineEvent.UpgradeError, new TransportException(message, (cause as TransportException)?.Context, cause));
            FlushLocked();
            CloseIfDoneLocked();
        }
    }

    // Behind the outbox's back: it belongs to the transport that is still in use. Never under the lock: what is written at once would hold it.
    private static async Task SendAsync(ClientTransport transport, EncodedPacket packet)
    {
        await Task.Yield();
        await transport.SendAsync([new OutgoingFrame(packet.Text, isBinary: false, compress: false)]).ConfigureAwait(false);
    }
}
