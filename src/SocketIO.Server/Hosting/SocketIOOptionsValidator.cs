using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SocketIO.Server;

/// <summary>
/// Finds option values that cannot work when the application starts. Each message says what to change.
/// </summary>
internal sealed partial class SocketIOOptionsValidator(ILogger<SocketIOOptions> logger, IOptions<HostOptions> host) : IValidateOptions<SocketIOOptions>
{
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(1);

    // Options are made, and validated, more than once: for the server, and for whoever asks for them in another way.
    private readonly ConcurrentDictionary<(string? Server, string Warning), bool> _told = new();

    public ValidateOptionsResult Validate(string? name, SocketIOOptions options)
    {
        var errors = new List<string>(options.FindErrors());

        CheckTime(errors, nameof(options.ConnectTimeout), options.ConnectTimeout, 45);
        CheckTime(errors, nameof(options.PacketCompletionTimeout), options.PacketCompletionTimeout, 30);
        CheckTime(errors, nameof(options.ShutdownTimeout), options.ShutdownTimeout, 5);

        if (options.DrainTime != TimeSpan.Zero)
        {
            CheckTime(errors, nameof(options.DrainTime), options.DrainTime, 0);
        }

        if (options.AckTimeout != Timeout.InfiniteTimeSpan)
        {
            CheckTime(errors, nameof(options.AckTimeout), options.AckTimeout, 60);
        }

        CheckRange(errors, nameof(options.MaxConcurrentHandlers), options.MaxConcurrentHandlers, 1, 10_000);
        CheckRange(errors, nameof(options.MaxAttachments), options.MaxAttachments, 0, 99_999);
        CheckRange(errors, nameof(options.MaxPacketBytes), options.MaxPacketBytes, 1, int.MaxValue);
        CheckRange(errors, nameof(options.MaxJsonDepth), options.MaxJsonDepth, 1, 1024);
        CheckRange(errors, nameof(options.MaxNamespacesPerClient), options.MaxNamespacesPerClient, 1, int.MaxValue);
        CheckRange(errors, nameof(options.MaxNamespaceLength), options.MaxNamespaceLength, 1, int.MaxValue);
        CheckRange(errors, nameof(options.MaxFailedConnectsPerClient), options.MaxFailedConnectsPerClient, 0, int.MaxValue);
        CheckRange(errors, nameof(options.MaxAuthBytes), options.MaxAuthBytes, 2, int.MaxValue);
        CheckRange(errors, nameof(options.MaxDynamicNamespaces), options.MaxDynamicNamespaces, 0, int.MaxValue);
        CheckRange(errors, nameof(options.PendingAcksPerSocket), options.PendingAcksPerSocket, 1, int.MaxValue);
        CheckRange(errors, nameof(options.InboundQueueEvents), options.InboundQueueEvents, 1, int.MaxValue);
        CheckRange(errors, nameof(options.InboundQueueBytes), options.InboundQueueBytes, 1, int.MaxValue);

        if (options.ConnectionStateRecovery is { } recovery)
        {
            const string Name = nameof(options.ConnectionStateRecovery);
            CheckTime(errors, $"{Name}.{nameof(recovery.MaxDisconnectionDuration)}", recovery.MaxDisconnectionDuration, 120);
            CheckRange(errors, $"{Name}.{nameof(recovery.MaxPackets)}", recovery.MaxPackets, 0, int.MaxValue);
            CheckRange(errors, $"{Name}.{nameof(recovery.MaxBytes)}", recovery.MaxBytes, 0, long.MaxValue);
            CheckRange(errors, $"{Name}.{nameof(recovery.MaxSessions)}", recovery.MaxSessions, 1, int.MaxValue);
        }

        if (errors.Count > 0)
        {
            return ValidateOptionsResult.Fail(errors.Select(error => $"SocketIO options: {error}"));
        }

        foreach (var warning in FindWarnings(options, host.Value.ShutdownTimeout))
        {
            if (_told.TryAdd((name, warning), true))
            {
                Log.OptionsWarning(logger, warning);
            }
        }

        return ValidateOptionsResult.Success;
    }

    private static void CheckTime(List<string> errors, string option, TimeSpan value, int defaultSeconds)
    {
        if (value < TimeSpan.FromMilliseconds(1) || value > s_longest)
        {
            errors.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{option} is {value}. Set it to between one millisecond and one day; the default is {defaultSeconds} seconds."));
        }
    }

    private static void CheckRange(List<string> errors, string option, long value, long least, long most)
    {
        if (value < least || value > most)
        {
            errors.Add(string.Create(CultureInfo.InvariantCulture, $"{option} is {value}. Set it to between {least} and {most}."));
        }
    }
}
