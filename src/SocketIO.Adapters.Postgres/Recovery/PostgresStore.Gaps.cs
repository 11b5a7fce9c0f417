namespace SocketIO.Adapters.Postgres;

/// <content>Packets that are not kept: those of servers and emitters in JavaScript.</content>
/// <remarks>
/// Whoever is away when one is sent misses it, and must not be told that nothing was missed. So a row takes its place, over which no session is recovered. Every server that hears the
/// packet writes one: more than one does no harm.
/// </remarks>
internal sealed partial class PostgresStore
{
    private readonly Lock _gapGate = new();
    private bool _isMarking;
    private bool _isMarkedAgain;

    /// <summary>Takes note of a packet that clients may have to be sent again, and that is not kept.</summary>
    public void MarkGap()
    {
        lock (_gapGate)
        {
            if (_isMarking)
            {
                _isMarkedAgain = true;
                return;
            }

            _isMarking = true;
        }

        _ = MarkAsync();
    }

    private async Task MarkAsync()
    {
        do
        {
            var publishing = _broker.Publisher.Enqueue(new Publication(_lane, "{\"uid\":\"" + KeptPacket.Gap + "\",\"type\":3", body: null) { Kept = new KeptPacket(KeptPacket.Gap, Sequence: null, []) });
            await publishing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        while (MustMarkAgain());
    }

    private bool MustMarkAgain()
    {
        lock (_gapGate)
        {
            _isMarking = _isMarkedAgain;
            _isMarkedAgain = false;
            return _isMarking;
        }
    }
}
