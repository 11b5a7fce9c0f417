using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace SocketIO.Tests;

/// <summary>Every event of the contract, packet by packet, over every transport.</summary>
public sealed partial class WireTests(ContractServer server)
{
    private static readonly string[] Transports = ["polling", "websocket", "upgraded"];
    private static int _namespaces = Random.Shared.Next(1_000_000) * 1000;

    public static IEnumerable<TheoryDataRow<string, string, string[], string[]>> Cases
        => from transport in Transports
           from row in WireCases.All
           select new TheoryDataRow<string, string, string[], string[]>(transport, row.Data.Item1, row.Data.Item2, row.Data.Item3)
           {
               TestDisplayName = $"{transport}: {row.Data.Item1}",
           };

    [Theory]
    [MemberData(nameof(Cases))]
    [Trait("Spec", "TST-184")]
    [Trait("Spec", "PAR-001")]
    [Trait("Spec", "PAR-003")]
    public async Task The_packets_of(string transport, string name, string[] sent, string[] expected)
    {
        _ = name;
        await Exchange(transport, $"/dyn-{Interlocked.Increment(ref _namespaces)}", sent, expected);
    }

    [Theory]
    [InlineData("polling")]
    [InlineData("websocket")]
    [InlineData("upgraded")]
    [Trait("Spec", "SRV-056")]
    public async Task Questions_are_numbered_from_zero_in_each_namespace(string transport)
    {
        await using var peer = await EnginePeer.OpenAsync(transport, server.Url(Profile.Main));
        var ns = $"/dyn-{Interlocked.Increment(ref _namespaces)}";
        await peer.JoinAsync(ns);

        await peer.SendAsync($$"""42{{ns}},1["ask","q",5000,"x",{"y":1}]""");
        Assert.Equal($$"""42{{ns}},0["q","x",{"y":1}]""", await peer.NextAsync());
        await peer.SendAsync($"""43{ns},0["answer",2]""");
        Assert.Equal($$"""43{{ns}},1[{"ok":true,"values":["answer",2]}]""", await peer.NextAsync());

        await peer.SendAsync($"""42{ns},2["ask-plain","q"]""");
        Assert.Equal($"""42{ns},1["q"]""", await peer.NextAsync());
        await peer.SendAsync($$"""461-{{ns}},1[{"_placeholder":true,"num":0}]""", "bAQID");
        Assert.Equal([$$"""461-{{ns}},2[[{"_placeholder":true,"num":0}]]""", "bAQID"], await peer.NextAsync(2));

        await peer.SendAsync($"""42{ns},3["ask-all",null,"q",5000,1]""");
        Assert.Equal($"""42{ns},2["q",1]""", await peer.NextAsync());
        await peer.SendAsync($"""43{ns},2["only the first",2]""");
        Assert.Equal($$"""43{{ns}},3[{"ok":true,"responses":["only the first"]}]""", await peer.NextAsync());
    }

    [Theory]
    [InlineData("polling")]
    [InlineData("websocket")]
    [InlineData("upgraded")]
    [Trait("Spec", "SRV-057")]
    [Trait("Spec", "SRV-084")]
    public async Task Questions_that_nobody_answers_time_out(string transport)
    {
        await using var peer = await EnginePeer.OpenAsync(transport, server.Url(Profile.Main));
        var ns = $"/dyn-{Interlocked.Increment(ref _namespaces)}";
        await peer.JoinAsync(ns);

        await peer.SendAsync($"""42{ns},1["ask","q",50]""");
        Assert.Equal($"""42{ns},0["q"]""", await peer.NextAsync());
        Assert.Equal($$"""43{{ns}},1[{"ok":false,"error":"operation has timed out"}]""", await peer.NextAsync());

        await peer.SendAsync($"""42{ns},2["ask-all",null,"q",50]""");
        Assert.Equal($"""42{ns},1["q"]""", await peer.NextAsync());
        Assert.Equal($$"""43{{ns}},2[{"ok":false,"error":"operation has timed out","responses":[]}]""", await peer.NextAsync());
    }

    [Theory]
    [InlineData("polling")]
    [InlineData("websocket")]
    [InlineData("upgraded")]
    [Trait("Spec", "PAR-001")]
    public Task The_main_namespace_is_not_written(string transport)
        => Exchange(transport, "/", ["""42["echo",1]""", """421["ack-none"]""", """42/,2["ack-none"]"""], ["""42["echoed",1]""", "431[]", "432[]"]);

    [Theory]
    [InlineData("""42[ "echo" , 1 , { "a" : [ 2 , 3 ] } ]""", """["echoed",1,{"a":[2,3]}]""")]
    [InlineData("""42["echo","\u00e9\ud83d\uDE00\/"]""", """["echoed","é😀/"]""")]
    [Trait("Spec", "PAR-001")]
    public async Task However_the_JSON_is_written_its_value_comes_back(string sent, string value)
    {
        foreach (var transport in Transports)
        {
            await using var peer = await EnginePeer.OpenAsync(transport, server.Url(Profile.Main));
            await peer.JoinAsync();
            await peer.SendAsync(sent);
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(value), JsonNode.Parse((await peer.NextAsync())[2..])));
        }
    }

    [Theory]
    [InlineData("/kick", "41/kick,")]
    [InlineData("/kick-close", "41/kick-close,")]
    [Trait("Spec", "SRV-065")]
    public async Task A_kicked_socket_gets_the_connect_its_events_and_the_disconnect(string ns, string last)
    {
        foreach (var transport in Transports)
        {
            await using var peer = await EnginePeer.OpenAsync(transport, server.Url(Profile.Main));
            await peer.JoinAsync(ns);
            Assert.Equal([$"""42{ns},["echoed","before kick"]""", last], await peer.NextAsync(2));

            if (ns == "/kick-close")
            {
                await peer.EndsAsync();
            }
        }
    }

    [Fact]
    [Trait("Spec", "SRV-050")]
    public async Task Who_a_socket_is()
    {
        await using var peer = await EnginePeer.OpenAsync("upgraded", server.Url(Profile.Main));
        var id = await peer.JoinAsync();
        await peer.SendAsync("421[\"whoami\"]");
        Assert.Equal(
            $$"""431[{"id":"{{id}}","nsp":"/","connected":true,"recovered":false,"rooms":["{{id}}"],"data":{},"transport":"websocket","transportAtStart":"websocket","upgradeSeen":null,"protocol":4,"clientId":"{{peer.Sid}}"}]""",
            await peer.NextAsync());
    }

    private async Task Exchange(string transport, string ns, string[] sent, string[] expected)
    {
        await using var peer = await EnginePeer.OpenAsync(transport, server.Url(Profile.Main));
        var id = await peer.JoinAsync(ns);
        await peer.SendAsync([.. sent.Select(Filled)]);
        Assert.Equal(expected.Select(Filled), await peer.NextAsync(expected.Length));

        string Filled(string packet) => Placeholder().Replace(packet, match => match.Value == "$" ? id : ns == "/" ? "" : $"{ns},");
    }

    [GeneratedRegex("[@$]")]
    private static partial Regex Placeholder();
}
