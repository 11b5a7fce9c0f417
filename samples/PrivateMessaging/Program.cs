using SocketIO.Server;

var builder = WebApplication.CreateBuilder(args);

// A page whose connection was lost for up to two minutes goes on where it was, and gets what it missed.
builder.Services.AddSocketIO(options => options.ConnectionStateRecovery = new() { MaxDisconnectionDuration = TimeSpan.FromMinutes(2) });

var app = builder.Build();
app.UseDefaultFiles();
app.UseStaticFiles();

var io = app.MapSocketIO();
var users = new UserStore();

// A page shows the session that it was given before, or the name of somebody new. It does not run for those who are recovered: they have their data back.
io.Use((socket, next) =>
{
    var auth = socket.GetAuth<Auth>();

    if (users.FindBySession(auth?.Session) is not { } user)
    {
        var name = auth?.Name is { Length: > 0 and <= 24 } given ? given : throw new ConnectRefusedException("A name is needed, of up to 24 characters");
        user = users.Add(name) ?? throw new ConnectRefusedException("Too many people are here");
    }

    socket.Data["user"] = user.Id;
    return next();
});

io.OnConnection(async (ServerSocket socket) =>
{
    if (UserOf(socket) is not { } user)
    {
        await socket.DisconnectAsync();
        return;
    }

    // One room for all tabs of the user: whoever writes to them writes to the room.
    if (!socket.Recovered)
    {
        await socket.JoinAsync(user.Id);
        await socket.EmitAsync("session", user.Session, user.Public);
        await users.ShowAsync(all => socket.EmitAsync("users", all));
        await socket.EmitAsync("mailbox", user.Mailbox.Content);
    }

    await users.CountAsync(user, +1, shown => io.EmitAsync("user", shown));
});

io.OnDisconnect(async (ServerSocket socket, string reason) =>
{
    if (UserOf(socket) is { } user)
    {
        await users.CountAsync(user, -1, shown => io.EmitAsync("user", shown));
    }
});

// The return value is the acknowledgement. Kept for both first: who is away gets it from the mailbox on return.
io.On("message", async (ServerSocket socket, string to, string text) =>
{
    if (UserOf(socket) is not { } from || users.Find(to) is not { } receiver || from == receiver || text.Length is 0 or > 2000)
    {
        return null;
    }

    var message = users.Number(new Message(from.Id, to, text));
    from.Mailbox.Add(message);
    receiver.Mailbox.Add(message);

    // To all tabs of both, but not to the one that it comes from.
    await socket.To(from.Id, to).EmitAsync("message", message);
    return message;
});

// Read in one tab is read in all tabs of the reader, and the writer sees it too.
io.On("read", async (ServerSocket socket, string peer, long id) =>
{
    if (UserOf(socket) is { } reader && users.Find(peer) is { } writer)
    {
        reader.Mailbox.Read(writer.Id, id);
        writer.Mailbox.SeenBy(reader.Id, id);
        await socket.To(reader.Id, writer.Id).EmitAsync("read", reader.Id, writer.Id, id);
    }
});

io.On("round trip", () => true);

app.Run();

// Null for somebody who was away for so long that others needed the room.
User? UserOf(ServerSocket socket) => users.Find(socket.Data.Get<string>("user")!);

internal sealed record Auth(string? Session, string? Name);

internal sealed record Message(string From, string To, string Text, long Id = 0, long Time = 0);
