using System.Text;
using SocketIO.Protocol;

namespace SocketIO.Server.Tests;

/// <summary>Asking many clients, and counting what they say.</summary>
public sealed class BroadcastAckTests : IAsyncLifetime
{
    private readonly ServerHarness _server = new(o => o.PingInterval = TimeSpan.FromHours(1));

    private SocketIOServer Io => _server.Io;

    [Fact]
    [Trait("Spec", "SRV-084")]
    [Trait("Spec", "SRV-085")]
    [Trait("Spec", "TST-125")]
    public async Task All_answers_are_collected_in_the_order_of_arrival()
    {
        var a = await _server.ConnectAsync();
        var b = await _server.ConnectAsync();

        var asked = Io.Timeout(TimeSpan.FromSeconds(5)).EmitWithAckAsync<string>("vote?", 1);
        Assert.Equal("20[\"vote?\",1]", await a.ReceiveAsync());
        Assert.Equal("20[\"vote?\",1]", await b.ReceiveAsync());
        await b.SendAsync("30[\"b\"]", "30[\"twice\"]");
        Assert.False(asked.IsCompleted);
        await a.SendAsync("30[\"a\"]");

        var acks = await asked;
        Assert.Equal(["b", "a"], acks.Responses);
        Assert.Equal((2, false), (acks.Expected, acks.TimedOut));
        Assert.All(Io.Sockets, s => Assert.False(s.TakeAck(0)));
    }

    [Fact]
    [Trait("Spec", "SRV-084")]
    [Trait("Spec", "SRV-088")]
    [Trait("Spec", "TST-125")]
    public async Task When_the_time_is_over_there_is_what_there_is()
    {
        var a = await _server.ConnectAsync();
        var (b, socketB) = await _server.ConnectSocketAsync();

        var asked = Io.Timeout(TimeSpan.FromSeconds(5)).EmitWithAckAsync<int>("vote?");
        await a.SendAsync("30[1]");
        _server.Time.Advance(TimeSpan.FromSeconds(5));

        var acks = await asked;
        Assert.Equal([1], acks.Responses);
        Assert.Equal((2, true), (acks.Expected, acks.TimedOut));
        Assert.False(socketB.TakeAck(0));
        await b.SendAsync("30[2]");
        Assert.Equal([1], acks.Responses);
    }

    [Fact]
    [Trait("Spec", "SRV-085")]
    [Trait("Spec", "TST-125")]
    public async Task Nobody_is_asked_and_nobody_waits()
    {
        var acks = await Io.To("empty").Timeout(TimeSpan.FromSeconds(5)).EmitWithAckAsync<int>("vote?");

        Assert.Empty(acks.Responses);
        Assert.Equal((0, false), (acks.Expected, acks.TimedOut));
    }

    [Fact]
    [Trait("Spec", "SRV-086")]
    public async Task Without_a_timeout_the_option_applies()
    {
        await _server.ConnectAsync();

        var asked = Io.EmitWithAckAsync<int>("vote?");
        _server.Time.Advance(TimeSpan.FromSeconds(59));
        Assert.False(asked.IsCompleted);
        _server.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.True((await asked).TimedOut);
    }

    [Fact]
    public async Task An_answer_without_arguments_counts_as_null()
    {
        var a = await _server.ConnectAsync();

        var asked = Io.Timeout(TimeSpan.FromSeconds(5)).EmitWithAckAsync<EventArgument>("vote?");
        var askedForText = Io.Timeout(TimeSpan.FromSeconds(5)).EmitWithAckAsync<string?>("vote?");
        await a.SendAsync("30[]", "31[]");

        Assert.Equal("null", Encoding.UTF8.GetString(Assert.Single((await asked).Responses).RawJson.Span));
        Assert.Null(Assert.Single((await askedForText).Responses));
    }

    [Fact]
    public async Task An_answer_of_another_type_is_left_out_and_holds_nothing_up()
    {
        var a = await _server.ConnectAsync();
        var b = await _server.ConnectAsync();

        var asked = Io.Timeout(TimeSpan.FromSeconds(5)).EmitWithAckAsync<int>("vote?");
        await a.SendAsync("30[\"no number\"]");
        await b.SendAsync("30[4]");

        var acks = await asked;
        Assert.Equal([4], acks.Responses);
        Assert.Equal((2, false), (acks.Expected, acks.TimedOut));
    }

