using SocketIO.Protocol;

namespace SocketIO.Client;

/// <content>What transports tell.</content>
internal sealed partial class EngineClient
{
    /// <summary>A transport is connected.</summary>
    public void OnTransportOpen(ClientTransport transport)
    {
        lock (Gate)
        {
            transport.IsOpen = true;

            if (transport == _probe)
            {
                SendProbeLocked();
            }
        }
    }

    /// <summary>A transport has failed.</summary>
    public void OnTransportError(ClientTransport transport, TransportException error)
    {
        lock (Gate)
        {
            if (transport == _probe)
            {
                FailProbeLocked($"probe error: Error: {error.Message}", error);
            }
            else if (transport == _transport)
            {
                FailLocked(error);
            }
        }
    }

    /// <summary>A transport was closed by the server, or by something in between.</summary>
    public void OnTransportClose(ClientTransport transport, DisconnectDetails details)
    {
        lock (Gate)
        {
            if (transport == _probe)
            {
                FailProbeLocked("probe error: transport closed", null);
            }
            else if (transport == _transport)
            {
                EndLocked("transport close", details, gracefully: false);
            }
        }
    }

    /// <summary>A response to a poll arrived.</summary>
    /// <returns>Whether to poll again.</returns>
    public bool OnPayload(ClientTransport transport, Memory<byte> body)
    {
        lock (Gate)
        {
            _isPolling = false;

            if (transport != _transport)
            {
                return false;
            }

            DetectVersion(body.Span);

            if (State is EngineState.Closed)
            {
                LeaveNewSessionLocked(transport, body);
                return false;
            }

            transport.IsOpen |= body.Length > 0;

            if (!ReadPayloadLocked(transport, body))
            {
                FailLocked(new TransportException("server error", null, new InvalidDataException("The response is no Engine.IO payload.")));
            }

            PauseIfIdleLocked();

            // While an upgrade waits for a body that is being sent nothing is asked for: the server has answered the last poll because of the upgrade.
            _isPolling = State is not EngineState.Closed && transport == _transport && !_isUpgrading;
            return _isPolling;
        }
    }

    /// <summary>A text message of a WebSocket arrived.</summary>
    public void OnTextLocked(ClientTransport transport, ReadOnlyMemory<byte> text)
    {
        // Base64 is decoded in place: nobody else reads the transport's buffer.
        var frame = System.Runtime.InteropServices.MemoryMarshal.AsMemory(text).Span;
        var error = Version == Version3 ? EngineCodecV3.DecodeInPlace(frame, out var packet) : EngineCodecV4.DecodeInPlace(frame, out packet);
        OnDecodedLocked(transport, error, packet);
    }

    /// <summary>A binary message of a WebSocket arrived.</summary>
    public void OnBinaryLocked(ClientTransport transport, ReadOnlyMemory<byte> bytes)
    {
        if (Version == Version3)
        {
            var error = EngineCodecV3.DecodeBinary(bytes.Span, out var packet);
            OnDecodedLocked(transport, error, packet);
        }
        else if (transport == _transport && State is EngineState.Open or EngineState.Closing)
        {
            _listener.OnEngineMessageLocked(this, bytes.Span, isBinary: true);
        }
        else if (transport == _probe)
        {
            FailProbeLocked("probe error", null);
        }
        else if (transport == _transport && State is EngineState.Opening)
        {
            FailLocked(new TransportException("server error", null, new InvalidDataException("The server sent binary data before the handshake.")));
        }
    }

    // Engine.IO 3 puts a length before each packet, and binary payloads begin with a zero or a one.
    private void DetectVersion(ReadOnlySpan<byte> body)
    {
        if (Handshake is null && _settings.Options.Protocol is ClientProtocol.Auto && !body.IsEmpty)
        {
            var digits = 0;

            while (digits < body.Length && body[digits] is >= (byte)'0' and <= (byte)'9')
            {
                digits++;
            }

            IsVersionCertain = true;
            Version = body[0] is 0 or 1 || (digits > 0 && digits < body.Length && body[digits] is (byte)':') ? Version3 : Version4;
        }
    }

