namespace SocketIO.Client;

/// <summary>
/// Which revision of the protocol a client speaks.
/// </summary>
public enum ClientProtocol
{
    /// <summary>The one that the server speaks, found out during the handshake.</summary>
    Auto,

    /// <summary>Revision 5 on Engine.IO 4: servers of Socket.IO 3 and 4.</summary>
    Version5,

    /// <summary>Revision 4 on Engine.IO 3: servers of Socket.IO 2.</summary>
    Version4,
}
