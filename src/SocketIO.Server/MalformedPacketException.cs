using SocketIO.Protocol;

namespace SocketIO.Server;

/// <summary>
/// A client sent something that is no Socket.IO packet. Its connection is closed; the socket's error handlers are told.
/// </summary>
public sealed class MalformedPacketException : Exception
{
    internal MalformedPacketException(PacketError error, string message)
        : base(message)
    {
        Error = error;
    }

    /// <summary>
    /// Gets what was wrong.
    /// </summary>
    public PacketError Error { get; }
}
