using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SocketIO.Client;
using WorkerClient;

var builder = Host.CreateApplicationBuilder();
var url = args.ElementAtOrDefault(0) ?? "http://localhost:3000";

// One connection for the whole process; the container disposes of it, which says goodbye to the server.
builder.Services.AddSingleton(services => new SocketIOClient(url, options =>
{
    options.LoggerFactory = services.GetRequiredService<ILoggerFactory>();
    options.AckTimeout = TimeSpan.FromSeconds(5);
    options.Retries = 10;
}));

builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddHostedService<MeasurementWorker>();

await builder.Build().RunAsync();
