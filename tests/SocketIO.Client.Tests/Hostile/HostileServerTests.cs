using SocketIO.Protocol;
using SocketIO.Tests;

namespace SocketIO.Client.Tests;

/// <summary>A server that says what no server should: one error, one consistent state, and another attempt after the usual delay.</summary>
public sealed class HostileServerTests : IAsyncDisposable
{
    private readonly Bed _bed = new();

    public ValueTask DisposeAsync() => _bed.DisposeAsync();

    private async Task AssertComesBackAsync(SocketIOClient client)
    {
        await Bed.SettleAsync(client);
        Assert.False(client.Connected);
        Assert.Null(client.Id);
        Assert.True(client.Active);
        var before = _bed.Server.Requests;
        _bed.Advance(client, 0.999);
        Assert.Equal(before, _bed.Server.Requests);
        _bed.Advance(client, 0.001);
        await _bed.ReconnectAsync();
        await _bed.Seen.ExpectAsync("connect");
        Assert.Equal("again", client.Id);
    }

    [Theory]
    [Trait("Hostile", "M1")]
    [Trait("Hostile", "M2")]
    [Trait("Hostile", "M5")]
    [InlineData("0{bad")]
    [InlineData("0{}")]
    [InlineData("0null")]
    [InlineData("0[]")]
    [InlineData("0")]
    [InlineData("""0{"sid":"a","upgrades":[],"pingInterval":"x","pingTimeout":1}""")]
    [InlineData("""40{"sid":"x"}""")]
    [InlineData("2")]
    [InlineData("6")]
    [InlineData("1")]
    [InlineData("nonsense")]
    [InlineData("")]
    [InlineData("bAAAA")]
    public async Task What_is_no_handshake_is_a_connect_error(string first)
    {
        var client = _bed.Watched();
        client.Connect();
        var peer = await _bed.Server.AcceptWebSocketAsync();
        await peer.SendAsync(first);
        await _bed.Seen.ExpectAsync("connect_error server error");
        await peer.ExpectEndAsync();
        await AssertComesBackAsync(client);
    }

    [Theory]
    [Trait("Hostile", "M1")]
    [Trait("Hostile", "M5")]
    [Trait("Spec", "T-22")]
    [InlineData("0{bad")]
    [InlineData("hello")]
    [InlineData("<html>")]
    [InlineData("40")]
    [InlineData("96:1")]
    [InlineData("9:")]
    [InlineData("99999999999999999999:0")]
    [InlineData("\u0000\u0001")]
    [InlineData("\u0001\u0009\u0009\u0009\u0009\u0009\u0009")]
    public async Task By_polling_as_well(string body)
    {
        var client = _bed.Polling();
        _bed.Seen.Watch(client);
        client.Connect();
        await _bed.Server.AnswerPollAsync(body);
        await _bed.Seen.ExpectAsync("connect_error server error");
        _bed.Advance(client, 1);
        await _bed.Server.PollAsync();
    }

    [Fact]
    [Trait("Hostile", "M5")]
    public async Task Binary_data_before_the_handshake_is_a_connect_error()
    {
        var client = _bed.Watched();
        client.Connect();
        await (await _bed.Server.AcceptWebSocketAsync()).SendBinaryAsync(1, 2, 3);
        await _bed.Seen.ExpectAsync("connect_error server error");
        await AssertComesBackAsync(client);
    }

    [Fact]
    [Trait("Hostile", "M4")]
    [Trait("Spec", "CLI-079")]
    public async Task A_second_handshake_ends_the_session()
    {
        var client = _bed.Watched();
        var peer = await _bed.ConnectAsync(client);
        await peer.SendAsync("0" + Bed.Handshake);
        await _bed.Seen.ExpectAsync("connect", "disconnect transport error");
        await AssertComesBackAsync(client);
    }

