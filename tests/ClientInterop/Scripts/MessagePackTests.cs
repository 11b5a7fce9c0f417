namespace SocketIO.ClientInterop;

/// <summary>The same conversation in MessagePack.</summary>
public sealed class MessagePackTests(Kit kit)
{
    [Theory]
    [MemberData(nameof(Transports.Single), MemberType = typeof(Transports))]
    [Trait("Spec", "PAR-022")]
    public Task It_talks_MessagePack(string transport) => kit.SameAsync(async play =>
    {
        var server = await play.ServerAsync(new { parser = "msgpack" });
        var options = Client.Over(transport).With("parser", "msgpack").With("auth", new { token = "ok" });
        await play.ConnectedAsync("a", server.Url, options);
        await play.ConnectedAsync("b", $"{server.Url}/refuse", options);
        play.Open("c", $"{server.Url}/nowhere", options);
        await play.ConnectErrorAsync("c");
        await play.StateAsync("c");

        object?[][] events =
        [
            [],
            [null, true, false, 0, -1, 127, 128, 255, 256, 65536, -129, 4294967296, 1.5, "é😀", ""],
            [Play.Bytes(1, 2, 3), new { nested = new object?[] { Play.Bytes(), new { deep = Play.Bytes(4) } } }],
            [new object?[] { 1, new object[] { "x" } }, new { b = 1, a = 2 }],
            [new string('x', 70_000)],
        ];

        foreach (var args in events)
        {
            await play.EmitAsync("a", "echo", args);
            await play.EventAsync("a", "echoed");
            await play.AckAsync("b", "ack", args);
        }

        await play.AnswerAsync("a", "mirror");
        await play.EmitAsync("a", "ask", "mirror", 1, Play.Bytes(9));
        await play.EventAsync("a", "mirror");
        await play.EventAsync("a", "answered");
        await play.EmitAsync("a", "date");
        await play.EventAsync("a", "dated");
        await play.EmitAsync("a", "bye");
        await play.DisconnectAsync("a");
        play.Disconnect("b");
        await play.DisconnectAsync("b");
    });

    [Fact]
    [Trait("Spec", "CLI-056")]
    public Task A_refusal_in_MessagePack() => kit.SameAsync(async play =>
    {
        var server = await play.ServerAsync(new { parser = "msgpack" });
        play.Open("a", $"{server.Url}/refuse", Client.Over("websocket").With("parser", "msgpack"));
        await play.ConnectErrorAsync("a");
        await play.StateAsync("a");
        play.Authenticate("a", new { token = "ok" });
        play.Connect("a");
        await play.ConnectAsync("a");
    });

    [Fact]
    [Trait("Spec", "CLI-024")]
    [Trait("Spec", "CLI-040")]
    public Task The_parser_of_the_server_is_another() => kit.SameAsync(async play =>
    {
        var server = await play.ServerAsync();
        play.Open("a", server.Url, Client.Over("websocket").With("parser", "msgpack").With("reconnection", false));
        await play.DisconnectAsync("a");
        await play.StateAsync("a");
    });
}