    private bool ReadPayloadLocked(ClientTransport transport, Memory<byte> body)
    {
        if (Version == Version3)
        {
            var reader = new EnginePayloadReaderV3(body.Span, body.Length > 0 && body.Span[0] <= 1);

            while (State is not EngineState.Closed && reader.TryRead(out var packet))
            {
                OnPacketLocked(transport, packet);
            }

            return reader.Error is EngineError.None;
        }
        else
        {
            var reader = new EnginePayloadReader(body.Span);

            while (State is not EngineState.Closed && reader.TryRead(out var packet))
            {
                OnPacketLocked(transport, packet);
            }

            return reader.Error is EngineError.None;
        }
    }

    // Closed while the handshake was under way: the server made a session that nobody wants.
    private void LeaveNewSessionLocked(ClientTransport transport, Memory<byte> body)
    {
        if (Handshake is null && Version == Version4
            && new EnginePayloadReader(body.Span).TryRead(out var packet)
            && packet.Type is EnginePacketType.Open
            && ServerHandshake.TryParse(packet.Data) is { } handshake)
        {
            Handshake = handshake;
            _ = Track(Task.Run(transport.CloseAsync));
        }
    }

    private void OnDecodedLocked(ClientTransport transport, EngineError error, in EnginePacket packet)
    {
        if (error is EngineError.None)
        {
            OnPacketLocked(transport, packet);
        }
        else if (transport == _transport)
        {
            FailLocked(new TransportException("server error", null, new InvalidDataException($"The server sent what is no Engine.IO packet: {error}.")));
        }
        else if (transport == _probe)
        {
            FailProbeLocked("probe error", null);
        }
    }

    private void OnPacketLocked(ClientTransport transport, in EnginePacket packet)
    {
        if (transport == _probe)
        {
            OnProbePacketLocked(packet);
        }
        else if (transport == _transport && State is not EngineState.Closed)
        {
            OnSessionPacketLocked(packet);
        }
    }

    private void OnSessionPacketLocked(in EnginePacket packet)
    {
        if ((State is EngineState.Opening) != (packet.Type is EnginePacketType.Open))
        {
            FailLocked(new TransportException("server error", null, new InvalidDataException($"The server sent a packet of type {packet.Type} {(State is EngineState.Opening ? "before" : "after")} the handshake.")));
            return;
        }

        switch (packet.Type)
        {
            case EnginePacketType.Open:
                OnHandshakeLocked(packet.Data);
                break;

            case EnginePacketType.Message:
                _listener.OnEngineMessageLocked(this, packet.Data, packet.IsBinary);
                break;

            case EnginePacketType.Ping:
                OnPingLocked();
                break;

            case EnginePacketType.Pong:
                OnPongLocked();
                break;

            case EnginePacketType.Close:
                EndLocked("transport close", DisconnectDetails.Closed("transport closed by the server"), gracefully: false);
                break;
        }
    }

    private void OnHandshakeLocked(ReadOnlySpan<byte> json)
    {
        if (ServerHandshake.TryParse(json) is not { } handshake)
        {
            FailLocked(new TransportException("server error", null, new InvalidDataException("The server's handshake is malformed.")));
            return;
        }

        Handshake = handshake;
        s_webSocketWorked = _transport!.Name is ClientTransport.WebSocket;

        // Whoever closed before the handshake was complete wants the session gone.
        State = State is EngineState.Closing ? State : EngineState.Open;
        StartHeartbeatLocked(handshake);
        _listener.OnEngineOpenLocked(this);

        if (State is EngineState.Open && _settings.Options.Upgrade)
        {
            StartProbeLocked(handshake);
        }

        FlushLocked();
    }
}
