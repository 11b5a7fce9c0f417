using Microsoft.AspNetCore.Http;
using SocketIO.Engine;
using SocketIO.Server;

namespace SocketIO.ContractServer;

/// <summary>The profiles of the contract that run Socket.IO.</summary>
internal static class ContractProfiles
{
    public static IReadOnlyList<ContractProfile> All { get; } =
    [
        .. Redis(Environment.GetEnvironmentVariable("CONTRACT_REDIS")),
        new("main", 0, _ => { }),
        new("recovery", 1, options => options.ConnectionStateRecovery = new() { MaxDisconnectionDuration = TimeSpan.FromSeconds(3) }),
        new("fast", 2, options =>
        {
            options.PingInterval = TimeSpan.FromMilliseconds(300);
            options.PingTimeout = TimeSpan.FromMilliseconds(200);
            options.ConnectTimeout = TimeSpan.FromMilliseconds(400);
            options.UpgradeTimeout = TimeSpan.FromMilliseconds(300);
            options.AllowEIO3 = true;
        }),
        new("eio3", 3, options => options.AllowEIO3 = true),
        new("cors", 4, options =>
        {
            options.Cors = new EngineCorsOptions { Origin = new[] { "http://allowed.test", "http://second.test" }, Credentials = true, Methods = ["GET", "POST"] };
            options.Cookie = new EngineCookieOptions { Name = "sio", MaxAge = TimeSpan.FromHours(1) };
        }),
        new("strict", 5, BeStrict) { Path = "/my-custom-path/" },
        new("wsonly", 6, options => options.Transports = Transports.WebSocket),
        new("pollonly", 7, options =>
        {
            options.Transports = Transports.Polling;
            options.Cors = new EngineCorsOptions { Origin = CorsOrigin.Any };
        }),
        new("msgpack", 8, _ => { }) { AddServices = builder => builder.AddMessagePackParser() },
        new("compress", 10, options =>
        {
            options.PerMessageDeflate = new PerMessageDeflateOptions { Threshold = 512 };
            options.HttpCompression = new HttpCompressionOptions { Threshold = 512 };
            options.AllowUpgrades = false;
            options.CleanupEmptyChildNamespaces = true;
        }),
        new("large", 13, options =>
        {
            options.AllowEIO3 = true;
            options.MaxHttpBufferSize = 100_000_000;
            options.MaxPacketBytes = 100_000_000;
            options.PingInterval = TimeSpan.FromMilliseconds(250);
            options.PingTimeout = TimeSpan.FromMinutes(1);
        })
        { IsExtra = true, SecondPath = "/second.io/" },
        new("captured", 14, options => options.AllowEIO3 = true) { IsExtra = true, AddHandlers = CapturedHandlers.Add },
        new("captured-msgpack", 15, _ => { }) { IsExtra = true, AddServices = builder => builder.AddMessagePackParser(), AddHandlers = CapturedHandlers.Add },
        new("strict-eio3", 16, options =>
        {
            BeStrict(options);
            options.AllowEIO3 = true;
        })
        { IsExtra = true, Path = "/my-custom-path/" },
    ];

    // Only where there is a Redis.
    private static IEnumerable<ContractProfile> Redis(string? url) => string.IsNullOrEmpty(url)
        ? []
        : [new("redis", 12, _ => { })
        {
            AddServices = builder => builder.AddRedisAdapter(url, options => options.RequestTimeout = TimeSpan.FromSeconds(1)),
            AddHandlers = ClusterHandlers.Add,
        }];

    private static void BeStrict(SocketIOOptions options)
    {
        options.ServeClient = false;
        options.MaxHttpBufferSize = 1000;
        options.AllowRequest = AllowAsync;
    }

    private static async ValueTask<RequestVerdict> AllowAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var query = context.Request.Query;

        if (query.ContainsKey("denymsg"))
        {
            return RequestVerdict.Refuse("custom refusal");
        }

        if (query.ContainsKey("denyslow"))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellationToken);
            return RequestVerdict.Refuse();
        }

        return query.ContainsKey("deny") ? RequestVerdict.Refuse() : RequestVerdict.Allow;
    }
}
