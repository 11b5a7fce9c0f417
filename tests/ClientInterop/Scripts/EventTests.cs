namespace SocketIO.ClientInterop;

/// <summary>Arguments of every kind, out and back.</summary>
public sealed class EventTests(Kit kit)
{
    [Theory]
    [MemberData(nameof(Transports.Single), MemberType = typeof(Transports))]
    [Trait("Spec", "CLI-046")]
    [Trait("Spec", "TST-134")]
    public Task Values_of_JSON(string transport) => kit.SameAsync(async play =>
    {
        var server = await play.ServerAsync();
        await play.ConnectedAsync("a", server.Url, Client.Over(transport));
        object?[][] events =
        [
            [],
            [null],
            [true, false, 0, -1, 1.5, 1e21, 123456789012345, "", "text"],
            ["héllo € 😀 тест", "\u2028\u2029\u001e\u0000\u007f\"\\/\n\r\t", "\u001e"],
            [new object?[] { 1, new object[] { 2, new object?[] { null } } }, Array.Empty<object>()],
            [new Dictionary<string, object?> { ["b"] = 1, ["a"] = new { deep = new { deeper = new object?[] { null, "x" } } }, [""] = 0, ["ключ"] = "é" }, new { }],
            [new string('x', 200_000)],
        ];

        foreach (var args in events)
        {
            await play.EmitAsync("a", "echo", args);
            await play.EventAsync("a", "echoed");
        }

        await play.EmitAsync("a", "say", "имя", 1);
        await play.EventAsync("a", "имя");
        await play.EmitAsync("a", "say", "", 1);
        await play.EventAsync("a", "");
        await play.EmitAsync("a", "say", "message", "of send");
        await play.EventAsync("a", "message");
    });

    [Theory]
    [MemberData(nameof(Transports.Single), MemberType = typeof(Transports))]
    [Trait("Spec", "CLI-096")]
    [Trait("Spec", "CLI-053")]
    public Task Bytes_at_any_depth(string transport) => kit.SameAsync(async play =>
    {
        var server = await play.ServerAsync();
        await play.ConnectedAsync("a", server.Url, Client.Over(transport));
        object?[][] events =
        [
            [Play.Bytes(1, 2, 3)],
            [Play.Bytes()],
            ["text", Play.Bytes(0, 255), null, Play.Bytes(7)],
            [new { a = new object?[] { 1, Play.Bytes(1), new { b = Play.Bytes(2, 2), c = "text" } } }, Play.Bytes(3)],
            [Enumerable.Range(0, 10).Select(i => Play.Bytes((byte)i)).ToArray()],
            [Play.Bytes(new byte[100_000])],
        ];

        foreach (var args in events)
        {
            await play.EmitAsync("a", "echo", args);
            await play.EventAsync("a", "echoed");
            await play.AckAsync("a", "ack", args);
        }
    });

    [Theory]
    [MemberData(nameof(Transports.Single), MemberType = typeof(Transports))]
    [Trait("Spec", "CLI-047")]
    public Task Acknowledgements_of_the_server(string transport) => kit.SameAsync(async play =>
    {
        var server = await play.ServerAsync();
        await play.ConnectedAsync("a", server.Url, Client.Over(transport));
        await play.AckAsync("a", "ack");
        await play.AckAsync("a", "ack", 1, "two", new { three = 3 }, new object?[] { 4, null }, null, false);
        await play.ReplyAsync(play.AskWithin(5000, "a", "ack", Play.Bytes(1), "é"));
        await play.ReplyAsync(play.AskWithin(5000, "a", "ack"));
        await play.AckAsync("a", "ack-twice");
        var late = play.Ask("a", "ack-late", 60);
        await play.AckAsync("a", "ack", "overtakes");
        await play.ReplyAsync(late);
        await play.ReplyAsync(play.AskWithin(30, "a", "ack-never"));

        // The answer comes after the time is up, and is not heard.
        await play.ReplyAsync(play.AskWithin(20, "a", "ack-late", 60));
        await play.AckAsync("a", "ack-late", 80);
        await play.StateAsync("a");
    });

    [Theory]
    [MemberData(nameof(Transports.Single), MemberType = typeof(Transports))]
    [Trait("Spec", "CLI-051")]
    [Trait("Spec", "CLI-053")]
    public Task Acknowledgements_of_the_client(string transport) => kit.SameAsync(async play =>
    {
        var server = await play.ServerAsync();
        await play.ConnectedAsync("a", server.Url, Client.Over(transport));
        await play.AnswerAsync("a", "mirror");
        await play.AnswerAsync("a", "fixed", 1, "two", Play.Bytes(3), null);
        object?[][] questions =
        [
            ["mirror"],
            ["mirror", 1, "é", null, new { a = new object[] { 1 } }],
            ["mirror", Play.Bytes(1, 2), new { nested = Play.Bytes(3) }],
            ["fixed", "whatever"],
        ];

        foreach (var question in questions)
        {
            await play.EmitAsync("a", "ask", question);
            await play.EventAsync("a", (string)question[0]!);
            await play.EventAsync("a", "answered");
        }

        await play.EmitAsync("a", "ask", "unheard", 1);
        await play.EventAsync("a", "unheard");
        await play.EmitAsync("a", "say", "mirror", "wants no answer");
        await play.EventAsync("a", "mirror");
    });

    [Fact]
    [Trait("Spec", "TST-134")]
    public Task Dates_arrive_as_text() => kit.SameAsync(async play =>
    {
        var server = await play.ServerAsync();
        await play.ConnectedAsync("a", server.Url);
        await play.EmitAsync("a", "date");
        await play.EventAsync("a", "dated");
    });

    [Theory]
    [MemberData(nameof(Transports.Single), MemberType = typeof(Transports))]
    [Trait("Spec", "CLI-084")]
    [Trait("Spec", "TST-147")]
    public Task Order_is_kept(string transport) => kit.SameAsync(async play =>
    {
        const int Count = 100;
        var server = await play.ServerAsync(new { maxHttpBufferSize = 2000 });
        await play.ConnectedAsync("a", server.Url, Client.Over(transport));

        for (var i = 0; i < Count; i++)
        {
            await play.EmitAsync("a", "ignored", i, i % 4 == 0 ? Play.Bytes((byte)i, 1, 2) : new string('x', 10 * (i % 7)));
        }

        await play.EmitAsync("a", "sequence", Count);

        for (var i = 0; i < Count; i++)
        {
            await play.EventAsync("a", "number");
        }

        play.Note(await server.ReceivedAsync(Count + 1));
    });

    [Fact]
    [Trait("Spec", "CLI-046")]
    public Task Reserved_names_are_refused() => kit.SameAsync(async play =>
    {
        var server = await play.ServerAsync();
        await play.ConnectedAsync("a", server.Url);

        foreach (var name in new[] { "connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener" })
        {
            await play.EmitAsync("a", name, 1);
        }

        // Not in the list, whatever they look like.
        foreach (var name in new[] { "error", "reconnect", "ping", "connecting", "toString", "__proto__", "constructor" })
        {
            await play.EmitAsync("a", name, 1);
        }

        play.Note(await server.ReceivedAsync(7));
    });
}
