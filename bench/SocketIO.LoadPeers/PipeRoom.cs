namespace SocketIO.LoadPeers;

/// <summary>
/// The connections that want broadcasts; a snapshot that is replaced when it changes.
/// </summary>
internal sealed class PipeRoom
{
    private readonly Lock _gate = new();
    private PipeConnection[] _members = [];

    public PipeConnection[] Members => Volatile.Read(ref _members);

    public void Add(PipeConnection connection)
    {
        lock (_gate)
        {
            Volatile.Write(ref _members, [.. _members, connection]);
        }
    }

    public void Remove(PipeConnection connection)
    {
        lock (_gate)
        {
            Volatile.Write(ref _members, [.. _members.Where(member => member != connection)]);
        }
    }
}
