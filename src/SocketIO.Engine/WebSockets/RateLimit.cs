namespace SocketIO.Engine;

/// <summary>
/// Lets events pass at a steady rate after an initial burst: a token bucket that is one number.
/// </summary>
/// <remarks>
/// The bucket is kept as the time at which it will be full again. Taking a token moves that time by the time that one token
/// takes to drip in; when it would lie further ahead than a whole bucket takes, there was no token. Nothing ever refills
/// it: the clock does. A mutable structure for one thread.
/// </remarks>
internal struct RateLimit
{
    private long _fullAt;

    /// <summary>Takes a token, if there is one.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="perSecond">How many tokens drip in per second.</param>
    /// <param name="burst">How many tokens the bucket holds.</param>
    public bool TryTake(TimeProvider time, int perSecond, int burst)
    {
        var now = time.GetTimestamp();
        var interval = Math.Max(1, time.TimestampFrequency / perSecond);
        var fullAt = Math.Max(_fullAt, now) + interval;

        if (fullAt - now > interval * burst)
        {
            return false;
        }

        _fullAt = fullAt;
        return true;
    }
}
