namespace SocketIO.Client;

/// <summary>What an <see cref="EngineClient"/> is doing.</summary>
//  Opening --open packet--> Open --Close()--> Closing --all sent--> Closed
//  Opening, Open, Closing --failure, end of the transport--> Closed
internal enum EngineState
{
    /// <summary>The handshake is under way.</summary>
    Opening,

    /// <summary>The session is open.</summary>
    Open,

    /// <summary>What was sent is still being written; then it closes.</summary>
    Closing,

    /// <summary>It is over.</summary>
    Closed,
}
