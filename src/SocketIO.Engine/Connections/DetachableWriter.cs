using System.IO.Pipelines;

namespace SocketIO.Engine;

/// <summary>
/// What HTTP writes to: the connection, until it is detached; then nowhere.
/// </summary>
internal sealed class DetachableWriter(PipeWriter inner) : PipeWriter
{
    private static readonly FlushResult s_end = new(isCanceled: false, isCompleted: true);

    private volatile bool _detached;

    public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

    public override long UnflushedBytes => _detached ? 0 : inner.UnflushedBytes;

    /// <summary>Ends what is written here. Everything must have been flushed.</summary>
    public void Detach() => _detached = true;

    public override Memory<byte> GetMemory(int sizeHint = 0) => _detached ? new byte[Math.Max(sizeHint, 1)] : inner.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => _detached ? new byte[Math.Max(sizeHint, 1)] : inner.GetSpan(sizeHint);

    public override void Advance(int bytes)
    {
        if (!_detached)
        {
            inner.Advance(bytes);
        }
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
        => _detached ? new ValueTask<FlushResult>(s_end) : inner.FlushAsync(cancellationToken);

    public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
        => _detached ? new ValueTask<FlushResult>(s_end) : inner.WriteAsync(source, cancellationToken);

    public override void CancelPendingFlush()
    {
        if (!_detached)
        {
            inner.CancelPendingFlush();
        }
    }

    public override void Complete(Exception? exception = null)
    {
        if (!_detached)
        {
            inner.Complete(exception);
        }
    }
}
