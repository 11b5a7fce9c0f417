namespace SocketIO.Polyfills;

/// <summary>A task without a result, completed by hand.</summary>
internal sealed class TaskCompletionSource(TaskCreationOptions creationOptions)
{
    private readonly TaskCompletionSource<bool> _source = new(creationOptions);

    public Task Task => _source.Task;

    public void SetResult() => _source.SetResult(true);

    public bool TrySetResult() => _source.TrySetResult(true);

    public void SetException(Exception exception) => _source.SetException(exception);

    public bool TrySetException(Exception exception) => _source.TrySetException(exception);

    public bool TrySetCanceled(CancellationToken cancellationToken = default) => _source.TrySetCanceled(cancellationToken);
}
