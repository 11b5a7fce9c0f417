using System.Globalization;
using System.Runtime.CompilerServices;

namespace SocketIO.Adapters.Postgres;

/// <summary>
/// What is kept for clients that are away, in tables: the packets of one namespace, and the sessions.
/// </summary>
internal sealed partial class PostgresStore : ClusterStore
{
    private readonly PostgresBroker _broker;
    private readonly Lane _lane;
    private readonly ILocalSockets _sockets;
    private readonly int _threshold;
    private long _last = -1;

    public PostgresStore(PostgresBroker broker, Lane lane, ILocalSockets sockets, ConnectionStateRecoveryOptions recovery, int threshold)
    {
        _broker = broker;
        _lane = lane;
        _sockets = sockets;
        _threshold = threshold;
        Retention = recovery.MaxDisconnectionDuration + sockets.LossDetectionTime;
        MaxPackets = recovery.MaxPackets;
        Hearing = new Availability(sockets.Time);
    }

    public string Channel => _lane.Channel;

    /// <summary>Gets how long packets are kept.</summary>
    public TimeSpan Retention { get; }

    /// <summary>Gets how many packets are kept.</summary>
    public int MaxPackets { get; }

    /// <summary>Gets whether what is kept is heard of.</summary>
    public Availability Hearing { get; }

    public override bool IsAvailable => Hearing.IsThere && _broker.Publisher.IsWell;

    public override long LastPosition => Volatile.Read(ref _last);

    /// <summary>Takes note of what was handed over.</summary>
    public void Note(long position) => Volatile.Write(ref _last, position);

    public override ValueTask AppendAsync(ClusterMessage message)
        => new(_broker.Publisher.Enqueue(PostgresCodec.EncodeKept(message, _lane, _sockets.Serializer, _threshold)));

    public override string FormatOffset(long position) => position.ToString(CultureInfo.InvariantCulture);

    public override bool TryParseOffset(string offset, out long position)
        => long.TryParse(offset, NumberStyles.None, CultureInfo.InvariantCulture, out position) && position > 0;

    /// <inheritdoc/>
    /// <remarks>The oldest row is the last one that was forgotten, or the mark of the beginning: everything after it is there, unless something was never kept.</remarks>
    public override async Task<bool> ReachesBackToAsync(long position, CancellationToken cancellationToken)
    {
        var (first, last, gap) = await _broker.Reader.ReadEndsAsync(Channel, cancellationToken).ConfigureAwait(false);
        return first > 0 && first <= position && position <= last && gap <= position;
    }

    public override async IAsyncEnumerable<StoredMessage> ReadAfterAsync(long position, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var (next, row) in _broker.Reader.ReadAfterAsync(Channel, position, cancellationToken).ConfigureAwait(false))
        {
            var isMessage = PostgresCodec.TryDecode(row, _sockets.Serializer, _sockets.Name, out var message) && message!.Namespace == _sockets.Name;
            yield return new StoredMessage(next, isMessage ? message : null);
        }
    }

    /// <summary>Finds out where the table ends, and reads what has come since this server last heard of it.</summary>
    public async IAsyncEnumerable<(long Position, byte[] Row)> CatchUpAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var known = LastPosition;
        var end = await _broker.Reader.FindEndAsync(_lane, known, cancellationToken).ConfigureAwait(false);

        if (known < 0 || end.IsAnew)
        {
            Note(end.Position);
            yield break;
        }

        await foreach (var entry in _broker.Reader.ReadAfterAsync(Channel, known, cancellationToken).ConfigureAwait(false))
        {
            yield return entry;
        }
    }
}
