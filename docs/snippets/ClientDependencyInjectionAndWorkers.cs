using SocketIO.Client;

namespace SocketIO.Snippets;

internal static class ClientDependencyInjectionAndWorkers
{
    public static void Register(IHostApplicationBuilder builder)
    {
        // snippet: client-dependency-injection-and-workers/register
        builder.Services.AddSingleton(services => new SocketIOClient("https://example.com", options =>
        {
            options.LoggerFactory = services.GetRequiredService<ILoggerFactory>();
            options.TimeProvider = services.GetService<TimeProvider>() ?? TimeProvider.System;
        }));

        builder.Services.AddHostedService<NewsWorker>();
        // end
    }

    public static void Two(IServiceCollection services)
    {
        // snippet: client-dependency-injection-and-workers/two
        services.AddKeyedSingleton("prices", (_, _) => new SocketIOClient("https://prices.example.com"));
        services.AddKeyedSingleton("orders", (_, _) => new SocketIOClient("https://orders.example.com"));
        // end
    }

    // snippet: client-dependency-injection-and-workers/worker
    internal sealed class NewsWorker(SocketIOClient client, ILogger<NewsWorker> logger) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            client.On("news", (string text) => logger.LogInformation("{Text}", text));
            client.OnConnect(async () => await client.EmitAsync("subscribe", "news"));

            while (true)
            {
                if (!client.Active)
                {
                    client.Connect();                      // at first, and after the server has refused or disconnected it
                }

                await Task.Delay(TimeSpan.FromSeconds(10), stoppingToken);
            }
        }
    }
    // end
}
