using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SocketIO.Adapters;
using SocketIO.Server;
using StackExchange.Redis;

namespace SocketIO.ClusterFaults;

/// <summary>One server of the cluster, in a process of its own: it numbers what it sends to all, and keeps what it is sent.</summary>
internal static class FaultNode
{
    private const int WarmUp = 10;

    // node <adapter> <broker> <prefix> <port> <name> <rate> <address> [store]
    public static async Task RunAsync(string[] args)
    {
        var (adapter, broker, prefix, port, name, rate, address) = (args[0], args[1], args[2], args[3], args[4], double.Parse(args[5]), args[6]);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.UseUrls($"http://{address}:{port}");
        builder.Configuration.AddEnvironmentVariables();
        Add(adapter, broker, prefix, builder.Services.AddSocketIO(options => options.ConnectionStateRecovery = adapter == "redis" ? null : new ConnectionStateRecoveryOptions()));

        var stats = new NodeStats();
        TaskScheduler.UnobservedTaskException += (_, _) => stats.Escaped++;
        AppDomain.CurrentDomain.UnhandledException += (_, e) => Console.Error.WriteLine($"{name} died: {e.ExceptionObject}");

        var store = args.Length > 7 ? (await ConnectionMultiplexer.ConnectAsync(args[7])).GetDatabase() : null;
        var app = builder.Build();
        var io = app.MapSocketIO();

        // Acknowledged only when it is kept: who gets no answer sends it again.
        io.On("store", async (string id) => store is not null && await store.SetAddAsync("stored", id) is var _);

        app.MapGet("/stats", () => stats);
        app.MapPost("/pause", () => stats.Paused = true);
        app.Lifetime.ApplicationStarted.Register(() => _ = TickAsync(io, name, rate, stats, app.Lifetime.ApplicationStopping));
        await app.RunAsync();
    }

    private static void Add(string adapter, string broker, string prefix, ISocketIOBuilder builder)
    {
        switch (adapter)
        {
            case "redis":
                builder.AddRedisAdapter(broker, options => options.Key = prefix);
                break;

            case "streams":
                builder.AddRedisStreamsAdapter(broker, options => (options.StreamName, options.ChannelPrefix, options.MaxLength) = (prefix, prefix, 1_000_000));
                break;

            default:
                builder.AddPostgresAdapter(broker, options => options.ChannelPrefix = prefix);
                break;
        }
    }

    private static async Task TickAsync(SocketIOServer io, string name, double rate, NodeStats stats, CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1 / rate));

        while (!stopping.IsCancellationRequested && await timer.WaitForNextTickAsync(CancellationToken.None))
        {
            if (stats.Paused)
            {
                continue;
            }

            var started = Stopwatch.GetTimestamp();

            try
            {
                var emitting = io.EmitAsync("n", name, stats.Sent + 1);

                // The first few are compiled while they run.
                if (stats.Sent > WarmUp)
                {
                    stats.SlowestEmit = Math.Max(stats.SlowestEmit, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                }

                stats.Sent++;
                await emitting;
            }
            catch (Exception exception)
            {
                stats.Escaped++;
                Console.Error.WriteLine($"{name}: {exception}");
            }
        }
    }
}
