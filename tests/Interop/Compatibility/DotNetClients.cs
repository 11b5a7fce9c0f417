using System.Text.Json;

namespace SocketIO.Tests;

/// <summary>
/// NuGet's SocketIOClient in both of its modes. It fragments its frames, escapes its JSON its own way, and upgrades without a probe: by opening another session.
/// </summary>
internal sealed class DotNetClients : ClientFamily
{
    private static readonly Dictionary<string, Func<Way, Task>> Bodies = new()
    {
        ["connect"] = ConnectAsync,
        ["a namespace with a query"] = NamespaceAsync,
        ["a refusal by a middleware"] = RefusalAsync,
        ["events"] = EventsAsync,
        ["100 events keep their order"] = OrderAsync,
        ["acknowledgements both ways"] = AcknowledgementsAsync,
        ["binary both ways"] = BinaryAsync,
        ["large payloads both ways"] = LargeAsync,
        ["reconnection after the connection was lost"] = ReconnectionAsync,
        ["disconnection by the server"] = DisconnectionAsync,
    };

    private const string Refused = "refused without AllowEIO3";

    public override IReadOnlyList<ClientCase> Cases { get; } =
    [
        .. from revision in new[] { 3, 4 }
           from transport in new[] { "polling", "websocket", "upgrade" }
           from name in revision == 3 ? Bodies.Keys.Append(Refused) : Bodies.Keys
           select new ClientCase($"SocketIOClient 3.0.6 (EIO {revision})", revision, transport, name) { Spec = ["SRV-071"] },
    ];

    protected override Task<string?> RunAsync(ClientCase item, ContractServer server)
        => OutcomeOf(() => item.Name == Refused ? RefusedAsync(item, server) : Bodies[item.Name](new Way(server, item.Protocol, item.Transport)));

    private static async Task RefusedAsync(ClientCase item, ContractServer server)
        => Assert.Matches("400|BadRequest|transport", await DotNetConversation.FailureAsync(server.Url(Profile.Main), item.Protocol, item.Transport));

    private static async Task ConnectAsync(Way way)
    {
        using var client = await way.ConnectAsync("/");
        var who = await client.WhoAmIAsync();
        Assert.Equal(client.Id, who.GetProperty("id").GetString());
        Assert.Equal(way.Revision, who.GetProperty("protocol").GetInt32());
        Assert.Equal(way.Transport == "polling" ? "polling" : "websocket", who.GetProperty("transport").GetString());
    }

    private static async Task NamespaceAsync(Way way)
    {
        using var client = await way.ConnectAsync("/custom");
        Assert.Equal("""{"token":"X"}""".Replace("X", way.Revision == 3 ? "a b" : "t0k", StringComparison.Ordinal), (await client.NextAsync("auth")).GetValue().GetRawText());
        Assert.Equal("/custom", (await client.WhoAmIAsync()).GetProperty("nsp").GetString());
    }

    private static async Task RefusalAsync(Way way)
    {
        // In its old mode it hands on what it has not parsed.
        var error = await DotNetConversation.RefusalAsync(way.Url("/auth"), way.Revision, way.Transport);
        Assert.Equal(way.Revision == 3 ? """/auth,{"code":"E_AUTH","retry":false}""" : "not authorized", error);
    }

    private static async Task EventsAsync(Way way)
    {
        using var client = await way.ConnectAsync("/");
        await client.EmitAsync("echo", "déjà 😀 €", 1, -2.5, true, null, new { a = new[] { 1, 2 } });
        var echoed = await client.NextAsync("echoed");
        Assert.Equal("déjà 😀 €", echoed.GetValue<string>());
        Assert.Equal("[1,-2.5,true,null,{\"a\":[1,2]}]", JsonSerializer.Serialize(Enumerable.Range(1, 5).Select(echoed.GetValue<JsonElement>)));
    }

    private static async Task OrderAsync(Way way)
    {
        using var client = await way.ConnectAsync("/");
        await client.EmitAsync("seq", 100);

        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(i, (await client.NextAsync("num")).GetValue<int>());
        }
    }

    private static async Task AcknowledgementsAsync(Way way)
    {
        using var client = await way.ConnectAsync("/custom");
        Assert.Equal("[1,\"two\",{\"three\":3},[4],null,true]", (await client.AskAsync("ack-many")).ToString());
        client.Answer("question", question => question.CallbackAsync(question.GetValue<int>() + 1, "é"));
        var values = (await client.AskAsync("ask", "question", 5000, 41)).GetValue().GetProperty("values");
        Assert.Equal((2, 42, "é"), (values.GetArrayLength(), values[0].GetInt32(), values[1].GetString()));
    }

    private static async Task BinaryAsync(Way way)
    {
        using var client = await way.ConnectAsync("/");
        var answer = await client.AskAsync("ack-echo", "x", new { y = new byte[] { 1, 2, 3 } });
        Assert.Equal([1, 2, 3], answer.GetValue<Dictionary<string, byte[]>>(1)["y"]);

        await client.EmitAsync("bin-send", 300);
        Assert.Equal(Counting(300), (await client.NextAsync("bin")).InComingBytes[0]);

        client.Answer("question", question => question.CallbackAsync(question.GetValue<byte[]>()));
        Assert.Equal([7, 8], (await client.AskAsync("ask-plain", "question", new byte[] { 7, 8 })).InComingBytes[0]);
    }

    private static async Task LargeAsync(Way way)
    {
        using var client = await way.ConnectAsync("/");
        // This client writes what is beyond ASCII as escapes, six bytes for one, and the limit counts those.
        var text = string.Concat(Enumerable.Repeat("ab€d", 75_000));
        Assert.Equal(text, (await client.AskAsync("ack-echo", text)).GetValue<string>());

        var data = Counting(400_000);
        Assert.Equal(data.Sum(b => b) % 65521, (await client.AskAsync("describe", data)).GetValue()[0].GetProperty("sum").GetInt32());
        await client.EmitAsync("bin-send", 400_000);
        Assert.Equal(data, (await client.NextAsync("bin")).InComingBytes[0]);
    }

    private static async Task ReconnectionAsync(Way way)
    {
        await using var relay = new TcpRelay(way.Url("/").Port);
        using var client = await DotNetConversation.ConnectAsync(new Uri($"http://127.0.0.1:{relay.Port}/"), way.Revision, way.Transport, reconnects: true);
        var before = (await client.WhoAmIAsync()).GetProperty("clientId").GetString();
        await relay.DownWhile(client.DisconnectionAsync);
        await client.ConnectedAsync(2);
        Assert.NotEqual(before, (await client.WhoAmIAsync()).GetProperty("clientId").GetString());
    }

    private static async Task DisconnectionAsync(Way way)
    {
        using var client = await way.ConnectAsync("/custom");
        await client.EmitAsync("send-then-bye", false);
        Assert.Equal("last words", (await client.NextAsync("echoed")).GetValue<string>());
        Assert.Equal("io server disconnect", await client.DisconnectionAsync());
    }

    private static byte[] Counting(int count) => [.. Enumerable.Range(0, count).Select(i => (byte)i)];

    /// <summary>How the client of a case reaches the server.</summary>
    private sealed record Way(ContractServer Server, int Revision, string Transport)
    {
        public Uri Url(string ns) => new(Server.Url(Revision == 3 ? Profile.Eio3 : Profile.Main), ns);

        public Task<DotNetConversation> ConnectAsync(string ns) => DotNetConversation.ConnectAsync(Url(ns), Revision, Transport);
    }
}
