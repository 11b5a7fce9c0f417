using SocketIO.Tests;

namespace SocketIO.Client.Tests;

/// <summary>Being let into namespaces, by all revisions of the protocol, and back into a session.</summary>
public sealed class NamespaceTests : IAsyncDisposable
{
    private readonly Bed _bed = new();

    public ValueTask DisposeAsync() => _bed.DisposeAsync();

    [Fact]
    [Trait("Spec", "CLI-002")]
    [Trait("Spec", "CLI-043")]
    [Trait("Spec", "CLI-045")]
    [Trait("Spec", "TST-143")]
    [Trait("Spec", "T-65")]
    public async Task A_socket_has_a_namespace_an_id_and_a_state()
    {
        var client = _bed.Client(ns: "/my-custom-path/");
        Assert.Equal(("/my-custom-path/", null, false, false, false), (client.Namespace, client.Id, client.Connected, client.Active, client.Recovered));
        client.Connect();
        Assert.True(client.Active);
        var request = await _bed.Server.UpgradeAsync();
        Assert.StartsWith("/socket.io/?", request.Target, StringComparison.Ordinal);
        var peer = await request.AcceptAsync();
        await peer.SendAsync("0" + Bed.Handshake);
        await peer.ExpectAsync("40/my-custom-path/,");
        await peer.SendAsync("""40/my-custom-path/,{"sid":"id of the server"}""", """42/my-custom-path/,["x"]""");
        await Wait.Until("connect", () => client.Connected);
        Assert.Equal("id of the server", client.Id);
        await client.EmitAsync("y");
        await peer.ExpectAsync("""42/my-custom-path/,["y"]""");
    }

    // Only servers of Socket.IO 2 answer in the name of a namespace with its query; to others "/?…" is a namespace of its own, which nobody has joined.
    [Fact]
    public async Task An_event_in_the_name_of_a_query_is_for_nobody()
    {
        var client = _bed.Watched();
        var heard = new System.Collections.Concurrent.ConcurrentQueue<string>();
        client.On("x", (string of) => heard.Enqueue(of));
        client.Connect();
        var peer = await _bed.OpenAsync();
        await peer.ExpectAsync("40");
        await peer.SendAsync("""40{"sid":"socket"}""", """42/?query=1,["x","with a query"]""", """42["x","without"]""");
        await Wait.Until("the second event", () => heard.Contains("without"));
        Assert.Equal(["without"], heard);
    }

    [Fact]
    [Trait("Spec", "CLI-028")]
    [Trait("Spec", "TST-145")]
    public async Task Auth_is_asked_for_on_each_connection()
    {
        var asked = 0;
        var client = _bed.Watched(o => o.Auth = async _ =>
        {
            await Task.Yield();
            return new { token = ++asked };
        });
        client.Connect();
        var peer = await _bed.OpenAsync();
        await peer.ExpectAsync("""40{"token":1}""");
        await peer.SendAsync("""40{"sid":"socket"}""");
        await _bed.Seen.ExpectAsync("connect");
        peer.Abort();
        await _bed.Seen.ExpectAsync("disconnect transport close");
        _bed.Advance(client, 1);
        peer = await _bed.OpenAsync();
        await peer.ExpectAsync("""40{"token":2}""");
    }

    [Fact]
    [Trait("Spec", "CLI-028")]
    public async Task Auth_that_throws_is_asked_again_until_the_socket_gives_up()
    {
        var asked = 0;
        var client = _bed.Watched(o => o.Auth = _ => ++asked == 2 ? new(new { ok = true }) : throw new InvalidOperationException($"not yet {asked}"));
        client.Connect();
        var peer = await _bed.OpenAsync();
        await _bed.Seen.ExpectAsync("connect_error not yet 1");
        Assert.True(client.Active);

        // The delay begins a moment after its reason was told, beside the heartbeat's timer.
        await Wait.Until("the delay", () => _bed.Clock.TimerCount == 2);
        _bed.Advance(client, 1);
        await peer.ExpectAsync("""40{"ok":true}""");
        client.Disconnect();
        await peer.CloseAsync(1000);
        client.Connect();
        await _bed.OpenAsync();
        await _bed.Seen.ExpectAsync("connect_error not yet 3");
        await Wait.Until("the delay", () => _bed.Clock.TimerCount >= 2);
        client.Disconnect();
        _bed.Advance(client, 1);
        await Bed.SettleAsync(client);
        Assert.Equal(3, asked);
    }

