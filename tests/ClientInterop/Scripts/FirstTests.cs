namespace SocketIO.ClientInterop;

public sealed class FirstTests(Kit kit)
{
    [Fact]
    public Task Echo() => kit.SameAsync(async play =>
    {
        var server = await play.ServerAsync();
        await play.ConnectedAsync("a", server.Url);
        await play.EmitAsync("a", "echo", 1, "two", Play.Bytes(1, 2), null);
        await play.EventAsync("a", "echoed");
        await play.AckAsync("a", "ack", 5);
        await play.StateAsync("a");
        play.Note(await server.ReceivedAsync(2));
    });
}
