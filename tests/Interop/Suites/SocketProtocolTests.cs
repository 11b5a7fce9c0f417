namespace SocketIO.Tests;

/// <summary>The Socket.IO v5 protocol: how namespaces are entered and left, what ends a connection.</summary>
public sealed class SocketProtocolTests(ContractServer server)
{
    public static TheoryData<string> Transports => ["polling", "websocket", "upgraded"];

    [Theory]
    [MemberData(nameof(Transports))]
    [Trait("Spec", "TST-180")]
    [Trait("Spec", "SRV-033")]
    public async Task The_answer_to_a_connect_holds_the_id_and_nothing_else(string transport)
    {
        await using var peer = await OpenAsync(transport);
        await peer.SendAsync("40");
        Assert.Matches("""^40\{"sid":"[A-Za-z0-9_-]{20}"\}$""", await peer.NextAsync());
        await peer.SendAsync("40/custom,");
        Assert.Matches("""^40/custom,\{"sid":"[A-Za-z0-9_-]{20}"\}$""", await peer.NextAsync());
        Assert.Equal("42/custom,[\"auth\",{}]", await peer.NextAsync());
    }

    [Theory]
    [InlineData("polling", "40/custom,{}", "{}")]
    [InlineData("websocket", "40/custom,{}", "{}")]
    [InlineData("polling", """40/custom,{"token":"123"}""", """{"token":"123"}""")]
    [InlineData("websocket", """40/custom,{"token":"123","b":[1,null]}""", """{"token":"123","b":[1,null]}""")]
    [InlineData("websocket", "40/custom", "{}")]
    [InlineData("polling", "40/custom", "{}")]
    [Trait("Spec", "TST-180")]
    [Trait("Spec", "PAR-002")]
    public async Task The_auth_payload_reaches_the_handlers(string transport, string connect, string auth)
    {
        await using var peer = await OpenAsync(transport);
        await peer.SendAsync(connect);
        Assert.StartsWith("40/custom,{\"sid\":", await peer.NextAsync(), StringComparison.Ordinal);
        Assert.Equal($"42/custom,[\"auth\",{auth}]", await peer.NextAsync());
    }

    [Theory]
    [InlineData("polling", "40/random")]
    [InlineData("websocket", "40/random")]
    [InlineData("websocket", "40/random,{\"a\":1}")]
    [Trait("Spec", "TST-181")]
    [Trait("Spec", "SRV-024")]
    [Trait("Hostile", "G6")]
    public async Task An_unknown_namespace_is_refused_and_the_connection_stays(string transport, string connect)
    {
        await using var peer = await OpenAsync(transport);
        await peer.SendAsync(connect);
        Assert.Equal("""44/random,{"message":"Invalid namespace"}""", await peer.NextAsync());
        await peer.JoinAsync();
        await EchoesAsync(peer);
    }

    [Theory]
    [InlineData("plain", """44/auth,{"message":"plain error"}""")]
    [InlineData("other", """44/auth,{"message":"not authorized","data":{"code":"E_AUTH","retry":false}}""")]
    [Trait("Spec", "SRV-044")]
    [Trait("Spec", "TST-107")]
    public async Task A_middleware_refuses_with_its_message_and_data(string token, string answer)
    {
        await using var peer = await OpenAsync("websocket");
        await peer.SendAsync($$"""40/auth,{"token":"{{token}}"}""");
        Assert.Equal(answer, await peer.NextAsync());
    }

    [Theory]
    [MemberData(nameof(Transports))]
    [Trait("Spec", "TST-183")]
    [Trait("Spec", "SRV-077")]
    public async Task Leaving_one_namespace_keeps_the_other(string transport)
    {
        await using var peer = await OpenAsync(transport);
        await peer.JoinAsync();
        await peer.JoinAsync("/hello");
        Assert.Equal(
            ["""42/hello,["greeting","welcome",{"n":1}]""", """451-/hello,["greeting-bin",{"_placeholder":true,"num":0}]""", "bCQgH"],
            await peer.NextAsync(3));

        await peer.SendAsync("41/hello,");
        await EchoesAsync(peer);
    }

