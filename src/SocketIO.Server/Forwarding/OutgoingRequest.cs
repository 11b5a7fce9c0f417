namespace SocketIO.Server;

/// <summary>
/// A request that was forwarded, and what its server has said so far.
/// </summary>
internal sealed class OutgoingRequest(string node)
{
    private readonly TaskCompletionSource _accepted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<ForwardMessage> _response = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Node { get; } = node;

    public Task Accepted => _accepted.Task;

    public Task<ForwardMessage> Response => _response.Task;

    public void Take(ForwardMessage message)
    {
        _accepted.TrySetResult();

        if (message.Kind is ForwardKind.Response or ForwardKind.Abort)
        {
            _response.TrySetResult(message);
        }
    }
}
