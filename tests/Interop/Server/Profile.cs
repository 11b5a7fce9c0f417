namespace SocketIO.Tests;

/// <summary>The profiles of the contract; the values are their port offsets.</summary>
public enum Profile
{
    Main = 0,
    Fast = 2,
    Eio3 = 3,
    Cors = 4,
    Strict = 5,
    WebSocketOnly = 6,
    PollingOnly = 7,
    MessagePack = 8,
    Engine = 9,
    Compress = 10,

    /// <summary>Beyond the contract: a limit of 100 MB, frequent heartbeats with a timeout of a minute, both revisions, a second server at /second.io/ of the port.</summary>
    Large = 13,

    /// <summary>Beyond the contract: the server that the captured conversations of real clients were held with.</summary>
    Captured = 14,

    /// <summary>Beyond the contract: the same, with the MessagePack parser.</summary>
    CapturedMessagePack = 15,

    /// <summary>Beyond the contract: Strict that lets revision 3 in.</summary>
    StrictEio3 = 16,
}
