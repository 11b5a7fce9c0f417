namespace SocketIO.Protocol;

/// <summary>
/// What the server tells a client when a session opens.
/// </summary>
/// <param name="Sid">The session's id, a secret: whoever knows it can act as the client.</param>
/// <param name="Upgrades">The transports that the client may move to.</param>
/// <param name="PingInterval">How long the server waits before it pings.</param>
/// <param name="PingTimeout">How long the client may take to answer.</param>
/// <param name="MaxPayload">The largest message or polling body, in bytes, that the server accepts.</param>
public sealed record EngineHandshake(string Sid, IReadOnlyList<string> Upgrades, TimeSpan PingInterval, TimeSpan PingTimeout, long MaxPayload)
{
    /// <summary>Encodes the handshake as an Engine.IO packet: <c>0{"sid":…,"upgrades":…,"pingInterval":…,"pingTimeout":…,"maxPayload":…}</c>.</summary>
    /// <returns>The packet, complete with its type digit.</returns>
    public EncodedPacket ToEncodedPacket() => throw new NotImplementedException();
}
