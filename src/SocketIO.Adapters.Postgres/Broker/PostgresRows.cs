namespace SocketIO.Adapters.Postgres;

/// <summary>
/// Messages that notifications have referred to, by the numbers of their rows. Those that are gone are missing.
/// </summary>
internal sealed record PostgresRows(IReadOnlyDictionary<long, byte[]> Packets, IReadOnlyDictionary<long, byte[]> Attachments)
{
    public static PostgresRows None { get; } = new(new Dictionary<long, byte[]>(), new Dictionary<long, byte[]>());
}
