using System.Globalization;

namespace SocketIO.Engine;

/// <summary>
/// Finds the values that cannot work, and those that probably are a mistake. Each message says what to change.
/// </summary>
internal sealed class EngineOptionsValidator
{
    private const int VeryLarge = 100_000_000;

    private static readonly TimeSpan LongestTime = TimeSpan.FromDays(1);

    private readonly List<string> _errors = [];
    private readonly List<string> _warnings = [];

    /// <summary>Returns what stops the application from starting, and what it is only told.</summary>
    public static (IReadOnlyList<string> Errors, IReadOnlyList<string> Warnings) Validate(EngineOptions options)
    {
        var validator = new EngineOptionsValidator();
        validator.CheckTimes(options);
        validator.CheckLimits(options);
        validator.CheckTransports(options);
        validator.CheckCompression(options);

        if (options.Cookie is { } cookie)
        {
            EngineCookieValidator.Check(cookie, validator._errors, validator._warnings);
        }

        if (options.Cors is { } cors)
        {
            EngineCorsValidator.Check(cors, validator._errors, validator._warnings);
        }

        return (validator._errors, validator._warnings);
    }

    private void CheckTimes(EngineOptions options)
    {
        CheckTime(nameof(options.PingInterval), options.PingInterval, 25);
        CheckTime(nameof(options.PingTimeout), options.PingTimeout, 20);
        CheckTime(nameof(options.UpgradeTimeout), options.UpgradeTimeout, 10);
        CheckTime(nameof(options.AllowRequestTimeout), options.AllowRequestTimeout, 10);
        CheckTime(nameof(options.MessageCompletionTimeout), options.MessageCompletionTimeout, 30);
        CheckTime(nameof(options.WriteDeadline), options.WriteDeadline, 10);
        CheckTime(nameof(options.PollingCloseTimeout), options.PollingCloseTimeout, 30);

        // One that is out of range is told already, and its sum might not even be a time.
        if (_errors.Count == 0 && options.PingInterval + options.PingTimeout is var silence && silence >= TimeSpan.FromSeconds(60))
        {
            _warnings.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"PingInterval plus PingTimeout is {silence.TotalSeconds:0.###} seconds. Clients on React Native warn of timers of a minute or more, and proxies cut connections that are silent for as long as that (nginx: proxy_read_timeout, 60 seconds unless set; load balancers of Google Cloud: 30 seconds): keep the sum below 60 seconds."));
        }
    }

    private void CheckTime(string name, TimeSpan value, int defaultSeconds)
    {
        if (value < TimeSpan.FromMilliseconds(1) || value > LongestTime)
        {
            _errors.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{name} is {value}. Set it to between one millisecond and one day; the default is {defaultSeconds} seconds."));
        }
    }

    private void CheckLimits(EngineOptions options)
    {
        CheckAtLeast(nameof(options.MaxHttpBufferSize), options.MaxHttpBufferSize, 1, "bytes");
        CheckAtLeast(nameof(options.MaxFragmentsPerMessage), options.MaxFragmentsPerMessage, 1, "frames");
        CheckAtLeast(nameof(options.ControlPacketRate), options.ControlPacketRate, 1, "packets per second");
        CheckAtLeast(nameof(options.ControlPacketBurst), options.ControlPacketBurst, 1, "packets");
        CheckAtLeast(nameof(options.SendQueueBytes), options.SendQueueBytes, 1, "bytes");
        CheckAtLeast(nameof(options.SendQueueBytesTotal), options.SendQueueBytesTotal, options.SendQueueBytes, "bytes, as SendQueueBytes is");
        CheckAtLeast(nameof(options.MaxUnjoinedSessions), options.MaxUnjoinedSessions, 1, "sessions");
        CheckAtLeast(nameof(options.MaxUnjoinedSessionsPerAddress), options.MaxUnjoinedSessionsPerAddress, 1, "sessions");
        CheckAtLeast(nameof(options.MaxPollingResponseBytes), options.MaxPollingResponseBytes, 1, "bytes");

        if (options.MaxHttpBufferSize >= VeryLarge)
        {
            _warnings.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"MaxHttpBufferSize is {options.MaxHttpBufferSize} bytes. A message is in memory as a whole, and each client may send as much: a few of them fill the memory. Keep it below {VeryLarge} bytes and send large files in pieces, or over HTTP."));
        }

        // U+001E separates the packets of a polling response.
        if (options.InitialPacket?.Contains('\u001e', StringComparison.Ordinal) == true)
        {
            _errors.Add("InitialPacket contains the character U+001E, which separates packets. Remove it, or send the text in an encoded form.");
        }
    }

    private void CheckAtLeast(string name, long value, long least, string unit)
    {
        if (value < least)
        {
            _errors.Add(string.Create(CultureInfo.InvariantCulture, $"{name} is {value}. Set it to at least {least} {unit}."));
        }
    }

    private void CheckTransports(EngineOptions options)
    {
        const Transports All = Transports.Polling | Transports.WebSocket;

        if (options.Transports == Transports.None)
        {
            _errors.Add("Transports is None: no client could connect. Set it to Transports.Polling, Transports.WebSocket or both.");
        }
        else if ((options.Transports & ~All) != 0)
        {
            _errors.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"Transports has the value {(int)options.Transports}. Combine only Transports.Polling and Transports.WebSocket."));
        }
        else if (options.Transports == Transports.WebSocket)
        {
            _warnings.Add("Transports is WebSocket alone. Clients begin with polling unless they are told otherwise, and then do not connect: give them transports: [\"websocket\"].");
        }
        else if (options.Transports == Transports.Polling)
        {
            _warnings.Add("Transports is Polling alone: every message costs an HTTP request. Add Transports.WebSocket unless something on the way cannot pass it on.");
        }
    }

    private void CheckCompression(EngineOptions options)
    {
        if (options.PerMessageDeflate is { } deflate)
        {
            CheckAtLeast("PerMessageDeflate.Threshold", deflate.Threshold, 0, "bytes");
            CheckDefined("PerMessageDeflate.Level", deflate.Level);
        }

        if (options.HttpCompression is { } compression)
        {
            CheckAtLeast("HttpCompression.Threshold", compression.Threshold, 0, "bytes");
            CheckDefined("HttpCompression.Level", compression.Level);
        }
    }

    private void CheckDefined<TEnum>(string name, TEnum value)
        where TEnum : struct, Enum
    {
        if (!Enum.IsDefined(value))
        {
            _errors.Add($"{name} is {value}. Set it to one of {string.Join(", ", Enum.GetNames<TEnum>())}.");
        }
    }
}
