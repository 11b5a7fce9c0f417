using SocketIO.Protocol;

namespace SocketIO.Client;

/// <content>What the socket tells about itself, and how events find their handlers.</content>
public partial class ClientSocket
{
    private readonly EventTable _handlers = new();

    internal CallbackList<ValueTuple> ConnectedEvent { get; } = new();

    internal CallbackList<ConnectErrorException> ConnectError { get; } = new();

    internal CallbackList<(string Reason, DisconnectDetails? Details)> Disconnected { get; } = new();

    /// <summary>Calls a handler each time the socket has connected: the first time and after each reconnection.</summary>
    /// <param name="handler">The handler. Do not register handlers of events in it: they would pile up.</param>
    /// <returns>What removes the handler when it is disposed of.</returns>
    public IDisposable OnConnect(Action handler) => ConnectedEvent.Add(_ => handler());

    /// <inheritdoc cref="OnConnect(Action)"/>
    public IDisposable OnConnect(Func<Task> handler) => ConnectedEvent.Add(_ => handler());

    /// <summary>Calls a handler each time the socket could not connect.</summary>
    /// <param name="handler">The handler. Unless <see cref="Active"/> is <see langword="false"/> the next attempt is made without its help.</param>
    /// <returns>What removes the handler when it is disposed of.</returns>
    public IDisposable OnConnectError(Action<ConnectErrorException> handler) => ConnectError.Add(handler);

    /// <inheritdoc cref="OnConnectError(Action{ConnectErrorException})"/>
    public IDisposable OnConnectError(Func<ConnectErrorException, Task> handler) => ConnectError.Add(handler);

    /// <summary>Calls a handler when the socket is no longer connected.</summary>
    /// <param name="handler">The handler: one of <see cref="ClientDisconnectReasons"/>, and what is known besides.</param>
    /// <returns>What removes the handler when it is disposed of.</returns>
    public IDisposable OnDisconnect(Action<string, DisconnectDetails?> handler) => Disconnected.Add(what => handler(what.Reason, what.Details));

    /// <inheritdoc cref="OnDisconnect(Action{string, DisconnectDetails?})"/>
    public IDisposable OnDisconnect(Func<string, DisconnectDetails?, Task> handler) => Disconnected.Add(what => handler(what.Reason, what.Details));

    /// <summary>Removes all handlers of an event.</summary>
    /// <param name="eventName">The event's name.</param>
    public void Off(string eventName) => _handlers.Remove(eventName);

    /// <summary>Removes the handlers of all events.</summary>
    public void Off() => _handlers.Clear();

    /// <summary>Says whether an event has handlers.</summary>
    /// <param name="eventName">The event's name.</param>
    public bool HasHandlers(string eventName) => _handlers.Get(eventName).Length > 0;

    internal IDisposable AddHandler(string eventName, Func<IncomingEvent, ValueTask> handler, bool once = false)
    {
        ReservedEvents.ThrowIfReserved(eventName);
        return _handlers.Add(eventName, handler, once);
    }

    internal async ValueTask HandleAsync(IncomingEvent received)
    {
        using var activity = ClientActivitySource.IsWatched ? ClientActivitySource.StartEvent(Namespace, received.Name) : null;
        List<Exception>? errors = null;

        foreach (var listener in System.Threading.Volatile.Read(ref _anyListeners))
        {
            errors = await ContainAsync(listener, received, errors).ConfigureAwait(true);
        }

        foreach (var handler in _handlers.Get(received.Name))
        {
            if (handler.TryUse())
            {
                errors = await ContainAsync(handler.Invoke, received, errors).ConfigureAwait(true);
            }
        }

        if (errors is not null)
        {
            activity?.SetStatus(System.Diagnostics.ActivityStatusCode.Error, errors[0].Message);
            throw errors.Count == 1 ? errors[0] : new AggregateException(errors);
        }
    }

    internal void OnNotBound(IncomingEvent received, int index, Type type, Exception? failure)
    {
        ClientMetrics.HandlerFailed();
        Log.NotBound(Connection.Logger, received.Name, index, type, failure);
        Connection.Errors?.Invoke(new ArgumentBindingException(index, type, failure));
    }

    private static async ValueTask<List<Exception>?> ContainAsync(Func<IncomingEvent, ValueTask> handler, IncomingEvent received, List<Exception>? errors)
    {
        try
        {
            await handler(received).ConfigureAwait(true);
        }
        catch (Exception e)
        {
            (errors ??= []).Add(e);
        }

        return errors;
    }
}
