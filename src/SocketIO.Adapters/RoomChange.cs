namespace SocketIO.Adapters;

/// <summary>One thing that happened to a room, noted under the lock and announced outside it.</summary>
internal readonly record struct RoomChange(RoomChangeKind Kind, string Room, string SocketId);
