using System.Threading.Channels;
using Npgsql;

namespace SocketIO.Adapters.Postgres;

/// <content>What becomes of notifications.</content>
internal sealed partial class PostgresListener
{
    // Whose rows are read in one round trip.
    private const int MaxAtOnce = 256;

    // What ends this ends the wait for notifications, and the other way round.
    private async Task DispatchAsync(ChannelReader<ListenItem> items, CancellationTokenSource over)
    {
        try
        {
            await DispatchAsync(items, over.Token).ConfigureAwait(false);
        }
        catch
        {
            await over.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task DispatchAsync(ChannelReader<ListenItem> items, CancellationToken cancellationToken)
    {
        var notifications = new List<(PostgresAdapter Adapter, Notification Notification)>();

        while (await items.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            while (items.TryRead(out var item))
            {
                if (item.Started is not null)
                {
                    await DeliverAsync(notifications, cancellationToken).ConfigureAwait(false);
                    await BeginAsync(item, cancellationToken).ConfigureAwait(false);
                }
                else if (Find(item.Channel) is { } adapter && adapter.TryRead(item.Payload, out var notification))
                {
                    notifications.Add((adapter, notification));
                }

                if (notifications.Count >= MaxAtOnce)
                {
                    await DeliverAsync(notifications, cancellationToken).ConfigureAwait(false);
                }
            }

            await DeliverAsync(notifications, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task BeginAsync(ListenItem item, CancellationToken cancellationToken)
    {
        await item.Listening!.WaitAsync(cancellationToken).ConfigureAwait(false);

        foreach (var adapter in item.Started!)
        {
            await adapter.BeginAsync(cancellationToken).ConfigureAwait(false);
        }

        NoteListening();
    }

    private async Task DeliverAsync(List<(PostgresAdapter Adapter, Notification Notification)> notifications, CancellationToken cancellationToken)
    {
        if (notifications.Count == 0)
        {
            return;
        }

        var packets = notifications.Where(static item => item.Adapter.NeedsPacket(item.Notification)).Select(static item => item.Notification.Position).ToArray();
        var attachments = notifications.Where(static item => item.Adapter.NeedsAttachment(item.Notification)).Select(static item => item.Notification.AttachmentId).ToArray();
        var rows = await ReadAsync(packets, attachments, cancellationToken).ConfigureAwait(false);

        foreach (var (adapter, notification) in notifications)
        {
            try
            {
                adapter.Deliver(notification, rows);
            }
            catch (Exception exception)
            {
                // Nothing in there throws. If something did, it must not cost the messages of others.
                _onError(exception);
            }
        }

        notifications.Clear();
    }

    private async Task<PostgresRows> ReadAsync(long[] packets, long[] attachments, CancellationToken cancellationToken)
    {
        try
        {
            return await _reader.ReadAsync(packets, attachments, cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException exception) when (!exception.IsTransient && !cancellationToken.IsCancellationRequested)
        {
            // A table that is missing, or must not be read: it costs the messages in it, and no others.
            _onError(exception);
            return PostgresRows.None;
        }
    }

    private PostgresAdapter? Find(string channel)
    {
        lock (_gate)
        {
            return _adapters.GetValueOrDefault(channel);
        }
    }
}
