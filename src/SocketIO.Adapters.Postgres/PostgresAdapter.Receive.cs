namespace SocketIO.Adapters.Postgres;

/// <content>What comes from the database. Called by the listener, one after the other.</content>
internal sealed partial class PostgresAdapter
{
    // A cluster has some tens of servers; what claims to come from thousands is not followed.
    private const int MaxServers = 10_000;

    // Numbers further apart than this were never those of one server.
    private const long MaxLost = 1_000_000;

    private readonly Dictionary<string, long> _numbers = new(StringComparer.Ordinal);

    /// <summary>Takes part in the cluster from now on, or again.</summary>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        if (_store is not null)
        {
            // What was kept while nobody listened here is not lost: it is read from the table, before anything that is notified from now on.
            await foreach (var (position, row) in _store.CatchUpAsync(cancellationToken).ConfigureAwait(false))
            {
                DeliverKept(row, position);
            }

            _store.Hearing.Found();
        }

        Begin();
        _ready.TrySetResult();
    }

    /// <summary>Takes note that nothing is heard any more.</summary>
    public void OnLost() => _store?.Hearing.Lost();

    /// <summary>Reads a notification.</summary>
    /// <returns><see langword="false"/> if there is nothing to be done about it.</returns>
    public bool TryRead(string payload, out Notification notification)
    {
        if (!Notification.TryRead(payload, out notification))
        {
            OnGarbage(payload.Length);
            return false;
        }

        if (notification.Uid == Uid)
        {
            // Its own packets tell a server where they stand.
            return IsKept(notification);
        }

        NoteNumber(notification);
        return true;
    }

    /// <summary>Says whether the message must be read from the packets that are kept.</summary>
    public bool NeedsPacket(in Notification notification) => notification.AttachmentId > 0 && IsKept(notification);

    /// <summary>Says whether the message must be read from the attachments.</summary>
    public bool NeedsAttachment(in Notification notification) => notification.AttachmentId > 0 && !IsKept(notification);

    /// <summary>Deals with a notification.</summary>
    /// <param name="notification">What was read by <see cref="TryRead"/>.</param>
    /// <param name="rows">The rows that it needs.</param>
    public void Deliver(in Notification notification, PostgresRows rows)
    {
        var isKept = IsKept(notification);

        if (isKept && notification.Position <= _store!.LastPosition)
        {
            // It was there already when this server caught up.
            return;
        }

        if (isKept && notification.Uid == KeptPacket.Gap)
        {
            _store!.Note(notification.Position);
            return;
        }

        byte[]? row = null;

        if (notification.AttachmentId > 0 && !(isKept ? rows.Packets.TryGetValue(notification.Position, out row) : rows.Attachments.TryGetValue(notification.AttachmentId, out row)))
        {
            Metrics.MessageDropped();
            Log.RowMissing(_logger, Sockets.Name, notification.AttachmentId);
        }
        else if (isKept)
        {
            DeliverKept(row ?? notification.Json, notification.Position);
            return;
        }
        else if (!Decode(row ?? notification.Json, out var message) || message!.Uid == Uid)
        {
            OnGarbage((row ?? notification.Json).Length);
        }
        else
        {
            Forget(message);
            OnMessage(message);

            if (_store is not null && message is { Type: ClusterMessageType.Broadcast, RequestId: null } && !message.Target!.Flags.HasFlag(BroadcastFlags.Volatile))
            {
                _store.MarkGap();
            }
        }

        if (isKept)
        {
            _store!.Note(notification.Position);
        }
    }

    private bool IsKept(in Notification notification) => _store is not null && notification is { Position: > 0, Type: ClusterMessageType.Broadcast };

    private void DeliverKept(ReadOnlyMemory<byte> row, long position)
    {
        if (row.IsEmpty)
        {
            // Only a mark.
        }
        else if (!Decode(row, out var message) || message is not { Type: ClusterMessageType.Broadcast, RequestId: null })
        {
            OnGarbage(row.Length);
        }
        else
        {
            OnMessage(message, position);
        }

        _store!.Note(position);
    }

    private bool Decode(ReadOnlyMemory<byte> row, out ClusterMessage? message) => PostgresCodec.TryDecode(row, Sockets.Serializer, Sockets.Name, out message);

    private void NoteNumber(in Notification notification)
    {
        if (notification.Number == 0 || notification.Uid is "" or ClusterMessage.EmitterUid)
        {
            return;
        }

        if (_numbers.TryGetValue(notification.Uid, out var last))
        {
            var lost = notification.Number - last - 1;

            if (lost is > 0 and < MaxLost)
            {
                Metrics.MessagesLost(lost);
                Log.MessagesLost(_logger, Sockets.Name, lost, notification.Uid);
            }
        }
        else if (_numbers.Count >= MaxServers)
        {
            return;
        }

        _numbers[notification.Uid] = notification.Number;
    }

    private void Forget(ClusterMessage message)
    {
        if (message.Type is ClusterMessageType.AdapterClose)
        {
            _numbers.Remove(message.Uid);
        }
    }
}
