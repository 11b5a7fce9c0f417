using SocketIO.Server;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSocketIO();

var app = builder.Build();
app.UseDefaultFiles();
app.UseStaticFiles();

var io = app.MapSocketIO();
var boards = new Boards();

// The name of the board is the room's. Without one there is nothing to draw on.
io.Use((socket, next) =>
{
    if (socket.GetAuth<Visitor>() is not { Board.Length: > 0 and <= 40, Name.Length: <= 24 } visitor)
    {
        throw new ConnectRefusedException("A board is needed, and a name of up to 24 characters");
    }

    socket.Data["visitor"] = visitor with { Id = socket.Id };
    return next();
});

io.OnConnection(async (ServerSocket socket) =>
{
    var board = BoardOf(socket);
    await socket.JoinAsync(board);
    await boards.Open(board).ShowAsync(lines => socket.EmitAsync("picture", lines));
    await TellWhoIsHereAsync(board);
});

// Everyone gets the line in the order in which the board took it, the one who drew it included. The empty acknowledgement comes after that.
io.On("draw", async (ServerSocket socket, Line line) =>
{
    if (line.IsSound)
    {
        await boards.Open(BoardOf(socket)).AddAsync(line, () => io.To(BoardOf(socket)).EmitAsync("draw", line));
    }
});

io.On("clear", async (ServerSocket socket) =>
    await boards.Open(BoardOf(socket)).ClearAsync(() => io.To(BoardOf(socket)).EmitAsync("clear", VisitorOf(socket).Name)));

// Volatile: who cannot be told at once where a pointer is gets the next position instead.
io.On("cursor", (ServerSocket socket, int x, int y) => socket.To(BoardOf(socket)).Volatile.EmitAsync("cursor", socket.Id, x, y));

io.On("rename", async (ServerSocket socket, string name) =>
{
    if (name.Length <= 24)
    {
        socket.Data["visitor"] = VisitorOf(socket) with { Name = name };
        await TellWhoIsHereAsync(BoardOf(socket));
    }
});

io.OnDisconnect((ServerSocket socket, string reason) => TellWhoIsHereAsync(BoardOf(socket)));

app.Run();

static Visitor VisitorOf(ServerSocket socket) => socket.Data.Get<Visitor>("visitor")!;

static string BoardOf(ServerSocket socket) => VisitorOf(socket).Board;

async Task TellWhoIsHereAsync(string board)
{
    var sockets = await io.In(board).FetchSocketsAsync();
    await io.To(board).EmitAsync("people", sockets.Select(socket => socket.Data["visitor"]));
}

internal sealed record Visitor(string Board, string Name, string Id = "");
