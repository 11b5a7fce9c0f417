using SocketIO.Protocol;

namespace SocketIO.Client;

/// <content>Listeners to all events.</content>
public partial class ClientSocket
{
    private Func<IncomingEvent, ValueTask>[] _anyListeners = [];
    private Action<string, EventArguments>[] _outgoingListeners = [];

    /// <summary>Calls a listener for each event that arrives, before its handlers.</summary>
    /// <param name="listener">The listener.</param>
    /// <returns>What removes the listener when it is disposed of.</returns>
    public IDisposable OnAny(Action<ClientEventContext> listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        return AddAny(Adapt(listener), atFront: false);
    }

    /// <inheritdoc cref="OnAny(Action{ClientEventContext})"/>
    public IDisposable OnAny(Func<ClientEventContext, Task> listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        return AddAny(received => new ValueTask(listener(new ClientEventContext(received))), atFront: false);
    }

    /// <summary>Calls a listener for each event that arrives, before the other listeners.</summary>
    /// <param name="listener">The listener.</param>
    /// <returns>What removes the listener when it is disposed of.</returns>
    public IDisposable PrependAny(Action<ClientEventContext> listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        return AddAny(Adapt(listener), atFront: true);
    }

    /// <summary>Removes all listeners of <see cref="OnAny(Action{ClientEventContext})"/> and <see cref="PrependAny"/>.</summary>
    public void OffAny() => System.Threading.Volatile.Write(ref _anyListeners, []);

    /// <summary>Calls a listener for each event that is sent, at the time when it is: what is kept meanwhile is told later.</summary>
    /// <param name="listener">The listener: the event's name and arguments.</param>
    /// <returns>What removes the listener when it is disposed of.</returns>
    public IDisposable OnAnyOutgoing(Action<string, EventArguments> listener) => AddOutgoing(listener, atFront: false);

    /// <summary>Calls a listener for each event that is sent, before the other listeners.</summary>
    /// <param name="listener">The listener: the event's name and arguments.</param>
    /// <returns>What removes the listener when it is disposed of.</returns>
    public IDisposable PrependAnyOutgoing(Action<string, EventArguments> listener) => AddOutgoing(listener, atFront: true);

    /// <summary>Removes all listeners of <see cref="OnAnyOutgoing"/> and <see cref="PrependAnyOutgoing"/>.</summary>
    public void OffAnyOutgoing() => System.Threading.Volatile.Write(ref _outgoingListeners, []);

    private static Func<IncomingEvent, ValueTask> Adapt(Action<ClientEventContext> listener) => received =>
    {
        listener(new ClientEventContext(received));
        return default;
    };

    private IDisposable AddAny(Func<IncomingEvent, ValueTask> listener, bool atFront)
    {
        lock (Gate)
        {
            _anyListeners = atFront ? [listener, .. _anyListeners] : [.. _anyListeners, listener];
        }

        return new Registration(() =>
        {
            lock (Gate)
            {
                _anyListeners = [.. _anyListeners.Where(other => other != listener)];
            }
        });
    }

    private IDisposable AddOutgoing(Action<string, EventArguments> listener, bool atFront)
    {
        ArgumentNullException.ThrowIfNull(listener);

        // A registration of its own, also where the same method is registered twice.
        Action<string, EventArguments> own = (name, arguments) => listener(name, arguments);

        lock (Gate)
        {
            _outgoingListeners = atFront ? [own, .. _outgoingListeners] : [.. _outgoingListeners, own];
        }

        return new Registration(() =>
        {
            lock (Gate)
            {
                _outgoingListeners = [.. _outgoingListeners.Where(other => other != own)];
            }
        });
    }

    private void NotifyOutgoingLocked(EncodedPacket packet)
    {
        if (_outgoingListeners.Length > 0)
        {
            Callbacks.Enqueue(new OutgoingEvent(_outgoingListeners, packet, Serializer));
        }
    }

    private sealed class OutgoingEvent(Action<string, EventArguments>[] listeners, EncodedPacket packet, IArgumentSerializer serializer) : Callback
    {
        public override ValueTask InvokeAsync()
        {
            // As the server will see it.
            var decoder = new PacketDecoder(new PacketLimits { MaxAttachments = 99_999, MaxPacketBytes = int.MaxValue, MaxJsonDepth = 1024 });
            decoder.AddText(packet.Text.Span[1..], out var received, out _);

            foreach (var attachment in packet.Attachments)
            {
                decoder.AddBinary(attachment, out received, out _);
            }

            var name = System.Text.Encoding.UTF8.GetString(received.EventName);
            var arguments = received.ToArguments(serializer);

            foreach (var listener in listeners)
            {
                listener(name, arguments);
            }

            return default;
        }

        public override string ToString() => "outgoing event";
    }
}
