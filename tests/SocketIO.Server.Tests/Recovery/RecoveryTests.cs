using SocketIO.Adapters;

namespace SocketIO.Server.Tests;

/// <summary>Clients that go on where they were.</summary>
public sealed class RecoveryTests : IAsyncLifetime
{
    private readonly ServerHarness _server = new(options => options.ConnectionStateRecovery = new ConnectionStateRecoveryOptions());

    private SocketIOServer Io => _server.Io;

    [Fact]
    [Trait("Spec", "SRV-097")]
    public void It_is_off_unless_asked_for()
    {
        Assert.Null(new SocketIOOptions().ConnectionStateRecovery);
        var defaults = new ConnectionStateRecoveryOptions();
        Assert.Equal(TimeSpan.FromMinutes(2), defaults.MaxDisconnectionDuration);
        Assert.True(defaults.SkipMiddlewares);
    }

    [Fact]
    [Trait("Spec", "SRV-098")]
    [Trait("Spec", "SRV-101")]
    [Trait("Spec", "SRV-102")]
    [Trait("Spec", "SRV-103")]
    [Trait("Spec", "SRV-109")]
    [Trait("Spec", "TST-130")]
    [Trait("Spec", "T-111")]
    public async Task What_was_missed_comes_before_the_answer()
    {
        var first = await RecoveryClient.ConnectAsync(_server);
        var socket = Io.FindSocket(first.Sid)!;
        await socket.JoinAsync("room1");
        socket.Data["who"] = "me";
        await Io.EmitAsync("hello");
        var offset = await first.OffsetAsync();

        first.Client.Lose();
        await Io.EmitAsync("m", 1);
        await Io.To("room1").EmitAsync("m", 2);
        await Io.To("room2").EmitAsync("m", 3);
        await Io.Except("room1").EmitAsync("m", 4);
        await Io.EmitAsync("m", new byte[] { 5 });
        await Io.Volatile.EmitAsync("m", 6);
        await Io.To(first.Sid).EmitAsync("m", 7);

        var (second, missed) = await first.ReturnAsync(_server, offset);

        Assert.Equal(["2[\"m\",1]", "2[\"m\",2]", "51-[\"m\",{\"_placeholder\":true,\"num\":0}]", "2[\"m\",7]"], missed.Select(RecoveryClient.Strip));
        Assert.Equal((first.Sid, first.Pid), (second.Sid, second.Pid));
        var restored = Io.FindSocket(second.Sid)!;
        Assert.True(restored.Recovered);
        Assert.Equal([second.Sid, "room1"], restored.Rooms);
        Assert.Equal("me", restored.Data["who"]);

        await Io.To("room1").EmitAsync("live");
        Assert.StartsWith("2[\"live\",\"", await second.Client.ReceiveAsync());
    }

    [Fact]
    [Trait("Spec", "SRV-099")]
    public async Task Events_carry_an_offset_unless_they_are_volatile_or_ask_for_an_answer()
    {
        var client = await RecoveryClient.ConnectAsync(_server);
        var socket = Io.FindSocket(client.Sid)!;
        var outgoing = new List<int>();
        socket.OnAnyOutgoing((_, arguments) => outgoing.Add(arguments.Count));

        await Io.EmitAsync("all", 1);
        await socket.EmitAsync("one", 1);
        await socket.EmitAsync("binary", new byte[] { 1 });
        await Io.Volatile.EmitAsync("volatile");
        await socket.Volatile.EmitAsync("volatile");
        _ = socket.EmitWithAckAsync<int>("question");
        _ = Io.EmitWithAckAsync<int>("question");
        await client.Client.SendAsync("27[\"nobody\"]");

        var packets = new string[7];

        for (var i = 0; i < packets.Length; i++)
        {
            packets[i] = await client.Client.ReceiveAsync();
        }

        Assert.Equal(["2[\"all\",1]", "2[\"one\",1]", "51-[\"binary\",{\"_placeholder\":true,\"num\":0}]"], packets[..3].Select(RecoveryClient.Strip));
        Assert.Equal(["2[\"volatile\"]", "2[\"volatile\"]", "20[\"question\"]", "21[\"question\"]"], packets[3..]);
        Assert.All(packets[..3], packet => Assert.Matches("^[0-9A-Za-z_-]{7}$", RecoveryClient.OffsetOf(packet)));
        Assert.Equal([2, 2, 2, 0, 0, 0, 0], outgoing);
    }

    [Theory]
    [Trait("Spec", "SRV-101")]
    [Trait("Spec", "TST-130")]
    [InlineData("""{"pid":"nope","offset":"x"}""")]
    [InlineData("""{"pid":5,"offset":7}""")]
    [InlineData("""{"pid":null,"offset":null}""")]
    [InlineData("""{"pid":"PID","offset":5}""")]
    [InlineData("""{"pid":"PID","offset":{}}""")]
    [InlineData("""{"pid":"PID","offset":"x"}""")]
    [InlineData("""{"pid":"PID","offset":"hello world"}""")]
    [InlineData("""{"pid":"PID","offset":"0000000"}""")]
    [InlineData("""{"pid":"PID","offset":"zzzzzzz"}""")]
    [InlineData("""{"pid":["PID"],"offset":"OFFSET"}""")]
    [InlineData("""{"nested":{"pid":"PID","offset":"OFFSET"}}""")]
    public async Task Whoever_asks_for_something_else_starts_anew(string auth)
    {
        var first = await RecoveryClient.ConnectAsync(_server);
        await Io.EmitAsync("hello");
        var offset = await first.OffsetAsync();
        first.Client.Lose();

        var second = await RecoveryClient.ConnectAsync(_server, auth: auth.Replace("PID", first.Pid, StringComparison.Ordinal).Replace("OFFSET", offset, StringComparison.Ordinal));

        Assert.NotEqual(first.Sid, second.Sid);
        Assert.NotEqual(first.Pid, second.Pid);
        Assert.False(Io.FindSocket(second.Sid)!.Recovered);
    }

