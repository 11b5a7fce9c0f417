namespace SocketIO.Engine;

/// <summary>What became of a request that the CORS rules were applied to.</summary>
internal enum CorsOutcome
{
    /// <summary>Go on with the request. The headers are set.</summary>
    Continue,

    /// <summary>It was a preflight and is answered.</summary>
    Answered,

    /// <summary>The application's own rule failed: refuse with <see cref="RequestRefusal.MiddlewareFailure"/>.</summary>
    Failed,

    /// <summary>A WebSocket handshake from an origin off the list: refuse with <see cref="RequestRefusal.Forbidden"/>.</summary>
    OriginRefused,
}
