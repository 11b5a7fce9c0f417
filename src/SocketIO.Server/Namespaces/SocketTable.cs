using SocketIO.Adapters;

namespace SocketIO.Server;

/// <summary>
/// The connected sockets of a namespace, and how many are on their way in.
/// </summary>
/// <remarks>Thread-safe. Each socket knows its place, so coming and going cost the same however many there are.</remarks>
internal sealed class SocketTable
{
    private readonly Lock _gate = new();
    private readonly List<ServerSocket> _sockets = [];
    private ILocalSocket[]? _snapshot = [];
    private int _joining;
    private bool _retired;

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _sockets.Count;
            }
        }
    }

    /// <summary>Gets the sockets as they are now; the array is shared and never changes.</summary>
    public ILocalSocket[] Snapshot()
    {
        if (Volatile.Read(ref _snapshot) is { } snapshot)
        {
            return snapshot;
        }

        lock (_gate)
        {
            if (_snapshot is null)
            {
                var copy = new ILocalSocket[_sockets.Count];

                for (var i = 0; i < copy.Length; i++)
                {
                    copy[i] = _sockets[i];
                }

                _snapshot = copy;
            }

            return _snapshot;
        }
    }

    /// <summary>Announces a socket whose middlewares are about to run, so that the namespace is not forgotten meanwhile.</summary>
    /// <returns><see langword="false"/> when the namespace has been forgotten already.</returns>
    public bool TryEnter()
    {
        lock (_gate)
        {
            if (_retired)
            {
                return false;
            }

            _joining++;
            return true;
        }
    }

    public void Admit(ServerSocket socket)
    {
        lock (_gate)
        {
            _joining--;
            socket.TableIndex = _sockets.Count;
            _sockets.Add(socket);
            Volatile.Write(ref _snapshot, null);
        }
    }

    /// <summary>Takes back an announcement.</summary>
    public void TurnAway()
    {
        lock (_gate)
        {
            _joining--;
        }
    }

    public void Remove(ServerSocket socket)
    {
        lock (_gate)
        {
            var last = _sockets[^1];
            _sockets[socket.TableIndex] = last;
            last.TableIndex = socket.TableIndex;
            _sockets.RemoveAt(_sockets.Count - 1);
            Volatile.Write(ref _snapshot, null);
        }
    }

    /// <summary>Closes the table to newcomers if nobody is in it or on the way.</summary>
    public bool TryRetire()
    {
        lock (_gate)
        {
            return _retired = _retired || (_sockets.Count == 0 && _joining == 0);
        }
    }
}
