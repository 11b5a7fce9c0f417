namespace SocketIO.Adapters.Postgres;

/// <summary>
/// How long to wait before a connection is tried again, and how long an attempt may take.
/// </summary>
internal sealed class Reconnection(TimeProvider time)
{
    private const int FirstSeconds = 3;
    private const int LongestSeconds = 30;

    /// <summary>Gets how many seconds the next attempt may take.</summary>
    public int Seconds { get; private set; } = FirstSeconds;

    public void Succeeded() => Seconds = FirstSeconds;

    /// <summary>Waits: not long, because everybody waits for the database; and not equally long everywhere.</summary>
    public Task WaitAsync(Exception reason, CancellationToken cancellationToken)
    {
        // An attempt that lasts when the database has just come back keeps everybody waiting, but some databases are slow to answer.
        if (reason is TimeoutException || reason.InnerException is TimeoutException)
        {
            Seconds = Math.Min(Seconds * 2, LongestSeconds);
        }

        return Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(100, 500)), time, cancellationToken);
    }
}