    [Fact]
    public async Task A_token_stops_the_wait()
    {
        var (a, socket) = await _server.ConnectSocketAsync();
        using var source = new CancellationTokenSource();

        var asked = Io.EmitWithAckAsync<int>("vote?", "x", source.Token);
        Assert.Equal("20[\"vote?\",\"x\"]", await a.ReceiveAsync());
        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        Assert.False(socket.TakeAck(0));
    }

    [Fact]
    [Trait("Spec", "SRV-084")]
    public async Task Bytes_can_be_asked_and_answered()
    {
        var a = await _server.ConnectAsync("/x");

        var asked = Io.Of("/x").Local.Timeout(TimeSpan.FromSeconds(5)).EmitWithAckAsync<byte[]>("b", new byte[] { 1 });
        var (text, attachments) = await a.ReceiveBinaryAsync();
        Assert.Equal("51-/x,0[\"b\",{\"_placeholder\":true,\"num\":0}]", text);
        Assert.Single(attachments);
        await a.SendAsync("61-/x,0[{\"_placeholder\":true,\"num\":0}]");
        await a.SendAsync([5]);

        Assert.Equal([[5]], (await asked).Responses);
    }

    [Fact]
    [Trait("Spec", "SRV-090")]
    [Trait("Spec", "SRV-091")]
    [Trait("Spec", "SRV-096")]
    [Trait("Spec", "TST-129")]
    public async Task Sockets_are_fetched_and_told_one_by_one()
    {
        var (a, socketA) = await _server.ConnectSocketAsync(auth: "{\"x\":1}");
        await _server.ConnectAsync();
        await socketA.JoinAsync("room");
        socketA.Data["user"] = "Ann";

        Assert.Equal(2, (await Io.FetchSocketsAsync()).Count);
        var remote = Assert.Single(await Io.In("room").FetchSocketsAsync());

        Assert.Equal(socketA.Id, remote.Id);
        Assert.Same(socketA, remote.Local);
        Assert.Equal([socketA.Id, "room"], remote.Rooms);
        Assert.Equal("Ann", remote.Data["user"]);
        Assert.Equal(1, remote.Handshake.Auth.GetProperty("x").GetInt32());

        await remote.EmitAsync("one", 1);
        await remote.EmitAsync("array", new[] { 1 });
        await remote.JoinAsync("second");
        await remote.LeaveAsync("room");
        Assert.Equal([socketA.Id, "second"], socketA.Rooms);

        var asked = remote.Timeout(TimeSpan.FromSeconds(1)).EmitWithAckAsync<int>("q");
        await a.SendAsync("30[7]");
        Assert.Equal(7, await asked);
        var unanswered = remote.Timeout(TimeSpan.FromSeconds(1)).EmitWithAckAsync<int>("q");
        _server.Time.Advance(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAsync<AckTimeoutException>(() => unanswered);

        await remote.DisconnectAsync();
        Assert.Equal(["2[\"one\",1]", "2[\"array\",[1]]", "20[\"q\"]", "21[\"q\"]", "1"], a.Drain());
        Assert.Null(remote.Local);
    }

    [Fact]
    [Trait("Spec", "SRV-092")]
    [Trait("Spec", "TST-129")]
    public async Task Sockets_are_moved_and_disconnected_in_bulk()
    {
        var (a, socketA) = await _server.ConnectSocketAsync();
        var (b, socketB) = await _server.ConnectSocketAsync();
        await socketA.JoinAsync("room");

        await Io.SocketsJoinAsync("all");
        await Io.In("room").SocketsJoinAsync("x", "y");
        await Io.In("all").SocketsLeaveAsync("y");
        await Io.In(socketB.Id).SocketsJoinAsync("mine");
        Assert.Equal([socketA.Id, "room", "all", "x"], socketA.Rooms);
        Assert.Equal([socketB.Id, "all", "mine"], socketB.Rooms);

        await Io.In("mine").DisconnectSocketsAsync();
        Assert.Equal(["1"], b.Drain());
        Assert.False(b.IsClosed);
        await Io.DisconnectSocketsAsync(close: true);
        await a.ClosedAsync();
        Assert.Empty(Io.Sockets);
    }

    public ValueTask InitializeAsync()
    {
        Io.Of("/x");
        return default;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
