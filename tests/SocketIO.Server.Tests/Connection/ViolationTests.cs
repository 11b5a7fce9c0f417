namespace SocketIO.Server.Tests;

/// <summary>Packets that are no packets, and packets that must not come now.</summary>
public sealed class ViolationTests : IAsyncLifetime
{
    private readonly ServerHarness _server = new();
    private readonly List<string> _seen = [];

    private SocketIOServer Io => _server.Io;

    public ViolationTests()
    {
        Io.OnConnection(socket =>
        {
            socket.OnError(error => _seen.Add($"error {error.Message}"));
            socket.OnDisconnect((reason, _) => _seen.Add(reason));
        });
        Io.Of("/admin").OnConnection(socket =>
        {
            socket.OnError(error => _seen.Add($"admin error {error.Message}"));
            socket.OnDisconnect((reason, _) => _seen.Add($"admin {reason}"));
        });
    }

    [Theory]
    [Trait("Spec", "SRV-035")]
    [Trait("Spec", "SRV-076")]
    [Trait("Hostile", "G1")]
    [Trait("Hostile", "G3")]
    [Trait("Hostile", "G16")]
    [Trait("Hostile", "G20")]
    [InlineData("2/foo,[\"a\"]")]
    [InlineData("1/foo,")]
    [InlineData("3/foo,0[]")]
    [InlineData("0")]
    [InlineData("0/,")]
    [InlineData("4{\"message\":\"x\"}")]
    public async Task A_packet_that_must_not_come_closes_the_connection_without_a_word(string packet)
    {
        var client = await _server.ConnectAsync();
        await client.JoinAsync("/admin");

        await client.SendAsync(packet);

        await client.ClosedAsync();
        Assert.Equal(["forced close", "admin forced close"], _seen);
        Assert.Empty(client.Drain());
        Assert.Empty(Io.Sockets);
    }

    [Theory]
    [Trait("Spec", "TST-089")]
    [Trait("Hostile", "G1")]
    [InlineData("2[\"a\"]")]
    [InlineData("1")]
    [InlineData("30[]")]
    public async Task Nothing_may_come_before_the_connect(string packet)
    {
        var client = _server.Open();

        await client.SendAsync(packet);

        await client.ClosedAsync();
    }

    [Theory]
    [Trait("Spec", "SRV-036")]
    [Trait("Spec", "TST-109")]
    [Trait("Spec", "TST-118")]
    [Trait("Hostile", "G9")]
    [Trait("Hostile", "G18")]
    [Trait("Hostile", "H1")]
    [InlineData("2", "invalid payload")]
    [InlineData("2{\"a\":1}", "invalid payload")]
    [InlineData("2[\"connect\"]", "invalid payload")]
    [InlineData("1{}", "invalid payload")]
    [InlineData("0admin,", "invalid payload")]
    [InlineData("", null)]
    [InlineData("7[]", "unknown packet type 7")]
    [InlineData("5", "Illegal attachments")]
    [InlineData("5woooot", "Illegal attachments")]
    public async Task What_is_no_packet_is_told_to_every_socket_and_closes_the_connection(string packet, string? error)
    {
        var client = await _server.ConnectAsync();
        await client.JoinAsync("/admin");

        await client.SendAsync(packet);

        await client.ClosedAsync();
        Assert.Equal(["forced close", "admin forced close"], _seen.Where(s => !s.Contains("error", StringComparison.Ordinal)));
        Assert.Equal(2, _seen.Count(s => s.Contains("error", StringComparison.Ordinal)));
        Assert.All(_seen.Where(s => s.Contains("error", StringComparison.Ordinal)), s => Assert.EndsWith(error ?? string.Empty, s));
        Assert.Contains(_server.Logs.Entries, e => e.Event == "Malformed");
        Assert.Empty(_server.Errors);
    }

    [Theory]
    [Trait("Spec", "SRV-037")]
    [Trait("Hostile", "G13")]
    [InlineData("0[]")]
    [InlineData("0\"x\"")]
    [InlineData("0null")]
    [InlineData("01")]
    [InlineData("0{bad")]
    public async Task The_payload_of_a_connect_is_an_object(string packet)
    {
        var client = _server.Open();

        await client.SendAsync(packet);

        await client.ClosedAsync();
        Assert.Empty(client.All);
    }

    [Fact]
    [Trait("Hostile", "I2")]
    public async Task Binary_that_nobody_announced_closes_the_connection()
    {
        var client = await _server.ConnectAsync();

        await client.SendAsync([1, 2, 3]);

        await client.ClosedAsync();
        Assert.Equal(["error got binary data when not reconstructing a packet", "forced close"], _seen);
    }

    [Fact]
    [Trait("Hostile", "I8")]
    public async Task Attachments_that_do_not_come_close_the_connection()
    {
        var client = await _server.ConnectAsync();
        await client.SendAsync("52-[\"a\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]");
        await client.SendAsync([1]);

        _server.Time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(client.IsClosed);
        _server.Time.Advance(TimeSpan.FromSeconds(2));

        await client.ClosedAsync();
        Assert.Equal(["forced close"], _seen);
    }

    [Fact]
    public async Task A_completed_packet_has_no_deadline_any_more()
    {
        var client = await _server.ConnectAsync();
        await client.SendAsync("51-[\"a\",{\"_placeholder\":true,\"num\":0}]");
        await client.SendAsync([1]);

        Assert.Equal(0, Io.PacketDeadlines.Count);
        Assert.Equal(0, Io.ConnectDeadlines.Count);
    }

    [Fact]
    [Trait("Hostile", "G17")]
    public async Task An_event_after_the_farewell_closes_the_connection()
    {
        var client = await _server.ConnectAsync();

        await client.SendAsync("1", "2[\"a\"]");

        await client.ClosedAsync();
        Assert.Equal(["client namespace disconnect"], _seen);
    }

    [Fact]
    [Trait("Spec", "TST-119")]
    public async Task What_a_client_sent_before_it_knew_that_it_was_disconnected_is_ignored()
    {
        var (client, socket) = await _server.ConnectSocketAsync();
        Io.On("a", () => _seen.Add("event"));
        await socket.DisconnectAsync();

        await client.SendAsync("2[\"a\"]", "51-[\"a\",{\"_placeholder\":true,\"num\":0}]");
        await client.SendAsync([1]);
        await client.SendAsync("1", "30[]");

        Assert.Equal(["1"], client.Drain());
        Assert.Equal(["server namespace disconnect"], _seen);
        Assert.False(client.IsClosed);
        await client.JoinAsync();
    }

    [Fact]
    [Trait("Hostile", "H7")]
    public async Task An_event_named_error_is_an_event_like_any_other()
    {
        Io.On("error", (string text) => _seen.Add(text));
        var client = await _server.ConnectAsync();

        await client.SendAsync("2[\"error\",\"x\"]", "2[\"connection\"]", "2[\"__proto__\"]", "2[\"constructor\",1]");

        Assert.Equal(["x"], _seen);
        Assert.False(client.IsClosed);
    }

    [Fact]
    [Trait("Spec", "SRV-033")]
    [Trait("Hostile", "H25")]
    [Trait("Hostile", "I20")]
    public async Task Acknowledgements_that_nobody_waits_for_are_no_offence()
    {
        var client = await _server.ConnectAsync();

        await client.SendAsync("3999[\"x\"]", "30[]", "30[]", "61-7[{\"_placeholder\":true,\"num\":0}]");
        await client.SendAsync([1]);

        Assert.False(client.IsClosed);
    }

    public ValueTask InitializeAsync() => default;

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
