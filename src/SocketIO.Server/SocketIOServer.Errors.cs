namespace SocketIO.Server;

/// <content>What goes wrong in the application's code.</content>
public sealed partial class SocketIOServer
{
    private readonly Lock _errorGate = new();
    private Action<SocketErrorContext>[] _errorHandlers = [];

    /// <summary>
    /// Registers what to do when code of the application throws: a handler, a middleware, a listener.
    /// </summary>
    /// <param name="handler">Gets the exception and what it happened for. It has been logged already.</param>
    /// <returns>Dispose of it to remove the handler.</returns>
    /// <remarks>No such exception ends a connection or the process; each is told once.</remarks>
    public IDisposable OnError(Action<SocketErrorContext> handler)
    {
        HandlerBinder.ThrowIfAsyncVoid(handler);
        return AddErrorHandler(handler);
    }

    /// <inheritdoc cref="OnError(Action{SocketErrorContext})"/>
    /// <param name="handler">Gets the exception and what it happened for. Nothing waits for it.</param>
    public IDisposable OnError(Func<SocketErrorContext, Task> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return AddErrorHandler(context => _ = TellAsync(handler, context));
    }

    /// <summary>Logs, counts and tells an exception of user code.</summary>
    internal void Report(Exception exception, string source, ServerSocket? socket, string? eventName)
    {
        Metrics.HandlerFailed();
        Log.UserCodeFailed(_log, source, eventName, socket?.LogName, exception);

        var context = new SocketErrorContext(exception, source, socket, eventName);

        foreach (var handler in System.Threading.Volatile.Read(ref _errorHandlers))
        {
            try
            {
                handler(context);
            }
            catch (Exception thrown)
            {
                Log.UserCodeFailed(_log, "error handler", eventName, socket?.LogName, thrown);
            }
        }
    }

    /// <summary>Logs and counts an event whose arguments are not of the types that its handler takes.</summary>
    internal void ReportRejection(string eventName, int position, Type expectedType)
    {
        Metrics.EventRejected();
        Log.EventRejected(_log, eventName, position, expectedType);
    }

    internal void ReportForbidden(string eventName)
    {
        Metrics.EventRejected();
        Log.EventForbidden(_log, eventName);
    }

    private void RunGuarded(Action action, string source)
    {
        try
        {
            action();
        }
        catch (Exception exception)
        {
            Report(exception, source, socket: null, eventName: null);
        }
    }

    private Removal AddErrorHandler(Action<SocketErrorContext> handler)
    {
        lock (_errorGate)
        {
            _errorHandlers = [.. _errorHandlers, handler];
        }

        return new Removal(() =>
        {
            lock (_errorGate)
            {
                _errorHandlers = Array.FindAll(_errorHandlers, h => !ReferenceEquals(h, handler));
            }
        });
    }

    private async Task TellAsync(Func<SocketErrorContext, Task> handler, SocketErrorContext context)
    {
        try
        {
            await handler(context);
        }
        catch (Exception thrown)
        {
            // Not told to the error handlers: this one would be asked again.
            Log.UserCodeFailed(_log, "error handler", context.EventName, context.Socket?.LogName, thrown);
        }
    }
}
