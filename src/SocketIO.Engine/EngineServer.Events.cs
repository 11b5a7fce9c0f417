using Microsoft.AspNetCore.Http;

namespace SocketIO.Engine;

public sealed partial class EngineServer
{
    // Guards the lists of handlers, which are replaced and never changed.
    private readonly Lock _handlersGate = new();
    private Action<ConnectionErrorContext>? _connectionErrorHandlers;
    private Action<IHeaderDictionary, HttpContext>? _initialHeadersHandlers;
    private Action<IHeaderDictionary, HttpContext>? _headersHandlers;
    private Func<HttpContext, Func<Task>, Task>[] _middleware = [];

    /// <summary>
    /// Registers what to do when a request is refused with one of the six errors of the protocol.
    /// </summary>
    /// <param name="handler">Gets the request, the error's code and text, and its details. It must not block.</param>
    /// <returns>Dispose it to remove the handler.</returns>
    public IDisposable OnConnectionError(Action<ConnectionErrorContext> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return Register(() => _connectionErrorHandlers += handler, () => _connectionErrorHandlers -= handler);
    }

    /// <summary>
    /// Registers what to do before the first response of a session is sent: that of a polling handshake, or the 101 of a
    /// WebSocket that opens a session.
    /// </summary>
    /// <param name="handler">Gets the response's headers, which it may change, and the request.</param>
    /// <returns>Dispose it to remove the handler.</returns>
    public IDisposable OnInitialHeaders(Action<IHeaderDictionary, HttpContext> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return Register(() => _initialHeadersHandlers += handler, () => _initialHeadersHandlers -= handler);
    }

    /// <summary>
    /// Registers what to do before any response of a session is sent, the answers to POST requests and the 101 of a
    /// WebSocket included.
    /// </summary>
    /// <param name="handler">Gets the response's headers, which it may change, and the request.</param>
    /// <returns>Dispose it to remove the handler.</returns>
    public IDisposable OnHeaders(Action<IHeaderDictionary, HttpContext> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return Register(() => _headersHandlers += handler, () => _headersHandlers -= handler);
    }

    /// <summary>
    /// Adds a middleware for the requests of this endpoint alone, upgrades included. It runs before the request is verified.
    /// </summary>
    /// <param name="middleware">
    /// Gets the request and what calls the next middleware. A middleware that does not call it has answered the request;
    /// one that throws makes the server answer 400 with code 3 and the context <c>MIDDLEWARE_FAILURE</c>.
    /// </param>
    /// <remarks>
    /// The ASP.NET Core pipeline in front of the endpoint does the same for all requests. Middlewares run in the order in
    /// which they were added. Only a handshake has no <c>sid</c> in its query.
    /// </remarks>
    public void Use(Func<HttpContext, Func<Task>, Task> middleware)
    {
        ArgumentNullException.ThrowIfNull(middleware);

        lock (_handlersGate)
        {
            _middleware = [.. _middleware, middleware];
        }
    }

    private Registration Register(Action add, Action remove)
    {
        lock (_handlersGate)
        {
            add();
        }

        return new Registration(() =>
        {
            lock (_handlersGate)
            {
                remove();
            }
        });
    }

    /// <summary>Runs the middlewares of the endpoint.</summary>
    /// <returns><see langword="false"/> when one of them has answered the request, or failed.</returns>
    private async ValueTask<bool> RunMiddlewareAsync(HttpContext context, bool isUpgrade)
    {
        var middleware = _middleware;

        if (middleware.Length == 0)
        {
            return true;
        }

        var passed = false;

        try
        {
            await RunFrom(0);
            return passed;
        }
        catch (Exception exception)
        {
            Log.CallbackFailed(_logger, nameof(Use), exception);
            await RefuseAsync(context, RequestRefusal.MiddlewareFailure(), isUpgrade);
            return false;
        }

        Task RunFrom(int index)
        {
            if (index < middleware.Length)
            {
                return middleware[index](context, () => RunFrom(index + 1));
            }

            passed = true;
            return Task.CompletedTask;
        }
    }

    private void RaiseConnectionError(HttpContext context, RequestRefusal refusal)
    {
        if (_connectionErrorHandlers is not { } handlers)
        {
            return;
        }

        try
        {
            handlers(ConnectionErrorContext.Create(context, refusal, Time.GetUtcNow()));
        }
        catch (Exception exception)
        {
            Log.CallbackFailed(_logger, nameof(OnConnectionError), exception);
        }
    }

    private void RaiseHeaders(Action<IHeaderDictionary, HttpContext>? handlers, HttpContext context)
    {
        try
        {
            handlers?.Invoke(context.Response.Headers, context);
        }
        catch (Exception exception)
        {
            Log.CallbackFailed(_logger, nameof(OnHeaders), exception);
        }
    }
}
