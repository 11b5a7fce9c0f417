namespace SocketIO.Adapters;

/// <summary>
/// An entry of a <see cref="ClusterStore"/>.
/// </summary>
/// <param name="Position">Where it stands.</param>
/// <param name="Message">The message; <see langword="null"/> for an entry that is none of the namespace in question.</param>
public readonly record struct StoredMessage(long Position, ClusterMessage? Message);
