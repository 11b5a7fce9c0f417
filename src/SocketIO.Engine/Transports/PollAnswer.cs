using SocketIO.Protocol;

namespace SocketIO.Engine;

/// <summary>
/// What a GET gets: packets, or the refusal that its transport is not the session's any more.
/// </summary>
/// <param name="Packets">The packets, in order; empty for a refusal.</param>
/// <param name="Compress">Whether at least one packet allows compression.</param>
internal readonly record struct PollAnswer(IReadOnlyList<EncodedPacket> Packets, bool Compress)
{
    public static PollAnswer Mismatch { get; } = new([], false);

    public bool IsMismatch => Packets.Count == 0;

    public static PollAnswer Of(params EncodedPacket[] packets) => new(packets, false);
}
