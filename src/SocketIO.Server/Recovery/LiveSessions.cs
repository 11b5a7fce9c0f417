using System.Collections.Concurrent;

namespace SocketIO.Server;

/// <summary>
/// The sockets of a namespace by the secret with which their clients may come back, so that a session never has two.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class LiveSessions
{
    private readonly ConcurrentDictionary<string, Entry> _byPid = new(StringComparer.Ordinal);

    public void Add(ServerSocket socket) => _byPid[socket.Pid!] = new Entry(socket);

    /// <summary>Forgets a socket whose state, if it is kept at all, is in the adapter's hands.</summary>
    public void Remove(ServerSocket socket)
    {
        if (_byPid.TryGetValue(socket.Pid!, out var entry)
            && ReferenceEquals(entry.Socket, socket)
            && _byPid.TryRemove(new KeyValuePair<string, Entry>(socket.Pid!, entry)))
        {
            entry.SetLeft();
        }
    }

    /// <summary>Finds the socket that has a session.</summary>
    public ServerSocket? Find(string pid) => _byPid.GetValueOrDefault(pid)?.Socket;

    /// <summary>
    /// Ends the connection of the socket that has a session, because its client is here on another one. The server may not have noticed yet that the first is
    /// lost, which takes up to <c>PingInterval</c> and <c>PingTimeout</c>.
    /// </summary>
    /// <returns>A task that completes when the session is free.</returns>
    public Task SupersedeAsync(string pid)
    {
        if (!_byPid.TryGetValue(pid, out var entry))
        {
            return Task.CompletedTask;
        }

        var left = entry.WhenLeft();
        entry.Socket.Connection.Supersede();
        return left;
    }

    private sealed class Entry(ServerSocket socket)
    {
        private static readonly TaskCompletionSource s_left = MakeLeft();

        // null | who waits | s_left
        private TaskCompletionSource? _left;

        public ServerSocket Socket { get; } = socket;

        public Task WhenLeft()
        {
            var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return (Interlocked.CompareExchange(ref _left, source, null) ?? source).Task;
        }

        public void SetLeft() => Interlocked.Exchange(ref _left, s_left)?.TrySetResult();

        private static TaskCompletionSource MakeLeft()
        {
            var left = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            left.SetResult();
            return left;
        }
    }
}
