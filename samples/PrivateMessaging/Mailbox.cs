/// <summary>The last messages that somebody wrote or was written, and who has read how far.</summary>
internal sealed class Mailbox(int limit = 200)
{
    private readonly Lock _gate = new();
    private readonly Queue<Message> _messages = new();

    // The owner has read what the other wrote, and the other what the owner wrote, up to this message.
    private readonly Dictionary<string, long> _read = [];
    private readonly Dictionary<string, long> _seen = [];

    public void Add(Message message)
    {
        lock (_gate)
        {
            _messages.Enqueue(message);

            if (_messages.Count > limit)
            {
                _messages.Dequeue();
            }
        }
    }

    public void Read(string other, long id)
    {
        lock (_gate)
        {
            _read[other] = Math.Max(id, _read.GetValueOrDefault(other));
        }
    }

    public void SeenBy(string other, long id)
    {
        lock (_gate)
        {
            _seen[other] = Math.Max(id, _seen.GetValueOrDefault(other));
        }
    }

    /// <summary>A copy of everything, as the page takes it.</summary>
    public object Content
    {
        get
        {
            lock (_gate)
            {
                return new { messages = _messages.ToArray(), read = new Dictionary<string, long>(_read), seen = new Dictionary<string, long>(_seen) };
            }
        }
    }
}
