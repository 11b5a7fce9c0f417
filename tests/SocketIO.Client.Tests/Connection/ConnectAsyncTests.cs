using SocketIO.Protocol;
using SocketIO.Tests;

namespace SocketIO.Client.Tests;

/// <summary>How the wait for a connection ends.</summary>
public sealed class ConnectAsyncTests : IAsyncDisposable
{
    private readonly Bed _bed = new();

    public ValueTask DisposeAsync() => _bed.DisposeAsync();

    [Fact]
    public async Task A_token_that_is_cancelled_already_starts_nothing()
    {
        var client = _bed.Client();
        await Assert.ThrowsAsync<OperationCanceledException>(() => client.ConnectAsync(new CancellationToken(canceled: true)));
        Assert.False(client.Active);
    }

    [Fact]
    public async Task Cancelling_ends_the_wait_and_tells_the_latest_error()
    {
        var client = _bed.Watched();
        using var cancellation = new CancellationTokenSource();
        var connecting = client.ConnectAsync(cancellation.Token);
        await (await _bed.Server.UpgradeAsync()).RespondAsync(503);
        await _bed.Seen.ExpectAsync("connect_error websocket error");
        await cancellation.CancelAsync();
        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Wait.For("the end of the wait", connecting));
        Assert.Equal(cancellation.Token, error.CancellationToken);
        Assert.Equal(503, Assert.IsType<ConnectErrorException>(error.InnerException).StatusCode);
        Assert.Contains("A proxy answered", error.Message, StringComparison.Ordinal);
        Assert.True(connecting.IsCanceled);

        // The socket goes on.
        _bed.Advance(client, 1);
        await _bed.ReconnectAsync();
        await _bed.Seen.ExpectAsync("connect");
    }

    [Fact]
    [Trait("Spec", "CLI-057")]
    [Trait("Spec", "TST-146")]
    public async Task A_refusal_ends_the_wait_with_what_the_server_said()
    {
        var client = _bed.Watched();
        var connecting = client.ConnectAsync();
        var peer = await _bed.OpenAsync();
        await peer.ExpectAsync("40");
        await peer.SendAsync("""44{"message":"not authorized","data":{"code":7}}""");
        var error = await Assert.ThrowsAsync<ConnectErrorException>(() => Wait.For("the refusal", connecting));
        Assert.Equal(("not authorized", true, 7), (error.Message, error.IsRefusal, error.Details!.Value.GetJson().GetProperty("code").GetInt32()));
        Assert.False(client.Active);

        // The last socket has gone: so does the connection.
        await peer.ExpectAsync("<close>");
        await peer.CloseAsync(1000);
        _bed.Advance(client, 3600);
        Assert.Equal(1, _bed.Server.Requests);

        client.AuthPayload = new { token = "better" };
        var again = client.ConnectAsync();
        peer = await _bed.OpenAsync();
        await peer.ExpectAsync("""40{"token":"better"}""");
        await peer.SendAsync("""40{"sid":"socket"}""");
        await Wait.For("connect", again);
        await _bed.Seen.ExpectAsync("connect_error not authorized", "connect");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Disconnecting_ends_the_wait(bool afterAnError)
    {
        var client = _bed.Watched();
        var connecting = client.ConnectAsync();
        var request = await _bed.Server.UpgradeAsync();

        if (afterAnError)
        {
            await request.RespondAsync(500);
            await _bed.Seen.ExpectAsync("connect_error websocket error");
        }

        client.Disconnect();
        var error = await Assert.ThrowsAsync<SocketDisconnectedException>(() => Wait.For("the end of the wait", connecting));
        Assert.Equal("io client disconnect", error.Reason);
    }

    [Fact]
    public async Task A_disconnection_by_the_server_ends_the_wait()
    {
        var client = _bed.Client();
        var connecting = client.ConnectAsync();
        var peer = await _bed.OpenAsync();
        await peer.ExpectAsync("40");
        await peer.SendAsync("41");
        Assert.Equal("io server disconnect", (await Assert.ThrowsAsync<SocketDisconnectedException>(() => Wait.For("the end of the wait", connecting))).Reason);
    }

    [Fact]
    [Trait("Spec", "TST-138")]
    public async Task The_last_attempt_ends_the_wait()
    {
        var client = _bed.Client(o => o.ReconnectionAttempts = 1);
        var connecting = client.ConnectAsync();
        await (await _bed.Server.UpgradeAsync()).RespondAsync(500);
        await Wait.Until("the failure", () => client.Connection.State is ConnectionState.Closed);
        Assert.False(connecting.IsCompleted);
        _bed.Advance(client, 1);
        await (await _bed.Server.UpgradeAsync()).RespondAsync(404);
        Assert.Equal(404, (await Assert.ThrowsAsync<ConnectErrorException>(() => Wait.For("the end of the wait", connecting))).StatusCode);
    }

    [Fact]
    public async Task One_socket_may_be_refused_while_another_waits()
    {
        var client = _bed.Client();
        var admin = client.Of("/admin");
        var connecting = client.ConnectAsync();
        var refused = admin.ConnectAsync();
        var peer = await _bed.OpenAsync();
        await peer.ExpectAsync("40", "40/admin,");
        await peer.SendAsync("""44/admin,{"message":"Invalid namespace"}""");
        var error = await Assert.ThrowsAsync<ConnectErrorException>(() => Wait.For("the refusal", refused));
        Assert.Contains("The server has no namespace /admin", error.Advice, StringComparison.Ordinal);
        Assert.False(connecting.IsCompleted);
        await peer.SendAsync("""40{"sid":"socket"}""");
        await Wait.For("connect", connecting);
    }

    [Fact]
    public async Task A_continuation_may_block_without_holding_anything_up()
    {
        var client = _bed.Client();
        var peer = await _bed.ConnectAsync(client);
        var ack = client.EmitWithAckAsync<int>("q");
        using var released = new ManualResetEventSlim();
        var blocked = ack.ContinueWith(_ => released.Wait(Wait.Limit), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        await peer.ExpectAsync("""420["q"]""");
        await peer.SendAsync("430[1]");
        var next = client.EmitWithAckAsync<int>("q");
        await peer.ExpectAsync("""421["q"]""");
        await peer.SendAsync("431[2]", "2");
        Assert.Equal(2, await Wait.For("the next acknowledgement", next));
        await peer.ExpectAsync("3");
        released.Set();
        Assert.True(await Wait.For("the continuation", blocked));
    }
}
