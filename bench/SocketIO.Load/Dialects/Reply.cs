namespace SocketIO.Load;

/// <summary>
/// One message from the server that a scenario counts.
/// </summary>
/// <param name="Kind">What it is.</param>
/// <param name="Id">The id of the request that it answers, or -1.</param>
/// <param name="Length">The length of the value it carries, in bytes; 0 when it carries none.</param>
internal readonly record struct Reply(ReplyKind Kind, long Id, int Length);
