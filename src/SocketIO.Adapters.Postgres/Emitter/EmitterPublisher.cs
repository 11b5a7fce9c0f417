using System.Collections.Concurrent;
using Npgsql;
using SocketIO.Protocol;

namespace SocketIO.Adapters.Postgres;

/// <summary>
/// Gives the messages of an emitter to the database, in the order of the calls: what gathers while a transaction is under way goes in the next.
/// </summary>
/// <remarks>Thread-safe. Nothing runs while nothing is sent.</remarks>
internal sealed class EmitterPublisher : IClusterPublisher
{
    // The table may be created by a server that starts later than the emitter.
    private static readonly TimeSpan s_untilNextLook = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, Lane> _lanes = new(StringComparer.Ordinal);
    private readonly Queue<(ClusterMessage Message, Publication Plain)> _waiting = new();
    private readonly NpgsqlDataSource _source;
    private readonly PostgresTables _tables;
    private readonly PostgresAdapterOptions _options;
    private readonly TimeProvider _time = TimeProvider.System;
    private bool _isBusy;
    private bool _keepsPackets;
    private long? _lookedAt;

    public EmitterPublisher(NpgsqlDataSource source, PostgresEmitterOptions options)
    {
        _source = source;
        _options = options.ToAdapterOptions();
        _tables = new PostgresTables(_options);
    }

    public ValueTask PublishAsync(ClusterMessage message)
    {
        var lane = _lanes.GetOrAdd(message.Namespace, static (ns, prefix) => new Lane(ChannelName.Of(prefix, ns)), _options.ChannelPrefix);
        var publication = PostgresCodec.Encode(message, lane, JsonArgumentSerializer.Default, _options.PayloadThreshold);

        lock (_gate)
        {
            publication.Number = lane.Next();
            _waiting.Enqueue((message, publication));

            if (!_isBusy)
            {
                _isBusy = true;
                _ = Task.Run(RunAsync);
            }
        }

        return new ValueTask(publication.Done);
    }

    private async Task RunAsync()
    {
        while (Take() is { Count: > 0 } batch)
        {
            try
            {
                await PublishAsync(batch).ConfigureAwait(false);
            }
            catch (PostgresException) when (batch.Count > 1)
            {
                // The database does not want one of them; the others need not suffer for it.
                foreach (var entry in batch)
                {
                    await TryPublishAsync(entry).ConfigureAwait(false);
                }
            }
            catch (Exception exception)
            {
                batch.ForEach(entry => entry.Plain.Fail(exception));
            }
        }
    }

    private async Task TryPublishAsync((ClusterMessage Message, Publication Plain) entry)
    {
        try
        {
            await PublishAsync([entry]).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            entry.Plain.Fail(exception);
        }
    }

    private async Task PublishAsync(List<(ClusterMessage Message, Publication Plain)> batch)
    {
        var connection = await _source.OpenConnectionAsync().ConfigureAwait(false);
        await using var ownership = connection.ConfigureAwait(false);
        await LookAsync(connection).ConfigureAwait(false);
        var publications = batch.ConvertAll(entry => Keep(entry.Message, entry.Plain));
        await PublicationBatch.ExecuteAsync(connection, _tables, publications, CancellationToken.None).ConfigureAwait(false);
        batch.ForEach(static entry => entry.Plain.Complete());
    }

    private List<(ClusterMessage Message, Publication Plain)> Take()
    {
        var batch = new List<(ClusterMessage, Publication)>();
        var bytes = 0;

        lock (_gate)
        {
            while (batch.Count < PublicationBatch.MaxCount && bytes < PublicationBatch.MaxBytes && _waiting.TryDequeue(out var next))
            {
                batch.Add(next);
                bytes += next.Plain.Size;
            }

            _isBusy = batch.Count > 0;
        }

        return batch;
    }

    // Finds out whether servers keep packets: they have a table for them.
    private async Task LookAsync(NpgsqlConnection connection)
    {
        if (_keepsPackets || (_lookedAt is { } looked && _time.GetElapsedTime(looked) < s_untilNextLook))
        {
            return;
        }

        _lookedAt = _time.GetTimestamp();
        var command = new NpgsqlCommand(_tables.PacketsExist, connection);
        await using var ownership = command.ConfigureAwait(false);
        _keepsPackets = await command.ExecuteScalarAsync().ConfigureAwait(false) is true;
    }

    private Publication Keep(ClusterMessage message, Publication plain)
        => _keepsPackets && message is { Type: ClusterMessageType.Broadcast, Target: { } target } && !target.Flags.HasFlag(BroadcastFlags.Volatile)
            ? PostgresCodec.EncodeKept(message, plain.Lane, JsonArgumentSerializer.Default, _options.PayloadThreshold)
            : plain;
}
