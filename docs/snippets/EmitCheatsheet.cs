namespace SocketIO.Snippets;

internal static class EmitCheatsheet
{
    public static async Task FromSocket(ServerSocket socket, string otherSocketId)
    {
        // snippet: emit-cheatsheet/socket
        // to this client
        await socket.EmitAsync("hello", 1, "2", new { three = 3 });

        // to all clients of the namespace but this one
        await socket.Broadcast.EmitAsync("hello");

        // to all in a room but this one; in one room or another; but not in a third
        await socket.To("room1").EmitAsync("hello");
        await socket.To("room1", "room2").EmitAsync("hello");
        await socket.To("room1").Except("room3").EmitAsync("hello");

        // to another client
        await socket.To(otherSocketId).EmitAsync("hello");

        // with an acknowledgement
        var answer = await socket.Timeout(TimeSpan.FromSeconds(5)).EmitWithAckAsync<string>("question", "how?");

        // with the acknowledgements of others
        var answers = await socket.Broadcast.Timeout(TimeSpan.FromSeconds(5)).EmitWithAckAsync<string>("question");

        // only if the client can be written to at once; uncompressed
        await socket.Volatile.EmitAsync("position", 1, 2);
        await socket.Compress(false).EmitAsync("picture", new byte[] { 1, 2, 3 });

        // to the other clients of this server only
        await socket.Local.EmitAsync("hello");
        // end
        _ = (answer, answers);
    }

    public static async Task FromServer(SocketIOServer io, string socketId)
    {
        // snippet: emit-cheatsheet/server
        // to all clients of the main namespace, of another one
        await io.EmitAsync("hello");
        await io.Of("/admin").EmitAsync("hello");

        // to all in a room, in one room or another, but not in a third
        await io.To("room1").EmitAsync("hello");
        await io.To("room1", "room2").EmitAsync("hello");
        await io.To("room1").Except("room3").EmitAsync("hello");

        // to one client
        await io.To(socketId).EmitAsync("hello");

        // with acknowledgements
        var answers = await io.To("room1").Timeout(TimeSpan.FromSeconds(5)).EmitWithAckAsync<string>("question");

        // only to clients that can be written to at once; uncompressed; only to clients of this server
        await io.Volatile.EmitAsync("tick", 1);
        await io.Compress(false).EmitAsync("picture", new byte[] { 1, 2, 3 });
        await io.Local.EmitAsync("hello");

        // to the other servers, not to clients
        await io.ServerSideEmitAsync("hello");
        // end
        _ = answers;
    }
}
