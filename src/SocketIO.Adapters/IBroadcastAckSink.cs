using SocketIO.Protocol;

namespace SocketIO.Adapters;

/// <summary>
/// Collects the acknowledgements of one broadcast.
/// </summary>
/// <remarks>Thread-safe: servers and clients answer in any order.</remarks>
public interface IBroadcastAckSink
{
    /// <summary>
    /// Learns how many clients one server has selected. Each server says so once, before its clients answer or after.
    /// </summary>
    /// <param name="count">The number of clients, which may be zero.</param>
    void OnClientCount(int count);

    /// <summary>
    /// Takes the answer of one client.
    /// </summary>
    /// <param name="arguments">What the client answered.</param>
    void OnAck(EventArguments arguments);
}