    [Theory]
    [InlineData("text")]
    [InlineData(5)]
    [InlineData(true)]
    public async Task A_payload_that_is_no_object_is_an_error_that_ends_the_wait(object payload)
    {
        var client = _bed.Watched(o => o.AuthPayload = payload);
        var connecting = client.ConnectAsync();
        await _bed.OpenAsync();
        var error = await Assert.ThrowsAsync<ConnectErrorException>(() => Wait.For("the error", connecting));
        Assert.Contains("must be an object", error.Message, StringComparison.Ordinal);
        await _bed.Seen.ExpectAsync("connect_error " + error.Message);
        Assert.False(client.Active);
        client.AuthPayload = new { ok = 1 };
        client.Connect();
        await (await _bed.OpenAsync()).ExpectAsync("""40{"ok":1}""");
    }

    [Fact]
    public async Task A_payload_whose_properties_throw_is_such_an_error_too()
    {
        var client = _bed.Client(o => o.AuthPayload = new Throwing());
        var other = client.Of("/other", o => o.AuthPayload = null);
        var connecting = client.ConnectAsync();
        other.Connect();
        var peer = await _bed.OpenAsync();
        await Assert.ThrowsAsync<ConnectErrorException>(() => Wait.For("the error", connecting));
        await peer.SendAsync("2");
        await peer.ExpectAsync("40/other,", "3");
    }

    [Fact]
    [Trait("Spec", "CLI-055")]
    [Trait("Spec", "CLI-065")]
    [Trait("Spec", "CLI-074")]
    [Trait("Spec", "CLI-075")]
    [Trait("Spec", "CLI-076")]
    [Trait("Spec", "TST-151")]
    [Trait("Spec", "TST-130")]
    [Trait("Spec", "T-111")]
    public async Task A_recovered_session_gets_what_it_missed_before_it_is_told_to_be_connected()
    {
        var client = _bed.Watched(o => o.AuthPayload = new { token = "t" });
        client.Connect();
        var peer = await _bed.OpenAsync();
        await peer.ExpectAsync("""40{"token":"t"}""");
        await peer.SendAsync("""40{"sid":"s1","pid":"p1"}""", """42["a","offset 1"]""", """421["asks","no offset"]""");
        await _bed.Seen.ExpectAsync("connect", """a("offset 1")""", """asks("no offset")""");
        Assert.False(client.Recovered);
        peer.Abort();
        await _bed.Seen.ExpectAsync("disconnect transport close");
        await client.EmitAsync("kept");
        _bed.Advance(client, 1);
        peer = await _bed.OpenAsync();
        await peer.ExpectAsync("""40{"pid":"p1","offset":"offset 1","token":"t"}""");
        await peer.SendAsync("""42["missed",1,"offset 2"]""", """42["missed",2,"offset 3"]""");
        await Bed.SettleAsync(client);
        _bed.Seen.ExpectNothing();
        await peer.SendAsync("""40{"sid":"s1","pid":"p1"}""");
        await _bed.Seen.ExpectAsync("""missed(1,"offset 2")""", """missed(2,"offset 3")""", "connect");
        Assert.Equal((true, "s1"), (client.Recovered, client.Id));
        await peer.ExpectAsync("""42["kept"]""");

        peer.Abort();
        await _bed.Seen.ExpectAsync("disconnect transport close");
        _bed.Advance(client, 1);
        peer = await _bed.OpenAsync();
        await peer.ExpectAsync("""40{"pid":"p1","offset":"offset 3","token":"t"}""");
        await peer.SendAsync("""40{"sid":"s2","pid":"p2"}""");
        await _bed.Seen.ExpectAsync("connect");
        Assert.False(client.Recovered);
    }

    [Fact]
    [Trait("Spec", "CLI-065")]
    [Trait("Spec", "CLI-075")]
    public async Task A_connection_lost_in_the_middle_of_a_recovery_delivers_nothing_twice()
    {
        var client = _bed.Watched();
        client.Connect();
        var peer = await _bed.OpenAsync();
        await peer.ExpectAsync("40");
        await peer.SendAsync("""40{"sid":"s1","pid":"p1"}""", """42["a","offset 1"]""");
        await _bed.Seen.ExpectAsync("connect", """a("offset 1")""");
        peer.Abort();
        await _bed.Seen.ExpectAsync("disconnect transport close");
        _bed.Advance(client, 1);
        peer = await _bed.OpenAsync();
        await peer.ExpectAsync("""40{"pid":"p1","offset":"offset 1"}""");
        await peer.SendAsync("""42["missed","offset 2"]""");
        await peer.CloseAsync(1001);
        await _bed.Seen.ExpectAsync("disconnect transport close");
        _bed.Advance(client, 1);
        peer = await _bed.OpenAsync();
        await peer.ExpectAsync("""40{"pid":"p1","offset":"offset 1"}""");
        await peer.SendAsync("""42["missed","offset 2"]""", """40{"sid":"s1","pid":"p1"}""");
        await _bed.Seen.ExpectAsync("""missed("offset 2")""", "connect");
        await Bed.SettleAsync(client);
        _bed.Seen.ExpectNothing();
    }

