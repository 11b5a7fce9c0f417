namespace SocketIO.Server;

/// <summary>What a handler is called for, which decides what it may ask for and where its plain parameters come from.</summary>
internal enum HandlerKind
{
    /// <summary>An event of a client: parameters are its arguments.</summary>
    Event,

    /// <summary>An event of another server: parameters are its arguments; there is no socket.</summary>
    ServerSide,

    /// <summary>A socket that has joined: there are no plain parameters.</summary>
    Connection,

    /// <summary>A socket that goes: string parameters are the reason and the description.</summary>
    Disconnection,
}