    [Theory]
    [MemberData(nameof(Transports))]
    [Trait("Spec", "TST-183")]
    [Trait("Spec", "SRV-077")]
    public async Task A_namespace_that_was_left_may_be_entered_again(string transport)
    {
        await using var peer = await OpenAsync(transport);
        var first = await peer.JoinAsync();
        await peer.SendAsync("41");
        await peer.JoinAsync("/dyn-1");
        Assert.NotEqual(first, await peer.JoinAsync());
        await EchoesAsync(peer);
    }

    [Theory]
    [InlineData("4abc")]
    [InlineData("40abc")]
    [InlineData("40[]")]
    [InlineData("40\"x\"")]
    [InlineData("40{bad")]
    [Trait("Spec", "TST-182")]
    [Trait("Spec", "SRV-037")]
    [Trait("Hostile", "G13")]
    public async Task Garbage_instead_of_a_connect_closes_the_connection(string packet)
    {
        foreach (var transport in Transports)
        {
            await using var peer = await OpenAsync(transport);
            await peer.SendAsync(packet);
            await peer.EndsAsync();
        }
    }

    [Theory]
    [InlineData("4abc")]
    [InlineData("42{}")]
    [InlineData("42abc[\"message-with-ack\",1,\"2\",{\"3\":[false]}]")]
    [InlineData("42[]")]
    [InlineData("42[null]")]
    [InlineData("42[\"connect\"]")]
    [InlineData("42[\"disconnect\",1]")]
    [InlineData("42[\"a\"")]
    [InlineData("48[\"a\"]")]
    [InlineData("41{}")]
    [InlineData("431{}")]
    [InlineData("451-[\"a\",{\"_placeholder\":true,\"num\":0}]", "42[\"b\"]")]
    [InlineData("451[\"a\"]")]
    [InlineData("450-[\"a\"]")]
    [InlineData("4511-[\"a\"]")]
    [InlineData("bAQID")]
    [Trait("Spec", "TST-185")]
    [Trait("Spec", "SRV-036")]
    [Trait("Spec", "PAR-012")]
    [Trait("Hostile", "H3")]
    public async Task A_malformed_packet_closes_the_connection(params string[] packets)
    {
        foreach (var transport in Transports)
        {
            await using var peer = await OpenAsync(transport);
            await peer.JoinAsync();
            await peer.SendAsync(packets);
            await peer.EndsAsync();
        }
    }

    [Theory]
    [InlineData("42/custom,[\"a\"]")]
    [InlineData("41/custom,")]
    [InlineData("44{\"message\":\"x\"}")]
    [InlineData("40")]
    [Trait("Spec", "SRV-035")]
    [Trait("Hostile", "G16")]
    public async Task A_packet_at_the_wrong_moment_closes_the_connection(string packet)
    {
        foreach (var transport in Transports)
        {
            await using var peer = await OpenAsync(transport);
            await peer.JoinAsync();
            await peer.SendAsync(packet);
            await peer.EndsAsync();
        }
    }

    [Theory]
    [MemberData(nameof(Transports))]
    [Trait("Spec", "SRV-035")]
    [Trait("Spec", "TST-089")]
    [Trait("Hostile", "G1")]
    public async Task An_event_before_the_connect_closes_the_connection(string transport)
    {
        await using var peer = await OpenAsync(transport);
        await peer.SendAsync("42[\"a\"]");
        await peer.EndsAsync();
    }

    [Fact]
    [Trait("Spec", "EIO-085")]
    [Trait("Spec", "TST-089")]
    public async Task A_closed_session_tells_the_next_poll()
    {
        await using var peer = await PollingPeer.OpenAsync(server.Url(Profile.Main), polls: false);
        await peer.SendAsync("42[\"a\"]");
        Assert.Equal(["6", "1"], await peer.PollAsync());
        using var next = await peer.GetAsync();
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, next.StatusCode);
    }

    private static async Task EchoesAsync(EnginePeer peer)
    {
        await peer.SendAsync("42[\"echo\",\"on\"]");
        Assert.Equal("42[\"echoed\",\"on\"]", await peer.NextAsync());
    }

    private Task<EnginePeer> OpenAsync(string transport) => EnginePeer.OpenAsync(transport, server.Url(Profile.Main));
}
