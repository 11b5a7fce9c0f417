using System.Collections.Concurrent;
using SocketIO.Server;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSocketIO();

var app = builder.Build();
app.UseDefaultFiles();
app.UseStaticFiles();

var io = app.MapSocketIO();
var history = new History();

// Runs before a connection is accepted. What is refused here reaches the page as its connect_error.
io.Use((socket, next) =>
{
    if (socket.GetAuth<Person>() is not { Name.Length: > 0 and <= 24, Room.Length: > 0 and <= 24 } person)
    {
        throw new ConnectRefusedException("A name is needed, of up to 24 characters");
    }

    socket.Data["person"] = person;
    return next();
});

io.OnConnection((ServerSocket socket) => EnterAsync(socket, PersonOf(socket).Room));

io.On("enter", (ServerSocket socket, string room) => room.Length is > 0 and <= 24 ? EnterAsync(socket, room) : Task.CompletedTask);

// The return value acknowledges the event: it is the first tick of the sender's message.
io.On("message", async (ServerSocket socket, string text, byte[]? picture = null) =>
{
    var (name, room) = PersonOf(socket);
    var message = history.Add(new Message(room, name, text.Length > 2000 ? text[..2000] : text, picture));

    // Not awaited: this sender's next message must not wait for the slowest reader of this one.
    _ = DeliverAsync(socket, message);
    await io.Except(room).EmitAsync("activity", room);
    return message.Id;
});

// Volatile: whoever cannot be told at once need not be told at all.
io.On("typing", (ServerSocket socket) => socket.To(PersonOf(socket).Room).Volatile.EmitAsync("typing", PersonOf(socket).Name));

io.On("round trip", () => true);

io.OnDisconnect((ServerSocket socket, string reason) => TellWhoIsHereAsync());

app.Run();

static Person PersonOf(ServerSocket socket) => socket.Data.Get<Person>("person")!;

async Task EnterAsync(ServerSocket socket, string room)
{
    var person = PersonOf(socket);
    await socket.LeaveAsync(person.Room);
    await socket.JoinAsync(room);
    socket.Data["person"] = person with { Room = room };
    await socket.EmitAsync("history", room, history.Of(room));
    await TellWhoIsHereAsync();
}

async Task TellWhoIsHereAsync()
{
    var sockets = await io.FetchSocketsAsync();
    await io.EmitAsync("people", sockets.Select(socket => socket.Data["person"]));
    history.Forget(exceptFor: sockets.Select(socket => ((Person)socket.Data["person"]!).Room));
}

// Every reader's page acknowledges the message: how many did is the second tick.
async Task DeliverAsync(ServerSocket sender, Message message)
{
    var readers = await sender.To(message.Room).Timeout(TimeSpan.FromSeconds(5)).EmitWithAckAsync<bool>("message", message);
    await sender.EmitAsync("delivered", message.Id, readers.Responses.Count, readers.Expected);
}

internal sealed record Person(string Name, string Room);

internal sealed record Message(string Room, string Name, string Text, byte[]? Picture, long Id = 0, long Time = 0);

/// <summary>The last messages of the rooms in use, without their pictures: this is a sample, and memory is its database.</summary>
internal sealed class History(int limit = 50)
{
    private readonly ConcurrentDictionary<string, Message[]> _rooms = new();
    private long _lastId = Now;

    private static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    public Message Add(Message message)
    {
        message = message with { Id = Interlocked.Increment(ref _lastId), Time = Now };
        var kept = message.Picture is null ? message : message with { Picture = null, Text = "🖼 a picture, no longer kept" };
        _rooms.AddOrUpdate(message.Room, [kept], (_, messages) => [.. messages.TakeLast(limit - 1), kept]);
        return message;
    }

    public Message[] Of(string room) => _rooms.GetValueOrDefault(room, []);

    public void Forget(IEnumerable<string> exceptFor)
    {
        foreach (var room in _rooms.Keys.Except(exceptFor))
        {
            _rooms.TryRemove(room, out _);
        }
    }
}
