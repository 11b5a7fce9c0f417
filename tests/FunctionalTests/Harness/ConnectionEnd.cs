namespace SocketIO.FunctionalTests;

/// <summary>How a TCP connection ended, as its client saw it.</summary>
internal enum ConnectionEnd
{
    /// <summary>The server sent FIN.</summary>
    Fin,

    /// <summary>The server sent RST.</summary>
    Reset,
}
