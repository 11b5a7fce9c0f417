namespace SocketIO.Engine;

/// <summary>
/// Why a request was refused. The numbers are sent to the client.
/// </summary>
public enum RequestError
{
    /// <summary>"Transport unknown": the transport is missing, not one of the protocol's, or not enabled.</summary>
    UnknownTransport = 0,

    /// <summary>"Session ID unknown": the session has ended, or lives on another server.</summary>
    UnknownSession = 1,

    /// <summary>"Bad handshake method": a request without a session used another method than GET.</summary>
    BadHandshakeMethod = 2,

    /// <summary>"Bad request": see the context's <c>name</c>.</summary>
    BadRequest = 3,

    /// <summary>"Forbidden": refused by <see cref="EngineOptions.AllowRequest"/> or by the list of origins.</summary>
    Forbidden = 4,

    /// <summary>"Unsupported protocol version": the client's revision of the protocol is not enabled.</summary>
    UnsupportedProtocolVersion = 5,
}
