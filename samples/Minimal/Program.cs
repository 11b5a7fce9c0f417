using SocketIO.Server;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSocketIO();

var app = builder.Build();
var io = app.MapSocketIO();

io.On("chat message", (ServerSocket socket, string text) =>
    io.EmitAsync("chat message", new { from = socket.Id, text }));

app.Run();
