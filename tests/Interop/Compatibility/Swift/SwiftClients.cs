using System.Text.Json;

namespace SocketIO.Tests;

/// <summary>The Swift client, which runs on Apple's systems only: scripted from what its sources put on the wire.</summary>
internal sealed class SwiftClients : ClientFamily
{
    private static readonly SwiftVersion[] Versions =
    [
        new("socket.io-client-swift 15.2.0", 3, ""),
        new("socket.io-client-swift 15.2.0, EIO=3", 3, "&EIO=3"),
        new("socket.io-client-swift 16.1.1", 4, "&EIO=4"),
    ];

    private static readonly Dictionary<string, Func<SwiftVersion, Uri, string, Task>> Bodies = new()
    {
        ["connect"] = ConnectAsync,
        ["a namespace"] = NamespaceAsync,
        ["a refusal by a middleware"] = RefusalAsync,
        ["events and acknowledgements"] = EventsAsync,
        ["binary both ways"] = BinaryAsync,
        ["large payloads both ways"] = LargeAsync,
        ["disconnection by the server"] = DisconnectionAsync,
        ["disconnection by the client"] = CloseAsync,
    };

    public override IReadOnlyList<ClientCase> Cases { get; } =
    [
        .. from version in Versions
           from transport in new[] { "polling", "websocket", "upgrade" }
           from name in (string[])[.. Bodies.Keys, .. transport == "upgrade" ? [LatePoll] : Array.Empty<string>(), .. version.Revision == 3 ? [Refused] : Array.Empty<string>()]
           select new ClientCase(version.Name, version.Revision, transport, name)
           {
               Spec = version switch { { Revision: 4 } => ["T-53"], { Query: "" } => ["T-51", "V3-001"], _ => ["T-50"] },
           },
    ];

    private const string Refused = "refused without AllowEIO3";
    private const string LatePoll = "a poll that begins after the probe";

    protected override Task<string?> RunAsync(ClientCase item, ContractServer server) => OutcomeOf(() =>
    {
        var version = Versions.Single(version => version.Name == item.Client);
        var url = server.Url(item.Protocol == 3 ? Profile.Eio3 : Profile.Main);

        return item.Name switch
        {
            LatePoll => LatePollAsync(version, url),
            Refused => SwiftClient.RefusedAsync(version, server.Url(Profile.Main), item.Transport),
            _ => Bodies[item.Name](version, url, item.Transport),
        };
    });

    private static async Task ConnectAsync(SwiftVersion version, Uri url, string transport)
    {
        await using var client = await SwiftClient.OpenAsync(version, url, transport);
        var id = await client.JoinAsync("/");
        await client.SendAsync("420[\"whoami\"]");
        var who = JsonDocument.Parse((await client.NextAsync())[3..]).RootElement[0];
        Assert.Equal((id, version.Revision), (who.GetProperty("id").GetString(), who.GetProperty("protocol").GetInt32()));
        Assert.Equal(transport == "polling" ? "polling" : "websocket", who.GetProperty("transport").GetString());
    }