    [Theory]
    [Trait("Spec", "SRV-101")]
    [InlineData("""{"token":1,"pid":"PID","more":{"pid":"x"},"offset":"OFFSET"}""")]
    [InlineData("""{"pid":"first","pid":"PID","offset":1,"offset":"OFFSET"}""")]
    public async Task What_else_a_client_sends_along_does_not_matter(string auth)
    {
        var first = await RecoveryClient.ConnectAsync(_server);
        await Io.EmitAsync("hello");
        var offset = await first.OffsetAsync();
        first.Client.Lose();

        var second = await RecoveryClient.ConnectAsync(_server, auth: auth.Replace("PID", first.Pid, StringComparison.Ordinal).Replace("OFFSET", offset, StringComparison.Ordinal));

        Assert.Equal(first.Sid, second.Sid);
    }

    [Fact]
    [Trait("Spec", "SRV-107")]
    public async Task A_client_that_has_received_nothing_comes_back_too()
    {
        await Io.EmitAsync("before");
        var first = await RecoveryClient.ConnectAsync(_server);
        first.Client.Lose();
        await Io.EmitAsync("m", 1);

        var (second, missed) = await first.ReturnAsync(_server, offset: null);

        Assert.Equal(first.Sid, second.Sid);
        Assert.Equal(["2[\"m\",1]"], missed.Select(RecoveryClient.Strip));
    }

    [Fact]
    [Trait("Spec", "SRV-106")]
    public async Task A_quiet_client_comes_back_however_long_ago_its_last_event_was()
    {
        var first = await RecoveryClient.ConnectAsync(_server);
        await Io.EmitAsync("hello");
        var offset = await first.OffsetAsync();

        // The event is forgotten long before the connection is lost; the client's answers to the heartbeat keep that up.
        for (var i = 0; i < 100; i++)
        {
            _server.Time.Advance(TimeSpan.FromSeconds(25));
            await first.Client.Transport.ReceiveAsync("3");
        }

        first.Client.Drain();
        await Io.To("other").EmitAsync("m", 0);
        first.Client.Lose();
        await Io.EmitAsync("m", 1);

        var (second, missed) = await first.ReturnAsync(_server, offset);

        Assert.Equal(first.Sid, second.Sid);
        Assert.Equal(["2[\"m\",1]"], missed.Select(RecoveryClient.Strip));
    }

    [Fact]
    [Trait("Spec", "SRV-103")]
    public async Task Nobody_gets_what_was_said_in_a_room_before_they_joined()
    {
        var first = await RecoveryClient.ConnectAsync(_server);
        await Io.EmitAsync("hello");
        var offset = await first.OffsetAsync();
        await Io.To("room").EmitAsync("secret");
        await Io.FindSocket(first.Sid)!.JoinAsync("room");
        first.Client.Lose();
        await Io.To("room").EmitAsync("m", 1);

        var (second, missed) = await first.ReturnAsync(_server, offset);
        Assert.Equal(["2[\"m\",1]"], missed.Select(RecoveryClient.Strip));

        // What was sent to it may be lost once more: it still is what it was.
        second.Client.Lose();
        (_, missed) = await second.ReturnAsync(_server, offset);
        Assert.Equal(["2[\"m\",1]"], missed.Select(RecoveryClient.Strip));
    }

    [Fact]
    [Trait("Spec", "SRV-102")]
    public async Task What_was_lost_on_the_way_is_sent_again()
    {
        var first = await RecoveryClient.ConnectAsync(_server);
        await Io.EmitAsync("m", 1);
        var offset = await first.OffsetAsync();
        await Io.EmitAsync("m", 2);
        await Io.FindSocket(first.Sid)!.EmitAsync("m", 3);
        first.Client.Lose();
        await Io.EmitAsync("m", 4);

        var (_, missed) = await first.ReturnAsync(_server, offset);

        Assert.Equal(["2[\"m\",2]", "2[\"m\",3]", "2[\"m\",4]"], missed.Select(RecoveryClient.Strip));
    }

    [Fact]
    [Trait("Spec", "SRV-106")]
    public async Task A_session_expires()
    {
        var first = await RecoveryClient.ConnectAsync(_server);
        var second = await RecoveryClient.ConnectAsync(_server);
        first.Client.Lose();
        _server.Time.Advance(TimeSpan.FromSeconds(1));
        second.Client.Lose();
        _server.Time.Advance(TimeSpan.FromSeconds(119));

        var (late, _) = await first.ReturnAsync(_server, offset: null);
        Assert.NotEqual(first.Sid, late.Sid);
        var (inTime, _) = await second.ReturnAsync(_server, offset: null);
        Assert.Equal(second.Sid, inTime.Sid);
    }

    [Fact]
    [Trait("Spec", "SRV-102")]
    public async Task A_namespace_of_its_own_is_recovered_by_itself()
    {
        var first = await RecoveryClient.ConnectAsync(_server, "/admin");
        await Io.Of("/admin").EmitAsync("hello");
        var offset = await first.OffsetAsync();
        first.Client.Lose();
        await Io.EmitAsync("elsewhere");
        await Io.Of("/admin").EmitAsync("m", 1);

        var (second, missed) = await first.ReturnAsync(_server, offset, "/admin");

        Assert.Equal(first.Sid, second.Sid);
        Assert.Equal(["2/admin,[\"m\",1]"], missed.Select(RecoveryClient.Strip));
    }

    public ValueTask InitializeAsync()
    {
        Io.Of("/admin");
        return default;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
