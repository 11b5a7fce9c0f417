namespace SocketIO.Load;

internal enum ReplyKind
{
    /// <summary>The answer to an echo, a join or a collection.</summary>
    Acknowledgement,

    /// <summary>What the server emits when a client has said something.</summary>
    Said,

    /// <summary>A broadcast.</summary>
    Delivery,
}