    private static async Task NamespaceAsync(SwiftVersion version, Uri url, string transport)
    {
        await using var client = await SwiftClient.OpenAsync(version, url, transport);
        await client.JoinAsync("/");
        await client.JoinAsync("/custom", version.Revision == 4 ? """{"token":"t0k"}""" : "");
        Assert.Equal($"42/custom,[\"auth\",{(version.Revision == 4 ? """{"token":"t0k"}""" : "{}")}]", await client.NextAsync());
        await client.SendAsync("42/custom,1[\"ack-none\"]");
        Assert.Equal("43/custom,1[]", await client.NextAsync());
        await client.SendAsync("41/custom,", "422[\"ack-none\"]");
        Assert.Equal("432[]", await client.NextAsync());
    }

    private static async Task RefusalAsync(SwiftVersion version, Uri url, string transport)
    {
        await using var client = await SwiftClient.OpenAsync(version, url, transport);
        await client.JoinAsync("/");
        await client.SendAsync("40/auth,");
        Assert.Equal(
            version.Revision == 4 ? """44/auth,{"message":"not authorized","data":{"code":"E_AUTH","retry":false}}""" : """44/auth,{"code":"E_AUTH","retry":false}""",
            await client.NextAsync());
    }

    private static async Task EventsAsync(SwiftVersion version, Uri url, string transport)
    {
        await using var client = await SwiftClient.OpenAsync(version, url, transport);
        await client.JoinAsync("/");
        await client.SendAsync("42[\"echo\",\"héllo € 😀\",{\"a\":[1,null]}]", "421[\"ack-many\"]");
        Assert.Equal("42[\"echoed\",\"héllo € 😀\",{\"a\":[1,null]}]", await client.NextAsync());
        Assert.Equal("431[1,\"two\",{\"three\":3},[4],null,true]", await client.NextAsync());

        await client.SendAsync("422[\"ask\",\"question\",5000]");
        var question = await client.NextAsync();
        Assert.Matches("^42\\d+\\[\"question\"\\]$", question);
        await client.SendAsync($"43{question[2..question.IndexOf('[', StringComparison.Ordinal)]}[]");
        Assert.Equal("""432[{"ok":true,"values":[]}]""", await client.NextAsync());
    }

    private static async Task BinaryAsync(SwiftVersion version, Uri url, string transport)
    {
        await using var client = await SwiftClient.OpenAsync(version, url, transport);
        await client.JoinAsync("/");
        const string Header = "[\"echo\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]";

        // All in one POST, and the attachments in one of their own.
        await client.SendAsync($"452-{Header}", "bAQIDBA==", "bAP8=");
        await client.SendAsync($"452-{Header}");
        await client.SendAsync("bAQIDBA==", "bAP8=");

        for (var i = 0; i < 2; i++)
        {
            Assert.Equal($"452-{Header.Replace("echo", "echoed", StringComparison.Ordinal)}", await client.NextAsync());
            Assert.Equal(("bAQIDBA==", "bAP8="), (await client.NextAsync(), await client.NextAsync()));
        }

        await client.SendAsync("421[\"ack-bin\"]");
        Assert.Equal(("461-1[{\"_placeholder\":true,\"num\":0}]", "bAQIDBA=="), (await client.NextAsync(), await client.NextAsync()));
    }

    private static async Task LargeAsync(SwiftVersion version, Uri url, string transport)
    {
        await using var client = await SwiftClient.OpenAsync(version, url, transport);
        await client.JoinAsync("/");
        var text = string.Concat(Enumerable.Repeat("ab€d", 75_000));
        await client.SendAsync($"421[\"ack-echo\",\"{text}\"]");
        Assert.Equal($"431[\"{text}\"]", await client.NextAsync());

        var data = $"b{Convert.ToBase64String(new byte[400_000])}";
        await client.SendAsync("451-[\"echo\",{\"_placeholder\":true,\"num\":0}]", data);
        await client.NextAsync();
        Assert.Equal(data, await client.NextAsync());
    }

    private static async Task DisconnectionAsync(SwiftVersion version, Uri url, string transport)
    {
        await using var client = await SwiftClient.OpenAsync(version, url, transport);
        await client.JoinAsync("/");
        await client.SendAsync("42[\"send-then-bye\",true]");
        Assert.Equal(("42[\"echoed\",\"last words\"]", "41"), (await client.NextAsync(), await client.NextAsync()));
        await client.EndAsync();
    }

    private static async Task CloseAsync(SwiftVersion version, Uri url, string transport)
    {
        await using var client = await SwiftClient.OpenAsync(version, url, transport);
        var id = await client.JoinAsync("/");
        await client.CloseAsync();
        await client.EndAsync();

        await using var witness = await SwiftClient.OpenAsync(version, url, "websocket");
        await witness.JoinAsync("/");
        string answer;

        do
        {
            await witness.SendAsync($"421[\"death-of\",\"{id}\"]");
            answer = await witness.NextAsync();
        }
        while (answer == "431[null]");

        Assert.Contains("\"reason\":\"transport close\"", answer, StringComparison.Ordinal);
    }

    // The poll before had just brought something: the server has seen the probe when the next poll comes, and has to release that one, too.
    private static async Task LatePollAsync(SwiftVersion version, Uri url)
    {
        await using var client = await SwiftClient.HandshakeAsync(version, url);

        if (version.Revision == 4)
        {
            await client.SendAsync("40/,");
        }

        await client.SendAsync("421[\"ack-none\"]");
        await client.PollForAsync("431[]");
        await client.ProbeAsync();
        await client.ConfirmAsync(client.PollAsync());
        await client.SendAsync("421[\"whoami\"]");
        Assert.Contains("\"transport\":\"websocket\"", await client.NextAsync(), StringComparison.Ordinal);
    }
}
