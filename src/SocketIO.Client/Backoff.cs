namespace SocketIO.Client;

/// <summary>
/// How long to wait before each attempt to reconnect: twice as long each time, varied at random, up to a limit.
/// </summary>
/// <remarks>Used under the lock of the connection.</remarks>
internal sealed class Backoff(Func<double> random)
{
    // Above it the delay has long reached any limit, and twice as much would end as infinity.
    private const int MaxExponent = 40;

    private double _minMs = 1000;
    private double _maxMs = 5000;
    private double _jitter;

    /// <summary>Gets how many delays have been taken since the last <see cref="Reset"/>.</summary>
    public int Attempts { get; private set; }

    public TimeSpan Min
    {
        get => TimeSpan.FromMilliseconds(_minMs);
        set => _minMs = value == TimeSpan.Zero ? 1000 : value.TotalMilliseconds;
    }

    public TimeSpan Max
    {
        get => TimeSpan.FromMilliseconds(_maxMs);
        set => _maxMs = value == TimeSpan.Zero ? 5000 : value.TotalMilliseconds;
    }

    public double Jitter
    {
        get => _jitter;

        // As in JavaScript, what makes no sense means no jitter.
        set => _jitter = value is > 0 and <= 1 ? value : 0;
    }

    // The limit applies after the jitter, and one random number decides both how much and in which direction, as in the reference.
    public TimeSpan Next()
    {
        var delay = _minMs * Math.Pow(2, Math.Min(Attempts++, MaxExponent));

        if (_jitter > 0)
        {
            var value = random();
            var deviation = Math.Floor(value * _jitter * delay);
            delay = ((int)Math.Floor(value * 10) & 1) == 0 ? delay - deviation : delay + deviation;
        }

        return TimeSpan.FromMilliseconds(Math.Truncate(Math.Min(delay, _maxMs)));
    }

    public void Reset() => Attempts = 0;
}
