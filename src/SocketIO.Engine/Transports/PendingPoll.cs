using SocketIO.Protocol;

namespace SocketIO.Engine;

/// <summary>
/// A GET that waits for packets.
/// </summary>
/// <param name="afterProbe">Whether it came after the answer to an upgrade probe, when the peer should not poll any more.</param>
internal sealed class PendingPoll(bool afterProbe)
{
    private readonly TaskCompletionSource<PollAnswer> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool AfterProbe { get; } = afterProbe;

    public Task<PollAnswer> Answer => _answer.Task;

    public void Complete(PollAnswer answer) => _answer.TrySetResult(answer);

    public void Complete(EncodedPacket packet) => Complete(PollAnswer.Of(packet));
}
