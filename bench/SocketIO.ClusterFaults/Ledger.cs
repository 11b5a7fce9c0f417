namespace SocketIO.ClusterFaults;

/// <summary>What one client has received of what every server has numbered.</summary>
internal sealed class Ledger
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _last = [];
    private readonly Dictionary<string, DateTimeOffset> _lastAt = [];
    private bool _anew = true;

    public long Received { get; private set; }

    /// <summary>Gets how many are missing although the client was told nothing: it was connected, or went on where it was.</summary>
    public Dictionary<string, long> Lost { get; } = [];

    public long Doubled { get; private set; }

    public long LostInAll => Lost.Values.Sum();

    public void Take(string sender, long number)
    {
        lock (_gate)
        {
            Received++;
            _lastAt[sender] = TimeProvider.System.GetUtcNow();

            if (!_last.TryGetValue(sender, out var last))
            {
                // The first of a sender that came while the client was there is number one; else anything may be.
                _last[sender] = number;
                Add(sender, _anew ? 0 : number - 1);
                return;
            }

            if (number <= last)
            {
                Doubled++;
                return;
            }

            Add(sender, number - last - 1);
            _last[sender] = number;
        }
    }

    /// <summary>The client starts anew, and knows it.</summary>
    public void Restart()
    {
        lock (_gate)
        {
            _last.Clear();
            _anew = true;
        }
    }

    /// <summary>From now on a sender is heard from its first number on.</summary>
    public void Settle()
    {
        lock (_gate)
        {
            _anew = false;
        }
    }

    public long LastOf(string sender)
    {
        lock (_gate)
        {
            return _last.GetValueOrDefault(sender);
        }
    }

    /// <summary>Gets when something of another server than this came last.</summary>
    public DateTimeOffset LastAt(string sender)
    {
        lock (_gate)
        {
            return _lastAt.GetValueOrDefault(sender);
        }
    }

    private void Add(string sender, long count)
    {
        if (count > 0)
        {
            Lost[sender] = Lost.GetValueOrDefault(sender) + count;
        }
    }
}