    [Theory]
    [Trait("Hostile", "M6")]
    [Trait("Spec", "CLI-058")]
    [Trait("Spec", "TST-142")]
    [Trait("Spec", "T-41")]
    [InlineData("40", false)]
    [InlineData("40{}", true)]
    [InlineData("40{\"sid\":null}", false)]
    public async Task A_server_that_lets_in_without_an_id_is_told_to_be_an_old_one(string connect, bool auto)
    {
        var client = _bed.Watched(o => o.Protocol = auto ? ClientProtocol.Auto : ClientProtocol.Version5);
        var connected = client.ConnectAsync();
        var peer = await _bed.OpenAsync();
        await peer.ExpectAsync("40");
        await peer.SendAsync(connect);
        var error = await Assert.ThrowsAsync<ConnectErrorException>(() => Wait.For("the error", connected));

        if (!connect.Contains("null", StringComparison.Ordinal))
        {
            Assert.Equal("It seems you are trying to reach a Socket.IO server in v2.x with a v3.x client, but they are not compatible (more information here: https://socket.io/docs/v3/migrating-from-2-x-to-3-0/)", error.Message);
        }

        await _bed.Seen.ExpectAsync("connect_error " + error.Message);
        Assert.False(client.Connected);
        Assert.Equal(!connect.Contains("null", StringComparison.Ordinal), client.Active);
    }

    [Fact]
    [Trait("Hostile", "M6")]
    public async Task By_polling_a_server_of_version_4_without_ids_is_not_asked_for_ever()
    {
        var client = _bed.Polling();
        _bed.Seen.Watch(client);
        var connected = client.ConnectAsync();
        await _bed.Server.AnswerPollAsync("0" + Bed.Handshake);
        await _bed.Server.ExpectPostAsync("40");
        await _bed.Server.AnswerPollAsync("40");
        await Assert.ThrowsAsync<ConnectErrorException>(() => Wait.For("the error", connected));
        Assert.Equal(1, _bed.Server.Handshakes);
    }

    [Theory]
    [Trait("Hostile", "M7")]
    [InlineData("5")]
    [InlineData("null")]
    [InlineData("[\"x\"]")]
    [InlineData("{}")]
    public async Task An_id_that_is_no_text_is_a_connect_error(string sid)
    {
        var client = _bed.Watched();
        var connected = client.ConnectAsync();
        var peer = await _bed.OpenAsync();
        await peer.ExpectAsync("40");
        await peer.SendAsync($$"""40{"sid":{{sid}}}""");
        var error = await Assert.ThrowsAsync<ConnectErrorException>(() => Wait.For("the error", connected));
        Assert.Equal("The server's answer has no valid id", error.Message);
        await _bed.Seen.ExpectAsync("connect_error " + error.Message);
        Assert.False(client.Connected || client.Active);
        client.Connect();
        await _bed.ReconnectAsync();
        await _bed.Seen.ExpectAsync("connect");
    }

    [Fact]
    [Trait("Hostile", "M8")]
    public async Task A_second_CONNECT_is_ignored()
    {
        var client = _bed.Watched();
        var peer = await _bed.ConnectAsync(client);
        await peer.SendAsync("""40{"sid":"other"}""", """42["x"]""");
        await _bed.Seen.ExpectAsync("connect", "x()");
        Assert.Equal("socket", client.Id);
    }

    [Fact]
    [Trait("Hostile", "M9")]
    public async Task A_refusal_of_a_socket_that_is_connected_is_ignored()
    {
        var client = _bed.Watched();
        var peer = await _bed.ConnectAsync(client);
        await peer.SendAsync("""44{"message":"late"}""", "44", """42["x"]""");
        await _bed.Seen.ExpectAsync("connect", "x()");
        Assert.True(client.Connected && client.Active);
    }

    [Theory]
    [Trait("Hostile", "M9")]
    [Trait("Hostile", "M10")]
    [InlineData("44", "")]
    [InlineData("44/,", "")]
    [InlineData("44\"err\"", "err")]
    [InlineData("44{}", "")]
    [InlineData("44{\"message\":5}", "")]
    [InlineData("44{\"message\":\"no\",\"data\":null}", "no")]
    public async Task A_refusal_is_one_whatever_it_says(string packet, string message)
    {
        var client = _bed.Watched();
        var connected = client.ConnectAsync();
        var peer = await _bed.OpenAsync();
        await peer.ExpectAsync("40");
        await peer.SendAsync(packet);
        var error = await Assert.ThrowsAsync<ConnectErrorException>(() => Wait.For("the refusal", connected));
        Assert.Equal((message, true), (error.Message, error.IsRefusal));
        await _bed.Seen.ExpectAsync($"connect_error {message}");
        Assert.False(client.Active);
        await peer.ExpectAsync("<close>");
    }

