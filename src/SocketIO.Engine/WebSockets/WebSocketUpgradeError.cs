namespace SocketIO.Engine;

/// <summary>Why a request cannot become a WebSocket connection.</summary>
internal enum WebSocketUpgradeError
{
    /// <summary>It can.</summary>
    None,

    /// <summary>It is not an upgrade request at all.</summary>
    NotRequested,

    /// <summary>The method is not GET (CONNECT in HTTP/2).</summary>
    InvalidMethod,

    /// <summary>The upgrade is to another protocol.</summary>
    InvalidUpgrade,

    /// <summary>The key is missing, repeated, or not 16 bytes in base64.</summary>
    InvalidKey,

    /// <summary>The version is not 13.</summary>
    InvalidVersion,

    /// <summary>The list of subprotocols is malformed or repeats itself.</summary>
    InvalidProtocol,

    /// <summary>Compression is on, and the list of extensions is malformed.</summary>
    InvalidExtensions,
}
