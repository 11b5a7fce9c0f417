using SocketIO.Tests;

namespace SocketIO.Server.Tests;

/// <summary>Events that arrive while the connection handler still registers handlers.</summary>
public sealed class EarlyEventTests
{
    [Fact]
    [Trait("Spec", "SRV-117")]
    public async Task An_event_waits_for_the_handler_that_an_asynchronous_connection_handler_registers()
    {
        await using var server = new ServerHarness();
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Io.On("known", () => "known");
        server.Io.OnConnection(async socket =>
        {
            await gate.Task;
            socket.On("late", () => "late");
        });
        var client = await server.ConnectAsync();

        await client.SendAsync("20[\"known\"]", "21[\"late\"]", "22[\"known\"]");
        Assert.Equal(["30[\"known\"]"], client.Drain());
        gate.SetResult();

        Assert.Equal("31[\"late\"]", await client.ReceiveAsync());
        Assert.Equal("32[\"known\"]", await client.ReceiveAsync());
    }

    [Fact]
    public async Task It_need_not_wait_for_the_end_of_the_connection_handler()
    {
        await using var server = new ServerHarness();
        var register = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Io.OnConnection(async socket =>
        {
            await register.Task;
            socket.On("late", () => "late");
            await end.Task;
        });
        var client = await server.ConnectAsync();

        await client.SendAsync("21[\"late\"]");
        register.SetResult();

        Assert.Equal("31[\"late\"]", await client.ReceiveAsync());
        end.SetResult();
    }

    [Fact]
    public async Task What_finds_no_handler_when_the_connection_handler_has_ended_is_dropped()
    {
        await using var server = new ServerHarness();
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Io.On("known", () => "known");
        server.Io.OnConnection(_ => gate.Task);
        var client = await server.ConnectAsync();

        await client.SendAsync("20[\"nobody\"]", "21[\"known\"]");
        Assert.Empty(client.Drain());
        gate.SetResult();

        Assert.Equal("31[\"known\"]", await client.ReceiveAsync());
        Assert.Empty(client.Drain());
    }

    [Fact]
    public async Task A_handler_registered_by_somebody_else_later_gets_what_comes_later()
    {
        await using var server = new ServerHarness();
        var (client, socket) = await server.ConnectSocketAsync();

        await client.SendAsync("20[\"hello\"]");
        socket.On("hello", () => "heard");
        await client.SendAsync("21[\"hello\"]");

        Assert.Equal(["31[\"heard\"]"], client.Drain());
    }

    [Fact]
    public async Task A_connection_handler_that_never_ends_holds_nothing_up_for_long()
    {
        await using var server = new ServerHarness();
        server.Io.On("known", () => "known");
        server.Io.OnConnection(socket => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, socket.DisconnectToken));
        var client = await server.ConnectAsync();

        await client.SendAsync("20[\"nobody\"]", "21[\"known\"]");
        Assert.Empty(client.Drain());
        server.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("31[\"known\"]", await client.ReceiveAsync());

        await client.SendAsync("22[\"nobody\"]", "23[\"known\"]");
        Assert.Equal(["33[\"known\"]"], client.Drain());
    }

    [Fact]
    public async Task A_full_queue_ends_the_wait()
    {
        await using var server = new ServerHarness(o => o.InboundQueueEvents = 8);
        server.Io.On("known", () => "known");
        server.Io.OnConnection(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously).Task);
        var client = await server.ConnectAsync();

        var sending = client.SendAsync(["2[\"nobody\"]", .. Enumerable.Range(0, 20).Select(n => $"2{n}[\"known\"]")]);

        await Wait.For("the reader to go on", sending);
        await Wait.Until("all are answered", () => client.All.Count == 21, () => client.All.Count);
    }

    [Fact]
    public async Task Acknowledgements_flow_meanwhile()
    {
        await using var server = new ServerHarness();
        server.Io.OnConnection(async socket =>
        {
            var name = await socket.EmitWithAckAsync<string>("name?");
            socket.On("greet", () => $"hello {name}");
        });
        var client = await server.ConnectAsync();
        Assert.Equal("20[\"name?\"]", await client.ReceiveAsync());

        await client.SendAsync("25[\"greet\"]", "30[\"Ann\"]");

        Assert.Equal("35[\"hello Ann\"]", await client.ReceiveAsync());
    }

    [Fact]
    [Trait("Spec", "SRV-038")]
    public async Task Nothing_is_handled_before_the_synchronous_part_of_the_connection_handlers_has_run()
    {
        await using var server = new ServerHarness();
        var seen = new List<string>();
        server.Io.Use(async (_, next) =>
        {
            await Task.Yield();
            await next();
        });
        server.Io.On("a", () => { seen.Add("namespace"); });
        server.Io.OnConnection(socket =>
        {
            seen.Add("begin");
            socket.On("a", () => { seen.Add("own"); });
            socket.On("b", () => "done");
            seen.Add("end");
        });
        var client = server.Open();

        await client.SendAsync("0", "2[\"a\"]", "20[\"b\"]");

        Assert.StartsWith("0{", await client.ReceiveAsync());
        Assert.Equal("30[\"done\"]", await client.ReceiveAsync());
        Assert.Equal(["begin", "end", "namespace", "own"], seen);
    }
}
