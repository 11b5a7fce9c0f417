namespace SocketIO.Client;

/// <summary>
/// Checks options before a client is made of them. Its messages say what to write instead.
/// </summary>
internal static class OptionsValidator
{
    public static void Validate(SocketIOClientOptions options)
    {
        if (options.Auth is not null && options.AuthPayload is not null)
        {
            throw new ArgumentException("Auth and AuthPayload are both set: set Auth when the payload changes, AuthPayload when it does not.");
        }

        RefuseUnless(options.Path is { Length: > 0 } && options.Path[0] == '/', nameof(options.Path), options.Path, "a path that begins with a slash, such as \"/socket.io\"");
        RefuseUnless(options.TimestampParam is { Length: > 0 }, nameof(options.TimestampParam), options.TimestampParam, "a name such as \"t\"");
        RefuseUnless(options.Retries is not < 0, nameof(options.Retries), options.Retries, "the number of times to try again, 0 or more; null switches the queue off");
        RefuseUnless(options.ReconnectionAttempts is not < 0, nameof(options.ReconnectionAttempts), options.ReconnectionAttempts, "a number of attempts; null tries for ever");
        RefuseUnless(options.AckTimeout is not { } ack || IsDelay(ack), nameof(options.AckTimeout), options.AckTimeout, "a positive time, up to 24 days; null waits until the socket disconnects");
        RefuseUnless(options.RequestTimeout is not { } request || IsDelay(request), nameof(options.RequestTimeout), options.RequestTimeout, "a positive time, up to 24 days; null for no limit");
        RefuseUnless(IsDelay(options.ReconnectionDelay) || options.ReconnectionDelay == TimeSpan.Zero, nameof(options.ReconnectionDelay), options.ReconnectionDelay, "a time from 0 to 24 days");
        RefuseUnless(IsDelay(options.ReconnectionDelayMax) || options.ReconnectionDelayMax == TimeSpan.Zero, nameof(options.ReconnectionDelayMax), options.ReconnectionDelayMax, "a time from 0 to 24 days");
        RefuseUnless(IsDelay(options.Timeout) || options.Timeout == Timeout.InfiniteTimeSpan || options.Timeout == TimeSpan.Zero, nameof(options.Timeout), options.Timeout, "a time from 0 to 24 days, or Timeout.InfiniteTimeSpan");
        RefuseUnless(!double.IsNaN(options.RandomizationFactor), nameof(options.RandomizationFactor), options.RandomizationFactor, "a number from 0 to 1");
        RefuseUnless(options.MaxReceiveBytes > 0, nameof(options.MaxReceiveBytes), options.MaxReceiveBytes, "a positive number of bytes");
        RefuseUnless(options.MaxPendingEvents > 0, nameof(options.MaxPendingEvents), options.MaxPendingEvents, "a positive number of events");
        RefuseUnless(options.MaxAttachments is >= 0 and <= 99_999, nameof(options.MaxAttachments), options.MaxAttachments, "a number from 0 to 99,999");
        RefuseUnless(options.MaxJsonDepth is >= 1 and <= 1024, nameof(options.MaxJsonDepth), options.MaxJsonDepth, "a number from 1 to 1,024");
    }

    // Timers take no more than 2^32 - 2 milliseconds; 24 days are what JavaScript's take.
    private static bool IsDelay(TimeSpan value) => value > TimeSpan.Zero && value.TotalMilliseconds <= int.MaxValue;

    private static void RefuseUnless(bool condition, string name, object? value, string expected)
    {
        if (!condition)
        {
            throw new ArgumentException($"{name} is {value ?? "null"}. Set it to {expected}.");
        }
    }
}
