using SocketIO.Protocol;
using SocketIO.Server;

const string Room = "room";

var builder = WebApplication.CreateBuilder(args);
builder.WebHost.UseUrls($"http://127.0.0.1:{Environment.GetEnvironmentVariable("PORT")}");

// Measured without logging; LOAD_LOGGING=Information shows what logging at that level costs, with the usual exception.
if (Enum.TryParse<LogLevel>(Environment.GetEnvironmentVariable("LOAD_LOGGING"), out var level))
{
    builder.Logging.SetMinimumLevel(level).AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
}
else
{
    builder.Logging.ClearProviders();
}

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

io.On("gc", () =>
{
    GC.Collect();
    GC.WaitForPendingFinalizers();
    GC.Collect();
});

app.Run();