    [Theory]
    [Trait("Hostile", "M11")]
    [Trait("Spec", "CLI-040")]
    [Trait("Spec", "CLI-059")]
    [Trait("Spec", "TST-141")]
    [InlineData("""42["connect"]""")]
    [InlineData("""42["disconnect"]""")]
    [InlineData("4511-[\"a\"]")]
    [InlineData("42{}")]
    [InlineData("42")]
    [InlineData("49")]
    [InlineData("4abc")]
    [InlineData("42[")]
    [InlineData("45-[]")]
    [InlineData("42[\"a\",\u0001]")]
    [InlineData("452-[\"a\",{\"_placeholder\":true,\"num\":7}]")]
    [InlineData("44[]")]
    public async Task Garbage_is_one_disconnection(string garbage)
    {
        var client = _bed.Watched();
        DisconnectDetails? details = null;
        client.OnDisconnect((_, d) => details = d);
        var peer = await _bed.ConnectAsync(client);
        var ack = client.EmitWithAckAsync<int>("q");
        await peer.ExpectAsync("""420["q"]""");

        // More of it, and what would be good if it had not followed garbage.
        await peer.SendAsync(garbage, garbage, """42["late"]""", "430[1]");
        await _bed.Seen.ExpectAsync("connect");
        var lost = await _bed.Seen.NextAsync("the disconnection");
        Assert.Contains(lost, new[] { "disconnect parse error", "disconnect transport error" });
        var error = await Assert.ThrowsAsync<SocketDisconnectedException>(() => Wait.For("the end of the wait", ack));
        Assert.Equal(lost, $"disconnect {error.Reason}");
        Assert.NotNull(details!.Message);
        await peer.ExpectAsync("<close>");
        await AssertComesBackAsync(client);
    }

    [Fact]
    [Trait("Hostile", "M11")]
    public async Task Binary_data_without_a_header_is_one_disconnection()
    {
        var client = _bed.Watched();
        var peer = await _bed.ConnectAsync(client);
        await peer.SendBinaryAsync(1);
        await _bed.Seen.ExpectAsync("connect", "disconnect parse error");
        await AssertComesBackAsync(client);
    }

    [Fact]
    [Trait("Hostile", "M11")]
    public async Task Text_instead_of_an_attachment_is_one_disconnection()
    {
        var client = _bed.Watched();
        var peer = await _bed.ConnectAsync(client);
        await peer.SendAsync("""451-["a",{"_placeholder":true,"num":0}]""", """42["b"]""");
        await _bed.Seen.ExpectAsync("connect", "disconnect parse error");
        await AssertComesBackAsync(client);
    }

    [Theory]
    [Trait("Hostile", "M12")]
    [InlineData("""42/zz,["a"]""")]
    [InlineData("40/zz,{\"sid\":\"z\"}")]
    [InlineData("41/zz,")]
    [InlineData("44/zz,{\"message\":\"z\"}")]
    [InlineData("""4399["a"]""")]
    [InlineData("43[]")]
    [InlineData("51-[\"a\"]")]
    [InlineData("6")]
    [InlineData("3probe")]
    [InlineData("""43999999999999["a"]""")]
    public async Task What_nobody_asked_for_is_ignored(string packet)
    {
        var client = _bed.Watched();
        var peer = await _bed.ConnectAsync(client);
        await peer.SendAsync(packet, """42["x"]""");
        await _bed.Seen.ExpectAsync("connect", "x()");
    }

