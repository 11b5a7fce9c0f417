namespace SocketIO.Protocol;

/// <summary>
/// A format of packets other than the protocol's own: MessagePack, for example. Both sides must use the same one.
/// </summary>
/// <remarks>
/// <para>
/// Packets are JSON with binary attachments wherever the application, rooms or adapters see them. A parser translates at the edge: what leaves for a client, with
/// <see cref="Encode"/>, and what comes from one, with a <see cref="MessageDecoder"/> per connection.
/// </para>
/// <para>A server has one instance, which many threads use at once.</para>
/// </remarks>
public abstract class PacketParser
{
    /// <summary>
    /// Gets a value indicating whether the JSON given to <see cref="Encode"/> carries type marks, which tell a date from a string: see <see cref="TypeMark"/>.
    /// </summary>
    /// <value>The default is <see langword="false"/>.</value>
    public virtual bool ReadsTypeMarks => false;

    /// <summary>Translates a packet that is to be sent.</summary>
    /// <param name="packet">The packet. It is valid only during the call.</param>
    /// <returns>
    /// What goes on the wire: see <see cref="EncodedPacket.FromText"/> and <see cref="EncodedPacket.FromBinary"/>. A packet for many clients is translated once.
    /// </returns>
    /// <remarks>What this throws reaches the caller who emits.</remarks>
    public abstract EncodedPacket Encode(in OutgoingPacket packet);

    /// <summary>Makes what reads the messages of one connection.</summary>
    /// <param name="limits">Bounds what the peer may send.</param>
    /// <returns>A decoder, which one thread at a time uses.</returns>
    public abstract MessageDecoder CreateDecoder(PacketLimits limits);
}
