using SocketIO.Protocol;

namespace SocketIO.Adapters;

/// <summary>
/// A question to the other servers, and what they have answered so far.
/// </summary>
internal sealed class ClusterRequest
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HashSet<string> _answered = new(StringComparer.Ordinal);
    private readonly List<SocketDetails> _sockets = [];
    private readonly List<EventArguments> _responses = [];
    private HashSet<string>? _missing;

    public IReadOnlyList<SocketDetails> Local { get; init; } = [];

    public int Expected { get; private set; }

    public int Received { get; private set; }

    public Task Done => _done.Task;

    public IReadOnlyList<SocketDetails> AllSockets
    {
        get
        {
            lock (_gate)
            {
                return [.. Local, .. _sockets];
            }
        }
    }

    public IReadOnlyList<EventArguments> AllResponses
    {
        get
        {
            lock (_gate)
            {
                return [.. _responses];
            }
        }
    }

    public void Expect(int count, IReadOnlyCollection<string>? names)
    {
        lock (_gate)
        {
            Expected = names?.Count ?? count;
            _missing = names is null ? null : new HashSet<string>(names, StringComparer.Ordinal);
        }
    }

    public void Add(string uid, IReadOnlyList<SocketDetails> sockets)
    {
        lock (_gate)
        {
            if (TryCountLocked(uid))
            {
                _sockets.AddRange(sockets);
                CompleteLocked();
            }
        }
    }

    public void Add(string uid, EventArguments response)
    {
        lock (_gate)
        {
            if (TryCountLocked(uid))
            {
                _responses.Add(response);
                CompleteLocked();
            }
        }
    }

    /// <summary>A server has gone: its answer is not waited for, unless it has answered.</summary>
    public void Forget(string uid)
    {
        lock (_gate)
        {
            if (_missing is not null && _missing.Remove(uid))
            {
                Expected--;
                CompleteLocked();
            }
        }
    }

    public ClusterTimeoutException ToException(string message, Exception? reason)
    {
        lock (_gate)
        {
            return new ClusterTimeoutException(message, reason)
            {
                Expected = Expected,
                Received = Received,
                MissingServers = _missing is null ? [] : [.. _missing],
                Sockets = [.. Local, .. _sockets],
                Responses = [.. _responses],
            };
        }
    }

    // A server answers once. Where answers bear no name they are counted as they come.
    private bool TryCountLocked(string uid)
    {
        if (_done.Task.IsCompleted || (uid.Length > 0 && !_answered.Add(uid)))
        {
            return false;
        }

        _missing?.Remove(uid);
        Received++;
        return true;
    }

    private void CompleteLocked()
    {
        if (Received >= Expected)
        {
            _done.TrySetResult();
        }
    }
}
