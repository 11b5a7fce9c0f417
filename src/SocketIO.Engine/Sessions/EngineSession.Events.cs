using SocketIO.Protocol;

namespace SocketIO.Engine;

public sealed partial class EngineSession
{
    private Action<EnginePacketType, ReadOnlyMemory<byte>>? _receivedHandlers;
    private Action<EncodedPacket>? _sentHandlers;
    private Action? _heartbeatHandlers;

    /// <summary>
    /// Registers what to do with every packet that arrives, heartbeats included, before it is acted upon.
    /// </summary>
    /// <param name="handler">Gets the packet's type and its data, which is good only until the handler returns.</param>
    /// <returns>Dispose it to remove the handler.</returns>
    /// <remarks>Meant for measuring and debugging: it runs on the reading thread, for each packet.</remarks>
    public IDisposable OnPacketReceived(Action<EnginePacketType, ReadOnlyMemory<byte>> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return Register(() => _receivedHandlers += handler, () => _receivedHandlers -= handler);
    }

    /// <summary>
    /// Registers what to do with every packet that the application sends, before it is queued.
    /// </summary>
    /// <param name="handler">Gets the packet.</param>
    /// <returns>Dispose it to remove the handler.</returns>
    /// <remarks>Meant for measuring and debugging: it runs on the sending thread, for each packet, dropped ones included.</remarks>
    public IDisposable OnPacketSent(Action<EncodedPacket> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return Register(() => _sentHandlers += handler, () => _sentHandlers -= handler);
    }

    /// <summary>
    /// Registers what to do when the peer has answered a ping or, in revision 3 of the protocol, sent one.
    /// </summary>
    /// <param name="handler">Runs on the reading thread.</param>
    /// <returns>Dispose it to remove the handler.</returns>
    public IDisposable OnHeartbeat(Action handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return Register(() => _heartbeatHandlers += handler, () => _heartbeatHandlers -= handler);
    }

    /// <summary>
    /// Registers what to do when the session has moved to another transport.
    /// </summary>
    /// <param name="handler">Gets the new transport.</param>
    /// <returns>Dispose it to remove the handler.</returns>
    public IDisposable OnUpgraded(Action<TransportKind> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return Register(() => _upgradedHandlers += handler, () => _upgradedHandlers -= handler);
    }

    // Apart, so that the closure is made only for sessions that are watched.
    private void NotifyReceived(EnginePacketType type, ReadOnlyMemory<byte> data)
        => Raise(session => session._receivedHandlers?.Invoke(type, data), this);

    private Registration Register(Action add, Action remove)
    {
        lock (_gate)
        {
            add();
        }

        return new Registration(() =>
        {
            lock (_gate)
            {
                remove();
            }
        });
    }

    /// <summary>Runs callbacks of the application, whose exceptions stay here.</summary>
    private void Raise<T>(Action<T>? handlers, T value)
    {
        if (handlers is null)
        {
            return;
        }

        try
        {
            handlers(value);
        }
        catch (Exception exception)
        {
            Log.ApplicationFailed(_logger, LogId, exception);
        }
    }
}
