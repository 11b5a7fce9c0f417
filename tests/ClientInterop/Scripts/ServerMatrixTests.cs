namespace SocketIO.ClientInterop;

/// <summary>The same conversation with every server that the client must get along with.</summary>
public sealed class ServerMatrixTests(Kit kit)
{
    public static TheoryData<string, string> Npm => new MatrixTheoryData<string, string>(["4.8.4", "4.0.2", "3.1.2"], ["polling", "websocket", "upgraded"]);

    [Theory]
    [MemberData(nameof(Npm))]
    [Trait("Spec", "CLI-098")]
    [Trait("Spec", "T-34")]
    [Trait("Spec", "T-42")]
    [Trait("Spec", "T-44")]
    public Task Of_npm(string version, string transport) => kit.SameAsync(async play =>
    {
        var server = await play.ServerAsync(version);
        await ConverseAsync(play, server.Url, transport);

        play.Open("refused", $"{server.Url}/refuse", Client.Over(transport));
        await play.ConnectErrorAsync("refused");
        await play.EmitAsync("b", "bye", true);
        await play.DisconnectAsync("b");
        await play.DisconnectAsync("a");
        await play.StateAsync("a");
        play.Connect("a");
        await play.ConnectAsync("a");
        await play.AckAsync("a", "ack", "back");
    });

    [Theory]
    [MemberData(nameof(Transports.All), MemberType = typeof(Transports))]
    [Trait("Spec", "CLI-099")]
    public Task Of_Python(string transport) => kit.SameAsync(async play =>
    {
        // Clients remember the addresses that they have connected to: each play has its own.
        var url = play.Relay(await kit.PythonAsync()).Url;
        await ConverseAsync(play, url, transport);

        // This server refuses a namespace with a bare text, of which npm's client makes nothing.
        play.Forgive("connect_error");
        play.Open("c", $"{url}/refuse", Client.Over(transport).With("auth", new { token = "wrong" }));
        await play.ConnectErrorAsync("c");
        play.Authenticate("c", new { token = "ok" });
        play.Connect("c");
        await play.ConnectAsync("c");
        await play.EmitAsync("c", "bye");
        await play.DisconnectAsync("c");
        await play.StateAsync("c");
        await play.AckAsync("a", "ack", "still here");
    });

    private static async Task ConverseAsync(Play play, string url, string transport)
    {
        play.Apart("upgrade");
        await play.ConnectedAsync("a", url, Client.Over(transport));
        await play.ConnectedAsync("b", $"{url}/admin", Client.Over(transport).With("auth", new { user = "ü" }));

        if (transport == "upgraded")
        {
            await play.NextAsync("upgrade", "a");
        }

        foreach (var socket in new[] { "a", "b" })
        {
            await play.EmitAsync(socket, "echo", 1, "é😀", null, new { a = new object[] { true, 1.5 } }, Array.Empty<object>());
            await play.EventAsync(socket, "echoed");
            await play.EmitAsync(socket, "echo", Play.Bytes(1, 2, 3), new { deep = new object[] { Play.Bytes(255), "x" } });
            await play.EventAsync(socket, "echoed");
            await play.AckAsync(socket, "ack", "one", Play.Bytes(7, 8));
            await play.ReplyAsync(play.AskWithin(10_000, socket, "ack", 1));
            await play.AnswerAsync(socket, "question");
            await play.EmitAsync(socket, "ask", "question", 5, Play.Bytes(1));
            await play.EventAsync(socket, "question");
            await play.EventAsync(socket, "answered");
        }

        play.Open("nowhere", $"{url}/nowhere", Client.Over(transport));
        await play.ConnectErrorAsync("nowhere");
        await play.StateAsync("nowhere");
        play.Disconnect("b");
        await play.DisconnectAsync("b");

        // npm's server takes offence when a namespace is left and joined in one breath.
        await play.AckAsync("a", "ack", "a breath");
        play.Connect("b");
        await play.ConnectAsync("b");
        await play.AckAsync("b", "ack", "back");
        await play.StateAsync("b");
    }
}
