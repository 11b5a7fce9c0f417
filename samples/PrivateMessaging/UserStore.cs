/// <summary>
/// Everybody who was here lately: this is a sample, and memory is its database. What is told about presence is told under the store's lock: emitting
/// queues before it returns, so that what everyone hears last is how it is.
/// </summary>
internal sealed class UserStore(int limit = 500)
{
    private readonly Lock _gate = new();
    private readonly OrderedDictionary<string, User> _byId = [];
    private readonly Dictionary<string, User> _bySession = [];
    private long _lastMessage;

    public User? Find(string id)
    {
        lock (_gate)
        {
            return _byId.GetValueOrDefault(id);
        }
    }

    public User? FindBySession(string? session)
    {
        lock (_gate)
        {
            return session is null ? null : _bySession.GetValueOrDefault(session);
        }
    }

    /// <summary>When the store is full, the oldest of those who are away is forgotten. With nobody away there is no room: null.</summary>
    public User? Add(string name)
    {
        var user = new User(name);

        lock (_gate)
        {
            if (_byId.Count >= limit)
            {
                if (_byId.Values.FirstOrDefault(other => other.Tabs == 0) is not { } forgotten)
                {
                    return null;
                }

                _byId.Remove(forgotten.Id);
                _bySession.Remove(forgotten.Session);
            }

            _byId.Add(user.Id, user);
            _bySession.Add(user.Session, user);
            return user;
        }
    }

    public ValueTask ShowAsync(Func<IEnumerable<object>, ValueTask> show)
    {
        lock (_gate)
        {
            return show(_byId.Values.Select(user => user.Public));
        }
    }

    /// <summary>Counts the user's tabs, and tells when the first comes or the last goes.</summary>
    public ValueTask CountAsync(User user, int tabs, Func<object, ValueTask> tell)
    {
        lock (_gate)
        {
            var before = user.Tabs;
            user.Tabs += tabs;
            return before == 0 || user.Tabs == 0 ? tell(user.Public) : ValueTask.CompletedTask;
        }
    }

    /// <summary>Gives a message its place and its time.</summary>
    public Message Number(Message message)
        => message with { Id = Interlocked.Increment(ref _lastMessage), Time = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() };
}
