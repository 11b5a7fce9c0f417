namespace SocketIO.Server;

/// <content>How a client gets in.</content>
public abstract partial class ServerNamespace
{
    private readonly Lock _middlewareGate = new();
    private Func<ServerSocket, Func<Task>, Task>[] _middlewares = [];

    /// <summary>
    /// Adds a middleware, which every client passes before it is connected to the namespace.
    /// </summary>
    /// <param name="middleware">
    /// Gets the socket, which is not connected yet, and what calls the next middleware. Throw a <see cref="ConnectRefusedException"/> to refuse
    /// the client; any other exception refuses it too, but without telling it why.
    /// </param>
    /// <returns>This namespace.</returns>
    /// <remarks>
    /// Middlewares run one after another, once for each client that joins this namespace. One that neither calls the next nor
    /// throws leaves the client waiting until <see cref="SocketIOOptions.ConnectTimeout"/>.
    /// </remarks>
    public ServerNamespace Use(Func<ServerSocket, Func<Task>, Task> middleware)
    {
        ArgumentNullException.ThrowIfNull(middleware);

        lock (_middlewareGate)
        {
            _middlewares = [.. _middlewares, middleware];
        }

        return this;
    }

    /// <summary>Takes over what another namespace does, as it is now.</summary>
    internal void CopyFrom(ServerNamespace other)
    {
        lock (_middlewareGate)
        {
            _middlewares = [.. _middlewares, .. System.Threading.Volatile.Read(ref other._middlewares)];
        }

        Router.CopyFrom(other.Router);
        ConnectionHandlers.CopyFrom(other.ConnectionHandlers);
        DisconnectingHandlers.CopyFrom(other.DisconnectingHandlers);
        DisconnectHandlers.CopyFrom(other.DisconnectHandlers);
    }

    /// <summary>Leads a socket through the middlewares; it is connected, or refused, when they say so.</summary>
    internal void Join(ServerSocket socket)
    {
        var middlewares = System.Threading.Volatile.Read(ref _middlewares);

        if (middlewares.Length == 0 || (socket.Recovered && Server.Options.ConnectionStateRecovery!.SkipMiddlewares))
        {
            Admit(socket);
        }
        else
        {
            _ = PassAsync(socket, middlewares, 0);
        }
    }

    internal async Task CloseAdapterAsync()
    {
        try
        {
            await Adapter.CloseAsync();
        }
        catch (Exception exception)
        {
            Log.AdapterNotClosed(_logger, Name, exception);
        }
    }

    internal void NoteDisconnected(ServerSocket socket, string reason)
    {
        Log.SocketDisconnected(_logger, socket.LogName, Name, reason);
        Server.Metrics.SocketClosed();
    }

    private async Task PassAsync(ServerSocket socket, Func<ServerSocket, Func<Task>, Task>[] middlewares, int index)
    {
        if (index == middlewares.Length)
        {
            Admit(socket);
            return;
        }

        var called = 0;

        try
        {
            await middlewares[index](socket, Next);
        }
        catch (Exception exception)
        {
            Refuse(socket, exception);
        }

        Task Next() => Interlocked.Exchange(ref called, 1) == 0 ? PassAsync(socket, middlewares, index + 1) : Task.CompletedTask;
    }

    private void Admit(ServerSocket socket)
    {
        if (!socket.TryTakeDecision())
        {
            return;
        }

        var connecting = Adapter.ConnectAsync(socket, socket.Restored);

        if (connecting.IsCompletedSuccessfully)
        {
            OnAdmitted(socket, connecting.Result);
        }
        else
        {
            _ = AdmitAsync(socket, connecting);
        }
    }

    private async Task AdmitAsync(ServerSocket socket, ValueTask<bool> connecting)
    {
        var isConnected = false;

        try
        {
            isConnected = await connecting;
        }
        catch (Exception exception)
        {
            Server.Report(exception, "adapter", socket, eventName: null);
        }

        OnAdmitted(socket, isConnected);
    }

    private void OnAdmitted(ServerSocket socket, bool isConnected)
    {
        if (isConnected)
        {
            Log.SocketConnected(_logger, socket.LogName, Name);
            Server.Metrics.SocketOpened();
            socket.RunConnectionHandlers();
        }
        else if (!socket.IsDisconnected)
        {
            // What it has missed was forgotten while its middlewares ran: it comes back, and is told that it starts anew.
            socket.Connection.Close();
        }
    }

    private void Refuse(ServerSocket socket, Exception exception)
    {
        var refusal = exception as ConnectRefusedException;

        if (refusal is null && !(exception is OperationCanceledException && socket.IsDisconnected))
        {
            Server.Report(exception, "middleware", socket, eventName: null);
        }

        if (!socket.TryRefuse())
        {
            return;
        }

        Log.SocketRefused(_logger, Name);

        // The message of an exception that was not meant for the client stays here: it may name tables, hosts or paths.
        socket.Connection.Refuse(this, refusal?.Message ?? "Internal server error", refusal?.ResponseData, socket);
        OnSocketLeft();
    }
}
