using SocketIO.LoadServer;
using SocketIO.Protocol;
using SocketIO.Server;

const string Room = "room";

var builder = WebApplication.CreateBuilder(args);
builder.WebHost.UseUrls($"http://127.0.0.1:{Environment.GetEnvironmentVariable("PORT")}");

// The contract says: logging off. LOAD_LOGGING=Information and LOAD_METRICS=on make it a server as people run it.
if (Enum.TryParse<LogLevel>(Environment.GetEnvironmentVariable("LOAD_LOGGING"), out var level))
{
    builder.Logging.SetMinimumLevel(level).AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
}
else
{
    builder.Logging.ClearProviders();
}

// What performance-tuning.md says of inline scheduling: a message is handled on the thread that received it.
if (Environment.GetEnvironmentVariable("LOAD_INLINE") is "on")
{
    builder.WebHost.UseSockets(sockets => sockets.UnsafePreferInlineScheduling = true);
}

using var metrics = Environment.GetEnvironmentVariable("LOAD_METRICS") is "on" ? new MetricsCollector() : null;

builder.Services.AddSocketIO(options =>
{
    // A load generator is thousands of clients with one address.
    options.MaxUnjoinedSessions = int.MaxValue;
    options.MaxUnjoinedSessionsPerAddress = int.MaxValue;
});

var app = builder.Build();
var io = app.MapSocketIO();

io.On("echo", (EventArgument p) => p);
io.On("say", (ServerSocket socket, EventArgument p) => socket.EmitAsync("say", p));
io.On("join", (ServerSocket socket) => socket.JoinAsync(Room));
io.On("bcast", (EventArgument p) => io.To(Room).EmitAsync("msg", p));

// For clients that are measured (bench/client.sh): what they receive.
io.On("flood", (ServerSocket socket, int count) =>
{
    var text = new string('x', 32);

    for (var i = 0; i < count; i++)
    {
        _ = socket.EmitAsync("flood", text);
    }
});

io.On("gc", () =>
{
    // Compacted, and what is free given back to the system, as after V8's collection.
    GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    GC.WaitForPendingFinalizers();
    GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
});

app.Run();
