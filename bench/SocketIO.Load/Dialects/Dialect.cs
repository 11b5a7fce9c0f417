namespace SocketIO.Load;

/// <summary>
/// How the requests of the load contract look on one kind of server's WebSocket connections.
/// </summary>
internal abstract class Dialect
{
    /// <summary>Gets the path of the upgrade request.</summary>
    public abstract string WebSocketPath { get; }

    public static Dialect Find(string name) => name switch
    {
        "socketio" => new SocketIODialect(),
        "signalr" => new SignalRDialect(),
        "pipe" => new PipeDialect(),
        _ => throw new ArgumentException($"Unknown dialect: {name}"),
    };

    /// <summary>Says whether this kind of server can take part in a scenario.</summary>
    public virtual bool Supports(string scenario) => true;

    /// <summary>Writes what the client says first, if it is the client that speaks first.</summary>
    public abstract void Greet(FrameWriter frames);

    /// <summary>Takes a message of the opening handshake.</summary>
    /// <returns>Whether the client is now ready.</returns>
    public abstract bool Open(ReadOnlySpan<byte> message, FrameWriter frames);

    public abstract void WriteEcho(FrameWriter frames, long id, Payload payload);

    public abstract void WriteSay(FrameWriter frames, Payload payload);

    public abstract void WriteBroadcast(FrameWriter frames, Payload payload);

    public abstract void WriteJoin(FrameWriter frames, long id);

    public abstract void WriteCollect(FrameWriter frames, long id);

    /// <summary>Reads a message of a client that is ready; reports replies to the owner, answers pings itself.</summary>
    public abstract void Read(WebSocketClient client, IClientOwner owner, bool isBinary, ReadOnlySpan<byte> message, FrameWriter frames);
}