    [Fact]
    [Trait("Spec", "CLI-075")]
    public async Task What_the_application_sends_wins_over_the_recovery()
    {
        var client = _bed.Client(o => o.AuthPayload = new { pid = "own" });
        client.Connect();
        var peer = await _bed.OpenAsync();
        await peer.ExpectAsync("""40{"pid":"own"}""");
        await peer.SendAsync("""40{"sid":"s1","pid":"p1"}""");
        await Wait.Until("connect", () => client.Connected);
        peer.Abort();
        await Wait.Until("the loss", () => !client.Connected);
        _bed.Advance(client, 1);
        peer = await _bed.OpenAsync();
        var sent = System.Text.Json.JsonDocument.Parse((await Wait.For("CONNECT", peer.ReceiveAsync()))[2..]);
        Assert.Equal("own", sent.RootElement.GetProperty("pid").GetString());
    }

    [Fact]
    [Trait("Spec", "V3-022")]
    [Trait("Spec", "T-28")]
    public async Task An_old_server_is_recognised_by_its_first_response()
    {
        var client = _bed.Polling();
        _bed.Seen.Watch(client);
        client.Connect();
        await _bed.Server.AnswerPollAsync($"{Bed.Handshake.Length + 1}:0{Bed.Handshake}2:40");
        await _bed.Seen.ExpectAsync("connect");
        Assert.Equal(("engine", ClientProtocol.Version4), (client.Id, client.Connection.Protocol));
        var admin = client.Of("/admin", o => o.AuthPayload = new { token = "a b" });
        _bed.Seen.Watch(admin, "admin ");
        admin.Connect();
        await _bed.Server.ExpectPostAsync("21:40/admin?token=a%20b,");
        await _bed.Server.AnswerPollAsync("21:40/admin?token=a%20b,");
        await _bed.Seen.ExpectAsync("admin connect");
        Assert.Equal("/admin#engine", admin.Id);
        await client.EmitAsync("data", new byte[] { 1, 2, 3 });
        await _bed.Server.ExpectPostAsync("""42:451-["data",{"_placeholder":true,"num":0}]6:b4AQID""");
        client.Disconnect();
        await _bed.Server.ExpectPostAsync("2:41");
        client.Connect();
        await _bed.Server.ExpectPostAsync("2:40");
        await _bed.Server.AnswerPollAsync("2:40");
        await _bed.Seen.ExpectAsync("disconnect io client disconnect", "connect");
    }

    [Fact]
    public async Task The_main_namespace_of_an_old_server_may_be_joined_after_others()
    {
        var client = _bed.Client(o => o.Protocol = ClientProtocol.Version4);
        var admin = client.Of("/admin");
        admin.Connect();
        var peer = await _bed.OpenAsync();
        await peer.SendAsync("40");
        await peer.ExpectAsync("40/admin,");
        await peer.SendAsync("40/admin,");
        await Wait.Until("connect", () => admin.Connected);
        await Wait.For("the main namespace", client.ConnectAsync());
        Assert.Equal("engine", client.Id);
        await client.EmitAsync("x");
        await peer.ExpectAsync("""42["x"]""");
    }

    [Fact]
    public async Task An_old_server_met_on_a_WebSocket_is_asked_again_in_its_own_revision()
    {
        var client = _bed.Watched();
        client.Connect();
        var request = await _bed.Server.UpgradeAsync();
        Assert.Equal("4", request.Query["EIO"]);
        var peer = await request.AcceptAsync();
        await peer.SendAsync("0" + Bed.Handshake, "40");
        request = await _bed.Server.UpgradeAsync();
        Assert.Equal("3", request.Query["EIO"]);
        peer = await request.AcceptAsync();
        await peer.SendAsync("0" + Bed.Handshake, "40");
        await _bed.Seen.ExpectAsync("connect");
        await client.EmitAsync("data", new byte[] { 1, 2 });
        await peer.ExpectAsync("""451-["data",{"_placeholder":true,"num":0}]""", "<binary 040102>");
        peer.Abort();
        await _bed.Seen.ExpectAsync("disconnect transport close");

        // It has become a newer one meanwhile.
        _bed.Advance(client, 1);
        request = await _bed.Server.UpgradeAsync();
        Assert.Equal("3", request.Query["EIO"]);
        await request.RespondAsync(400, """{"code":5,"message":"Unsupported protocol version"}""");
        await _bed.Seen.ExpectAsync("connect_error websocket error");
        _bed.Advance(client, 2);
        request = await _bed.Server.UpgradeAsync();
        Assert.Equal("4", request.Query["EIO"]);
    }

    private sealed class Throwing
    {
#pragma warning disable CA1822 // Serialisation reads instances.
        public string Token => throw new TimeoutException("the vault is closed");
#pragma warning restore CA1822
    }
}
