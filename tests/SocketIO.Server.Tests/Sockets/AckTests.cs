using SocketIO.Protocol;
using SocketIO.Tests;

namespace SocketIO.Server.Tests;

/// <summary>Asking one client, and waiting for what it says.</summary>
public sealed class AckTests : IAsyncLifetime
{
    private readonly ServerHarness _server = new(o => o.PingInterval = TimeSpan.FromHours(2));
    private LoopbackClient _client = null!;
    private ServerSocket _socket = null!;

    [Fact]
    [Trait("Spec", "SRV-057")]
    [Trait("Spec", "SRV-058")]
    [Trait("Spec", "TST-127")]
    public async Task The_answer_is_the_first_argument()
    {
        var number = _socket.EmitWithAckAsync<int>("question", 42);
        var text = _socket.EmitWithAckAsync<string>("question");
        var nothing = _socket.EmitWithAckAsync<string>("question");
        var all = _socket.EmitWithAckAsync<EventArguments>("question");
        var bytes = _socket.EmitWithAckAsync<byte[]>("question", new byte[] { 1 });
        Assert.Equal(
            ["20[\"question\",42]", "21[\"question\"]", "22[\"question\"]", "23[\"question\"]", "51-4[\"question\",{\"_placeholder\":true,\"num\":0}]"],
            _client.Drain());

        await _client.SendAsync("31[\"b\",\"ignored\"]", "30[5]", "32[]", "33[1,\"two\"]", "61-4[{\"_placeholder\":true,\"num\":0}]");
        await _client.SendAsync([7, 8]);

        Assert.Equal(5, await number);
        Assert.Equal("b", await text);
        Assert.Null(await nothing);
        Assert.Equal(2, (await all).Count);
        Assert.Equal(new byte[] { 7, 8 }, await bytes);
    }

    [Fact]
    [Trait("Spec", "SRV-056")]
    public async Task Ids_come_from_one_counter_of_the_namespace()
    {
        var (other, otherSocket) = await _server.ConnectSocketAsync();
        _ = _socket.EmitWithAckAsync<int>("q");
        _ = otherSocket.EmitWithAckAsync<int>("q");
        _ = _server.Io.Timeout(TimeSpan.FromSeconds(1)).EmitWithAckAsync<int>("all");
        _ = _socket.EmitWithAckAsync<int>("q");

        Assert.Equal(["20[\"q\"]", "22[\"all\"]", "23[\"q\"]"], _client.Drain());
        Assert.Equal(["21[\"q\"]", "22[\"all\"]"], other.Drain());
    }

    [Fact]
    [Trait("Spec", "SRV-057")]
    [Trait("Spec", "TST-127")]
    [Trait("Hostile", "H27")]
    public async Task No_answer_in_time_is_an_exception_and_a_late_one_is_ignored()
    {
        var asked = _socket.Timeout(TimeSpan.FromSeconds(5)).EmitWithAckAsync<int>("q");
        _server.Time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.False(asked.IsCompleted);
        _server.Time.Advance(TimeSpan.FromSeconds(0.1));

        var error = await Assert.ThrowsAsync<AckTimeoutException>(() => asked);
        Assert.Equal("operation has timed out", error.Message);
        Assert.False(_socket.TakeAck(0));
        await _client.SendAsync("30[1]");
        Assert.False(_client.IsClosed);
    }

    [Fact]
    [Trait("Spec", "SRV-057")]
    public async Task An_answer_in_time_stops_the_clock()
    {
        var asked = _socket.Timeout(TimeSpan.FromSeconds(5)).EmitWithAckAsync<int>("q");
        await _client.SendAsync("30[1]");
        _server.Time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(1, await asked);
        await Assert.ThrowsAsync<AckTimeoutException>(() => Advancing(_socket.Timeout(TimeSpan.Zero).EmitWithAckAsync<int>("q"), TimeSpan.Zero));
        Assert.Throws<ArgumentOutOfRangeException>(() => _socket.Timeout(TimeSpan.FromSeconds(-2)));
    }

