namespace SocketIO.Adapters;

/// <summary>What can happen to a room.</summary>
internal enum RoomChangeKind
{
    Created,
    Joined,
    Left,
    Deleted,
}
