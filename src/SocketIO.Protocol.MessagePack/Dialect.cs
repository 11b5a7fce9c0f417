namespace SocketIO.Protocol.MessagePack;

/// <summary>
/// How values are written that MessagePack does not know. The packages for JavaScript do not agree.
/// </summary>
internal enum Dialect
{
    /// <summary>As <c>socket.io-msgpack-parser</c> does, with notepack.io 2: dates, <c>undefined</c> and <c>ArrayBuffer</c> are extensions of type 0.</summary>
    Parser,

    /// <summary>As the adapters do, with notepack.io 3 and @msgpack/msgpack: dates are timestamps of the standard, <c>undefined</c> is nil, binary data is binary data.</summary>
    Cluster,
}
