namespace SocketIO.Adapters.Postgres;

/// <summary>
/// The row of a packet that is kept for clients that are away.
/// </summary>
/// <param name="Uid">The sender.</param>
/// <param name="Sequence">Its number among those of the sender, by which it is not kept twice; <see langword="null"/> for emitters, who do not try twice.</param>
/// <param name="Row">The message.</param>
internal sealed record KeptPacket(string Uid, long? Sequence, byte[] Row)
{
    /// <summary>
    /// The name in place of a sender, in a row that stands for packets that are not kept. No server has it: theirs are longer.
    /// </summary>
    public const string Gap = "!";
}
