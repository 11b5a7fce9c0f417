namespace SocketIO.Server;

/// <summary>
/// What two servers say to each other about a request that reached the wrong one of them.
/// </summary>
internal enum ForwardKind : byte
{
    None,

    /// <summary>A request, for the server that has its session.</summary>
    Request,

    /// <summary>That server has it. The answer to a poll may take as long as a poll does.</summary>
    Accepted,

    /// <summary>The answer.</summary>
    Response,

    /// <summary>The other end of the client's connection, or the session's, has gone.</summary>
    Abort,
}
