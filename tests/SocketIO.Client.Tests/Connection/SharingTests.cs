using SocketIO.Tests;

namespace SocketIO.Client.Tests;

/// <summary>Clients of one server share a connection, if their namespaces differ.</summary>
public sealed class SharingTests : IAsyncDisposable
{
    private readonly Bed _bed = new();

    public ValueTask DisposeAsync() => _bed.DisposeAsync();

    private SocketIOClient Shared(string ns = "", Action<SocketIOClientOptions>? configure = null) => _bed.Client(
        o =>
        {
            o.ForceNew = false;
            configure?.Invoke(o);
        },
        ns);

    [Fact]
    [Trait("Spec", "CLI-004")]
    [Trait("Spec", "CLI-005")]
    [Trait("Spec", "TST-133")]
    [Trait("Spec", "TST-152")]
    public void One_connection_for_each_server_and_path()
    {
        var main = Shared();
        Assert.Same(main.Connection, Shared("/admin").Connection);
        Assert.Same(main.Connection, Shared("/chat?x=1").Connection);
        Assert.NotSame(main.Connection, Shared().Connection);
        Assert.NotSame(main.Connection, Shared("/").Connection);
        Assert.NotSame(main.Connection, Shared("/a", o => o.ForceNew = true).Connection);
        Assert.NotSame(main.Connection, Shared("/b", o => o.Multiplex = false).Connection);
        Assert.NotSame(main.Connection, Shared("/c", o => o.Path = "/other").Connection);
        Assert.NotSame(main.Connection, Shared("/d", o => o.TimeProvider = TimeProvider.System).Connection);
        Assert.NotSame(main.Connection, Shared("/e", o => o.CallbackContext = new SynchronizationContext()).Connection);
        Assert.Same(main.Connection, Shared("/f").Connection);
    }

    [Fact]
    [Trait("Spec", "CLI-039")]
    [Trait("Spec", "TST-135")]
    [Trait("Spec", "TST-139")]
    [Trait("Spec", "TST-140")]
    public async Task The_last_socket_closes_the_connection_and_a_new_one_opens_it()
    {
        var main = Shared();
        var foo = Shared("/foo");
        _bed.Seen.Watch(main).Watch(foo, "foo ");
        var peer = await _bed.ConnectAsync(main);
        foo.Connect();
        await peer.ExpectAsync("40/foo,");
        await peer.SendAsync("""40/foo,{"sid":"f"}""");
        await _bed.Seen.ExpectAsync("connect", "foo connect");
        main.Disconnect();
        await peer.ExpectAsync("41");
        Assert.True(foo.Connected);
        foo.Disconnect();
        await peer.ExpectAsync("41/foo,", "<close>");
        await peer.CloseAsync(1000);
        await _bed.Seen.ExpectAsync("disconnect io client disconnect", "foo disconnect io client disconnect");
        foo.Connect();
        peer = await _bed.OpenAsync();
        await peer.ExpectAsync("40/foo,");
    }

    [Fact]
    [Trait("Spec", "CLI-030")]
    [Trait("Spec", "CLI-031")]
    [Trait("Spec", "TST-140")]
    public async Task A_namespace_has_one_socket_with_the_options_of_the_first_call()
    {
        var client = _bed.Client();
        var admin = client.Of("/admin", o => o.AuthPayload = new { token = 1 });
        Assert.Same(admin, client.Of("admin", o => o.AuthPayload = new { token = 2 }));
        Assert.Same(admin, client.Connection.Of("/admin"));
        Assert.Same(client, client.Of("/"));
        Assert.Equal("/admin", admin.Namespace);
        Assert.False(admin.Active);
        Assert.Throws<ArgumentException>(() => client.Of("/x", o => o.Retries = -1));
        admin.Connect();
        var peer = await _bed.OpenAsync();
        await peer.ExpectAsync("""40/admin,{"token":1}""");
    }

    [Fact]
    public async Task A_client_ends_its_own_sockets_only()
    {
        var main = Shared();
        var admin = Shared("/admin");
        Assert.Same(admin, main.Of("/admin"));
        var own = main.Of("/own");
        var peer = await _bed.ConnectAsync(main);
        admin.Connect();
        own.Connect();
        await peer.ExpectAsync("40/admin,", "40/own,");
        await peer.SendAsync("""40/admin,{"sid":"a"}""", """40/own,{"sid":"o"}""");
        await Wait.Until("both", () => admin.Connected && own.Connected);
        await main.DisposeAsync();
        await peer.ExpectAsync("41", "41/own,");
        Assert.True(admin.Connected);
        await admin.EmitAsync("x");
        await peer.ExpectAsync("""42/admin,["x"]""");
        Assert.NotSame(admin.Connection, Shared("/admin").Connection);
        Assert.Same(admin.Connection, Shared().Connection);
    }

    [Fact]
    public async Task After_the_last_client_there_is_a_new_connection()
    {
        var first = Shared();
        await first.DisposeAsync();
        var second = Shared();
        Assert.NotSame(first.Connection, second.Connection);
        await _bed.ConnectAsync(second);
    }

    [Fact]
    public async Task Many_threads_make_and_dispose_of_clients()
    {
        await Parallel.ForAsync(0, 400, async (i, _) =>
        {
            var client = Shared($"/{i % 7}");
            client.Of("/more");
            await Task.Yield();
            await client.DisposeAsync();
        });

        var last = Shared();
        await _bed.ConnectAsync(last);
        Assert.Same(last.Connection, Shared("/0").Connection);
    }

    [Fact]
    [Trait("Spec", "TST-137")]
    public async Task One_socket_gives_up_while_another_goes_on()
    {
        var main = Shared();
        var foo = main.Of("/foo");
        _bed.Seen.Watch(main).Watch(foo, "foo ");
        main.Connect();
        foo.Connect();
        await (await _bed.Server.UpgradeAsync()).RespondAsync(500);
        await _bed.Seen.ExpectAsync("connect_error websocket error", "foo connect_error websocket error");
        foo.Disconnect();
        _bed.Advance(main, 1);
        await (await _bed.Server.UpgradeAsync()).RespondAsync(500);
        await _bed.Seen.ExpectAsync("connect_error websocket error");
        await Bed.SettleAsync(main);
        _bed.Seen.ExpectNothing();
        Assert.Equal((true, false), (main.Active, foo.Active));
    }
}
