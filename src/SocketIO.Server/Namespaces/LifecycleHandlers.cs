using SocketIO.Protocol;

namespace SocketIO.Server;

/// <summary>
/// The handlers of one occasion: sockets that connect, that are about to disconnect, or that have.
/// </summary>
/// <remarks>Thread-safe; running them walks over the handlers as they were when it began.</remarks>
internal sealed class LifecycleHandlers
{
    private readonly Lock _gate = new();
    private Func<ServerSocket, string?, string?, ValueTask>[] _handlers = [];

    public bool IsEmpty => Volatile.Read(ref _handlers).Length == 0;

    public IDisposable Add(Func<ServerSocket, string?, string?, ValueTask> handler)
    {
        lock (_gate)
        {
            _handlers = [.. _handlers, handler];
        }

        return new Removal(() => Remove(handler));
    }

    public IDisposable Add(Delegate handler, HandlerBinder binder, HandlerKind kind)
    {
        var bound = binder.Bind(handler, kind);
        return Add((socket, reason, description) => InvokeAsync(bound, handler, socket, reason, description));
    }

    public void CopyFrom(LifecycleHandlers other)
    {
        lock (_gate)
        {
            _handlers = [.. _handlers, .. Volatile.Read(ref other._handlers)];
        }
    }

    /// <summary>Starts all handlers, in order. Their exceptions are reported, not thrown.</summary>
    /// <returns>A task that completes when all of them have.</returns>
    public ValueTask RunAsync(ServerSocket socket, string source, string? reason = null, string? description = null)
    {
        List<Task>? pending = null;

        // One that waits does not hold up the next, as listeners do not hold up each other in JavaScript.
        foreach (var handler in Volatile.Read(ref _handlers))
        {
            var task = RunAsync(handler, socket, source, reason, description);

            if (!task.IsCompletedSuccessfully)
            {
                (pending ??= []).Add(task.AsTask());
            }
        }

        return pending is null ? default : new ValueTask(Task.WhenAll(pending));
    }

    private static async ValueTask RunAsync(
        Func<ServerSocket, string?, string?, ValueTask> handler, ServerSocket socket, string source, string? reason, string? description)
    {
        var pending = socket.Namespace.Server.PendingHandlers;
        var isPending = false;

        try
        {
            var running = handler(socket, reason, description);

            if (!running.IsCompleted)
            {
                pending.Begin();
                isPending = true;
            }

            await running;
        }
        catch (OperationCanceledException) when (socket.IsDisconnected)
        {
            // Told to stop by the socket's own token.
        }
        catch (Exception exception)
        {
            socket.Namespace.Server.Report(exception, source, socket, eventName: null);
        }
        finally
        {
            if (isPending)
            {
                pending.End();
            }
        }
    }

    private static async ValueTask InvokeAsync(BoundHandler bound, Delegate handler, ServerSocket socket, string? reason, string? description)
    {
        var call = EventInvocation.Rent(socket.Namespace, socket, ackId: null);
        call.Reason = reason;
        call.Description = description;

        try
        {
            await Invoke(bound, handler, call);
        }
        finally
        {
            await call.DisposeScopeAsync();
            call.Return();
        }
    }

    private static ValueTask Invoke(BoundHandler bound, Delegate handler, EventInvocation call)
    {
        var none = default(ArgumentReader);
        return bound.Invoke(handler, call, ref none);
    }

    private void Remove(Func<ServerSocket, string?, string?, ValueTask> handler)
    {
        lock (_gate)
        {
            _handlers = Array.FindAll(_handlers, h => !ReferenceEquals(h, handler));
        }
    }
}
