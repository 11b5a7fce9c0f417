namespace SocketIO.ClientInterop;

/// <summary>Ways in which a server is not there.</summary>
public enum Outage
{
    /// <summary>Nothing listens.</summary>
    Refused,

    /// <summary>HTTP 404: another site, or another path.</summary>
    NotFound,

    /// <summary>HTTP 403 with the error of a server that does not let the client in.</summary>
    Forbidden,

    /// <summary>HTTP 502 with a page: a proxy without a server.</summary>
    BadGateway,

    /// <summary>HTTP 200 with a page: something else listens.</summary>
    Page,

    /// <summary>Accepts, and never answers.</summary>
    Hangs,

    /// <summary>Accepts, and closes.</summary>
    Closes,

    /// <summary>Accepts, and resets.</summary>
    Resets,

    /// <summary>Ends in the middle of the response.</summary>
    Breaks,
}
