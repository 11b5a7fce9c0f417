using System.Buffers;
using System.IO.Pipelines;

namespace SocketIO.Engine;

/// <summary>
/// What HTTP reads from: the connection, until it is detached; then the end.
/// </summary>
internal sealed class DetachableReader(PipeReader inner) : PipeReader
{
    private static readonly ReadResult s_end = new(ReadOnlySequence<byte>.Empty, isCanceled: false, isCompleted: true);

    private volatile bool _detached;

    /// <summary>Ends what is read here. No read may be pending.</summary>
    public void Detach() => _detached = true;

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
        => _detached ? new ValueTask<ReadResult>(s_end) : inner.ReadAsync(cancellationToken);

    public override bool TryRead(out ReadResult result)
    {
        result = s_end;
        return _detached || inner.TryRead(out result);
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        if (!_detached)
        {
            inner.AdvanceTo(consumed, examined);
        }
    }

    public override void CancelPendingRead()
    {
        if (!_detached)
        {
            inner.CancelPendingRead();
        }
    }

    public override void Complete(Exception? exception = null)
    {
        if (!_detached)
        {
            inner.Complete(exception);
        }
    }

    protected override ValueTask<ReadResult> ReadAtLeastAsyncCore(int minimumSize, CancellationToken cancellationToken)
        => _detached ? new ValueTask<ReadResult>(s_end) : inner.ReadAtLeastAsync(minimumSize, cancellationToken);
}