    [Fact]
    [Trait("Hostile", "M17")]
    [Trait("Spec", "CLI-035")]
    [Trait("Spec", "TST-144")]
    [Trait("Spec", "T-22")]
    [Trait("Spec", "T-06")]
    public async Task A_server_that_never_speaks_is_given_up_after_the_timeout()
    {
        var client = _bed.Watched();
        client.Connect();
        var peer = await _bed.Server.AcceptWebSocketAsync();
        _bed.Advance(client, 19.999);
        _bed.Seen.ExpectNothing();
        _bed.Advance(client, 0.001);
        await _bed.Seen.ExpectAsync("connect_error timeout");
        Assert.Contains(await Wait.For("the end", peer.ReceiveAsync()), new[] { "<close>", "<end>" });
        await AssertComesBackAsync(client);
    }

    [Fact]
    [Trait("Hostile", "M17")]
    [Trait("Spec", "CLI-035")]
    public async Task By_polling_as_well_and_a_handshake_that_is_late_is_taken_back()
    {
        var client = _bed.Polling();
        _bed.Seen.Watch(client);
        client.Connect();
        var poll = await _bed.Server.PollAsync();
        _bed.Advance(client, 20);
        await _bed.Seen.ExpectAsync("connect_error timeout");
        await poll.OkAsync("0" + Bed.Handshake);
        await _bed.Server.ExpectPostAsync("1");
    }

    [Fact]
    [Trait("Hostile", "M18")]
    public async Task A_server_that_closes_at_once_is_asked_less_and_less_often()
    {
        var client = _bed.Watched();
        client.Connect();

        foreach (var delay in new[] { 1, 2, 4, 5, 5, 5 })
        {
            await (await _bed.Server.AcceptWebSocketAsync()).CloseAsync(1000);
            await _bed.Seen.ExpectAsync("connect_error websocket connection closed");
            _bed.Advance(client, delay - 0.001);
            Assert.False(_bed.Server.HasUpgrade);
            _bed.Advance(client, 0.001);
        }
    }

    [Fact]
    [Trait("Hostile", "M18")]
    public async Task A_server_that_closes_right_after_it_let_in_is_asked_at_the_delay()
    {
        var client = _bed.Watched();
        client.Connect();

        for (var i = 0; i < 5; i++)
        {
            var peer = await _bed.OpenAsync();
            await Bed.JoinAsync(peer);
            await _bed.Seen.ExpectAsync("connect");
            peer.Abort();
            await _bed.Seen.ExpectAsync("disconnect transport close");
            _bed.Advance(client, 0.999);
            Assert.False(_bed.Server.HasUpgrade);
            _bed.Advance(client, 0.001);
        }
    }

    [Fact]
    [Trait("Hostile", "M19")]
    public async Task A_limit_of_one_byte_means_one_packet_a_body_and_errors_for_all_that_is_larger()
    {
        var client = _bed.Polling();
        await _bed.ConnectByPollingAsync(client, Bed.Handshake.Replace("1000000", "1", StringComparison.Ordinal));
        var error = await Assert.ThrowsAsync<PayloadTooLargeException>(async () => await client.EmitAsync("x"));
        Assert.Equal((7, 1), (error.Size, error.Limit));
        Assert.Contains("maxHttpBufferSize", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<PayloadTooLargeException>(() => client.EmitWithAckAsync<int>("x"));
        Assert.Throws<PayloadTooLargeException>(() => client.EmitWithCallback("x", (EventArguments _) => { }));
        await _bed.Server.AnswerPollAsync("2");
        await _bed.Server.ExpectPostAsync("3");
        Assert.True(client.Connected);
    }

    [Fact]
    [Trait("Hostile", "M19")]
    public async Task What_was_kept_and_is_too_large_fails_when_the_limit_is_known()
    {
        var client = _bed.Client();
        var large = client.EmitWithAckAsync<int>("large", new byte[2000]);
        await client.EmitAsync("small");
        var connecting = client.ConnectAsync();
        var peer = await _bed.OpenAsync(Bed.Handshake.Replace("1000000", "1000", StringComparison.Ordinal));
        await Bed.JoinAsync(peer);
        await Wait.For("connect", connecting);
        await peer.ExpectAsync("""42["small"]""");
        await Assert.ThrowsAsync<PayloadTooLargeException>(() => Wait.For("the error", large));
    }
}
