namespace SocketIO.Adapters.Postgres;

/// <summary>
/// What the listening connection hands over, in order: a notification, or a channel that is listened to from here on.
/// </summary>
/// <param name="Channel">The channel of a notification.</param>
/// <param name="Payload">Its text.</param>
/// <param name="Started">The channels that are listened to once <paramref name="Listening"/> has completed: nothing of theirs stands before this.</param>
/// <param name="Listening">Completes when the database listens.</param>
internal readonly record struct ListenItem(string Channel, string Payload, IReadOnlyList<PostgresAdapter>? Started, Task? Listening);
