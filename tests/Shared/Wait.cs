using System.Diagnostics;

namespace SocketIO.Tests;

/// <summary>Bounded, named waits: a timeout says what was awaited and what was seen instead.</summary>
internal static class Wait
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    public static async Task<T> For<T>(string what, Task<T> task, TimeSpan? limit = null)
    {
        try
        {
            return await task.WaitAsync(limit ?? Limit, TimeProvider.System);
        }
        catch (TimeoutException) when (!task.IsCompleted)
        {
            throw new TimeoutException($"Waited {(limit ?? Limit).TotalSeconds:0.#} s for: {what}.");
        }
    }

    public static async Task For(string what, Task task, TimeSpan? limit = null)
    {
        try
        {
            await task.WaitAsync(limit ?? Limit, TimeProvider.System);
        }
        catch (TimeoutException) when (!task.IsCompleted)
        {
            throw new TimeoutException($"Waited {(limit ?? Limit).TotalSeconds:0.#} s for: {what}.");
        }
    }

    /// <summary>Polls a condition; <paramref name="seen"/> is reported when the time is up.</summary>
    public static async Task Until(string what, Func<bool> condition, Func<object?>? seen = null, TimeSpan? limit = null)
    {
        var clock = Stopwatch.StartNew();

        while (!condition())
        {
            if (clock.Elapsed > (limit ?? Limit))
            {
                throw new TimeoutException($"Waited {(limit ?? Limit).TotalSeconds:0.#} s until: {what}. Seen: {seen?.Invoke() ?? "nothing reported"}.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }
    }
}
