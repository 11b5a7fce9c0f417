using System.Globalization;
using System.Text;

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
    private const int InitialCapacity = 256;

    /// <summary>Encodes the handshake as an Engine.IO packet: <c>0{"sid":…,"upgrades":…,"pingInterval":…,"pingTimeout":…,"maxPayload":…}</c>.</summary>
    /// <returns>The packet, complete with its type digit.</returns>
    // Written by hand: the names must come in this order, and no serializer is needed for five properties.
    public EncodedPacket ToEncodedPacket()
    {
        var output = new GrowableBuffer(InitialCapacity);
        output.Append("0{\"sid\":"u8);
        JsonText.WriteString(output, Sid);
        output.Append(",\"upgrades\":["u8);

        for (var i = 0; i < Upgrades.Count; i++)
        {
            if (i > 0)
            {
                output.Append((byte)',');
            }

            JsonText.WriteString(output, Upgrades[i]);
        }

        output.Append("],\"pingInterval\":"u8);
        JsonText.WriteInteger(output, (long)PingInterval.TotalMilliseconds);
        output.Append(",\"pingTimeout\":"u8);
        JsonText.WriteInteger(output, (long)PingTimeout.TotalMilliseconds);
        output.Append(",\"maxPayload\":"u8);
        JsonText.WriteInteger(output, MaxPayload);
        output.Append((byte)'}');
        return new EncodedPacket(output.Written.ToArray());
    }

    // The sid is a secret: a record would print it wherever the handshake is interpolated into a log message.
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append(CultureInfo.InvariantCulture, $"PingInterval = {PingInterval}, PingTimeout = {PingTimeout}, MaxPayload = {MaxPayload}");
        return true;
    }
}
