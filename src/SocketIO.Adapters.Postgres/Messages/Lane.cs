namespace SocketIO.Adapters.Postgres;

/// <summary>
/// What one sender publishes on one channel. Its messages are numbered, so that whoever listens notices when one is missing; and so that no two are alike,
/// because PostgreSQL drops notifications that equal an earlier one of their transaction.
/// </summary>
internal sealed class Lane(string channel)
{
    private long _last;

    public string Channel { get; } = channel;

    /// <summary>Gets what transactions lock that keep packets of the channel.</summary>
    public long Key { get; } = ChannelName.KeyOf(channel);

    /// <summary>Takes the next number. Called in the order in which messages are published, by one thread at a time.</summary>
    public long Next() => ++_last;
}
