namespace SocketIO.Snippets;

internal static class Rooms
{
    public static void Join(SocketIOServer io)
    {
        // snippet: rooms/join
        io.On("subscribe", async (ServerSocket socket, string topic) =>
        {
            await socket.JoinAsync($"topic:{topic}");
            return socket.Rooms.Count;
        });

        io.On("unsubscribe", (ServerSocket socket, string topic) => socket.LeaveAsync($"topic:{topic}"));
        // end
    }

    public static async Task Emit(SocketIOServer io)
    {
        // snippet: rooms/emit
        await io.To("topic:cats").EmitAsync("news", "a cat sleeps");
        await io.To("topic:cats", "topic:dogs").EmitAsync("news", "rain");                     // in either room; in both: once
        await io.To("topic:cats").Except("topic:dogs").EmitAsync("news", "no dogs here");
        // end
    }

    public static void FromSocket(SocketIOServer io)
    {
        // snippet: rooms/from-socket
        io.On("publish", (ServerSocket socket, string topic, string text)
            => socket.To($"topic:{topic}").EmitAsync("news", text));                           // all in the room but the sender
        // end
    }

    public static void Private(SocketIOServer io)
    {
        // snippet: rooms/private
        io.On("whisper", (ServerSocket socket, string toSocketId, string text)
            => socket.To(toSocketId).EmitAsync("whisper", socket.Id, text));
        // end
    }

    public static void User(SocketIOServer io)
    {
        // snippet: rooms/user
        io.OnConnection(async (ServerSocket socket) =>
        {
            if (socket.User.Identity?.Name is { } name)
            {
                await socket.JoinAsync($"user:{name}");
            }
        });
        // end
    }

    public static async Task TellUser(SocketIOServer io, string name)
    {
        // snippet: rooms/user
        await io.To($"user:{name}").EmitAsync("notice", "your order is on its way");          // all tabs and devices of the user
        // end
    }

    public static void Leaving(SocketIOServer io)
    {
        // snippet: rooms/leaving
        io.OnDisconnecting(async (ServerSocket socket, string reason) =>
        {
            foreach (var room in socket.Rooms.Where(room => room != socket.Id))
            {
                await socket.To(room).EmitAsync("left", socket.Id);
            }
        });
        // end
    }

    public static async Task Server(SocketIOServer io)
    {
        // snippet: rooms/server
        await io.In("room1").SocketsJoinAsync("room2");                    // whoever is in room1 is in room2 now, too
        await io.In("room1").SocketsLeaveAsync("room2");
        await io.In("room1").DisconnectSocketsAsync();

        var sockets = await io.In("room1").FetchSocketsAsync();
        Console.WriteLine($"{sockets.Count} in room1");
        // end
    }

    public static void Events(SocketIOServer io, ILogger logger)
    {
        // snippet: rooms/events
        io.Adapter.Rooms.Created += room => logger.LogInformation("{Room} exists", room);
        io.Adapter.Rooms.Deleted += room => logger.LogInformation("{Room} is empty", room);
        io.Adapter.Rooms.Joined += (room, socketId) => logger.LogInformation("{Socket} is in {Room}", socketId, room);
        io.Adapter.Rooms.Left += (room, socketId) => logger.LogInformation("{Socket} has left {Room}", socketId, room);
        // end
    }
}
