namespace SocketIO.Client;

/// <summary>Waiting on a clock, under the names that Microsoft.Bcl.TimeProvider has for it on older targets.</summary>
internal static class TimeProviderTasks
{
    public static CancellationTokenSource CreateCancellationTokenSource(this TimeProvider time, TimeSpan delay) => new(delay, time);

    public static Task Delay(this TimeProvider time, TimeSpan delay, CancellationToken cancellationToken = default) => Task.Delay(delay, time, cancellationToken);
}