    [Fact]
    [Trait("Hostile", "H28")]
    public async Task Without_a_timeout_the_option_applies_and_as_many_are_awaited_as_another_says()
    {
        await using var server = new ServerHarness(o =>
        {
            o.PendingAcksPerSocket = 3;
            o.AckTimeout = TimeSpan.FromSeconds(30);
            o.PingInterval = TimeSpan.FromHours(1);
        });
        var (_, socket) = await server.ConnectSocketAsync();
        Task[] asked = [socket.EmitWithAckAsync<int>("q"), socket.EmitWithAckAsync<int>("q"), socket.Timeout(Timeout.InfiniteTimeSpan).EmitWithAckAsync<int>("q")];

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => socket.EmitWithAckAsync<int>("q"));
        Assert.Contains("PendingAcksPerSocket", error.Message);
        server.Time.Advance(TimeSpan.FromSeconds(30));

        await Assert.ThrowsAsync<AckTimeoutException>(() => asked[0]);
        await Assert.ThrowsAsync<AckTimeoutException>(() => asked[1]);
        server.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.False(asked[2].IsCompleted);
        _ = socket.EmitWithAckAsync<int>("q");
    }

    [Fact]
    [Trait("Spec", "SRV-059")]
    public async Task When_the_client_goes_the_wait_ends_at_once()
    {
        var asked = _socket.EmitWithAckAsync<int>("q");

        _client.Lose();

        var error = await Assert.ThrowsAsync<SocketDisconnectedException>(() => asked);
        Assert.Equal("transport close", error.Reason);
        await Assert.ThrowsAsync<SocketDisconnectedException>(() => _socket.EmitWithAckAsync<int>("q"));
        await Assert.ThrowsAsync<SocketDisconnectedException>(() => _socket.EmitWithAckAsync<int>("q"));
    }

    [Fact]
    public async Task A_token_stops_the_wait_and_is_not_sent()
    {
        using var source = new CancellationTokenSource();
        var asked = _socket.EmitWithAckAsync<int>("q", 1, source.Token);
        Assert.Equal("20[\"q\",1]", await _client.ReceiveAsync());

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _socket.EmitWithAckAsync<int>("q", source.Token));
        await _client.SendAsync("30[1]");
        Assert.Empty(_client.Drain());
    }

    [Fact]
    public async Task An_answer_of_another_type_is_an_exception_of_the_caller()
    {
        var asked = _socket.EmitWithAckAsync<int>("q");
        var missing = _socket.EmitWithAckAsync<int>("q");

        await _client.SendAsync("30[\"five\"]", "31[]");

        await Assert.ThrowsAsync<ArgumentBindingException>(() => asked);
        await Assert.ThrowsAsync<ArgumentBindingException>(() => missing);
        Assert.True(_socket.Connected);
    }

    [Fact]
    [Trait("Spec", "SRV-073")]
    public async Task A_dropped_question_is_answered_by_its_timeout()
    {
        _client.Transport.IsStalled = true;
        await _socket.EmitAsync("fills the queue");

        var asked = _socket.Volatile.Timeout(TimeSpan.FromSeconds(1)).EmitWithAckAsync<int>("q");

        await Assert.ThrowsAsync<AckTimeoutException>(() => Advancing(asked, TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public async Task Answers_timeouts_and_disconnects_may_race()
    {
        for (var round = 0; round < 300; round++)
        {
            var (client, socket) = await _server.ConnectSocketAsync("/race");
            var asked = Enumerable.Range(0, 4).Select(_ => socket.Timeout(TimeSpan.FromSeconds(1)).EmitWithAckAsync<int>("q")).ToArray();
            var ids = client.Drain().Select(p => p["2/race,".Length..p.IndexOf('[')]).ToArray();

            await Task.WhenAll(
                Task.Run(() => client.SendAsync([.. ids.Select(id => $"3/race,{id}[1]")])),
                Task.Run(() => _server.Time.Advance(TimeSpan.FromSeconds(1))),
                Task.Run(client.Lose));

            foreach (var task in asked)
            {
                await Wait.For("the wait to end", task.ContinueWith(static _ => { }, TaskScheduler.Default));
            }
        }

        Assert.Empty(_server.Errors);
    }

    public async ValueTask InitializeAsync()
    {
        _server.Io.Of("/race");
        (_client, _socket) = await _server.ConnectSocketAsync();
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private Task<int> Advancing(Task<int> asked, TimeSpan by)
    {
        _server.Time.Advance(by);
        return asked;
    }
}
