namespace SocketIO.Server;

/// <summary>What a handler is called for, which decides where its plain parameters come from.</summary>
internal enum HandlerKind
{
    /// <summary>An event: parameters are its arguments.</summary>
    Event,

    /// <summary>A socket that comes or goes: string parameters are the reason and the description.</summary>
    Lifecycle,
}
