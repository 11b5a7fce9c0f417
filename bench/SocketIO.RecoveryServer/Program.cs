using SocketIO.RecoveryServer;
using SocketIO.Server;

// Sends numbered events at a steady rate to clients that lose their connections, see bench/recovery.sh.
var builder = WebApplication.CreateBuilder(args);
builder.WebHost.UseUrls($"http://127.0.0.1:{Environment.GetEnvironmentVariable("PORT")}");
builder.Logging.ClearProviders();
builder.Services.AddSocketIO(options =>
{
    options.ConnectionStateRecovery = new() { MaxDisconnectionDuration = TimeSpan.FromMinutes(2) };
    options.MaxUnjoinedSessions = int.MaxValue;
    options.MaxUnjoinedSessionsPerAddress = int.MaxValue;
});

var app = builder.Build();
var io = app.MapSocketIO();
var news = new NewsTicker(io);

io.On("enter", (ServerSocket socket, int client) => socket.JoinAsync($"client {client}", client % 2 == 0 ? "even" : "odd"));
io.On("start", (int rate, int clients) => news.Start(rate, clients));
io.On("stop", news.StopAsync);

app.Run();
