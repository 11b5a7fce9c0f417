using SocketIO.Protocol;
using SocketIO.Tests;

namespace SocketIO.Client.Tests;

/// <summary>Sending events, and keeping them while there is no connection.</summary>
public sealed class EmitTests : IAsyncDisposable
{
    private readonly Bed _bed = new();

    public ValueTask DisposeAsync() => _bed.DisposeAsync();

    [Fact]
    [Trait("Spec", "CLI-046")]
    [Trait("Spec", "TST-134")]
    [Trait("Spec", "T-108")]
    public async Task Arguments_are_sent_as_JSON_writes_them()
    {
        var client = _bed.Client();
        var peer = await _bed.ConnectAsync(client);
        await client.EmitAsync("a");
        await client.EmitAsync("a", 1, "ü😀", null, true, new { Name = "x", When = new DateTime(2020, 1, 2, 3, 4, 5, DateTimeKind.Utc) });
        await client.EmitAsync("a", new[] { 1, 2 });
        await client.EmitAsync("a", new object?[] { 1, null });
        await client.EmitAsync("a", (object?)null);
        await client.SendAsync("hello", 2);
        await peer.ExpectAsync(
            """42["a"]""",
            """42["a",1,"ü😀",null,true,{"name":"x","when":"2020-01-02T03:04:05.000Z"}]""",
            """42["a",[1,2]]""",
            """42["a",1,null]""",
            """42["a",null]""",
            """42["message","hello",2]""");
    }

    [Theory]
    [Trait("Spec", "CLI-046")]
    [InlineData("connect")]
    [InlineData("connect_error")]
    [InlineData("disconnect")]
    [InlineData("disconnecting")]
    [InlineData("newListener")]
    [InlineData("removeListener")]
    public async Task Reserved_names_are_refused(string name)
    {
        var client = _bed.Client();
        var message = $"\"{name}\" is a reserved event name";
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => { _ = client.EmitAsync(name); }).Message);
        Assert.Equal(message, (await Assert.ThrowsAsync<ArgumentException>(() => client.EmitWithAckAsync<int>(name))).Message);
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => client.On(name, () => { })).Message);
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => client.Volatile.Timeout(TimeSpan.FromSeconds(1)).EmitWithCallback(name, (_, _) => { })).Message);
        Assert.Throws<ArgumentNullException>(() => { _ = client.EmitAsync(null!); });
    }

    [Fact]
    [Trait("Spec", "CLI-055")]
    [Trait("Spec", "CLI-064")]
    [Trait("Spec", "TST-147")]
    public async Task What_is_emitted_without_a_connection_is_sent_in_order_and_before_what_the_handler_of_connect_emits()
    {
        var client = _bed.Client();
        client.OnConnect(() => { _ = client.EmitAsync("from the handler"); });

        for (var i = 0; i < 3; i++)
        {
            await client.EmitAsync("early", i, new byte[] { (byte)i });
        }

        Assert.Equal(3, client.BufferedCount);
        client.Connect();
        var peer = await _bed.OpenAsync();
        await client.EmitAsync("while opening");
        await Bed.JoinAsync(peer);

        for (var i = 0; i < 3; i++)
        {
            await peer.ExpectAsync($$"""451-["early",{{i}},{"_placeholder":true,"num":0}]""", $"<binary 0{i}>");
        }

        await peer.ExpectAsync("""42["while opening"]""", """42["from the handler"]""");
        Assert.Equal(0, client.BufferedCount);
    }

    [Fact]
    [Trait("Spec", "CLI-064")]
    [Trait("Spec", "T-66")]
    public async Task What_is_emitted_after_a_loss_is_sent_after_it()
    {
        var client = _bed.Watched();
        (await _bed.ConnectAsync(client)).Abort();
        await _bed.Seen.ExpectAsync("connect", "disconnect transport close");
        await client.EmitAsync("kept");
        _bed.Advance(client, 1);
        var peer = await _bed.ReconnectAsync();
        await peer.ExpectAsync("""42["kept"]""");
    }

    [Fact]
    [Trait("Spec", "CLI-049")]
    [Trait("Spec", "TST-147")]
    public async Task Volatile_events_are_dropped_whenever_they_could_not_leave_at_once()
    {
        var client = _bed.Watched();
        await client.Volatile.EmitAsync("before");
        client.Connect();
        var peer = await _bed.OpenAsync();
        await peer.ExpectAsync("40");
        await client.Volatile.EmitAsync("while waiting");
        await peer.SendAsync("""40{"sid":"socket"}""");
        await _bed.Seen.ExpectAsync("connect");
        await Wait.Until("the transport to be free", () => Read(client, () => client.Connection.IsWritableLocked));
        await client.Volatile.EmitAsync("alone");
        await client.EmitAsync("last");
        await peer.ExpectAsync("""42["alone"]""", """42["last"]""");
        peer.Abort();
        await _bed.Seen.ExpectAsync("disconnect transport close");
        await client.Volatile.EmitAsync("after");
        Assert.Equal(0, client.BufferedCount);
        _bed.Advance(client, 1);
        peer = await _bed.ReconnectAsync();
        await _bed.Seen.ExpectAsync("connect");
        await client.EmitAsync("end");
        await peer.ExpectAsync("""42["end"]""");
    }

    [Fact]
    [Trait("Spec", "CLI-049")]
    [Trait("Spec", "TST-147")]
    public async Task By_polling_one_volatile_event_leaves_while_a_body_is_under_way()
    {
        var client = _bed.Polling();
        await _bed.ConnectByPollingAsync(client);
        await Wait.Until("the transport to be free", () => Read(client, () => client.Connection.IsWritableLocked));
        await client.Volatile.EmitAsync("first");
        await client.Volatile.EmitAsync("second");
        await client.EmitAsync("regular");
        await client.Volatile.EmitAsync("third");

        // In one body, or in two.
        var post = await _bed.Server.PostAsync();
        await post.OkAsync("ok");
        var sent = post.Body.Contains("regular", StringComparison.Ordinal) ? post.Body : $"{post.Body}\u001e{(await _bed.Server.PostAsync()).Body}";
        Assert.Equal("42[\"first\"]\u001e42[\"regular\"]", sent);
    }

    private static bool Read(ClientSocket client, Func<bool> what)
    {
        lock (client.Connection.Gate)
        {
            return what();
        }
    }

    [Fact]
    [Trait("Spec", "CLI-051")]
    [Trait("Spec", "TST-147")]
    public async Task Outgoing_listeners_hear_of_events_when_they_are_sent()
    {
        var client = _bed.Client();
        var heard = new Recorder();
        client.OnAnyOutgoing((name, arguments) => heard.Add("second " + Recorder.Show(name, arguments)));
        var first = client.PrependAnyOutgoing((name, arguments) => heard.Add("first " + Recorder.Show(name, arguments)));
        await client.EmitAsync("kept", new byte[] { 1, 2 }, "x");
        await Bed.SettleAsync(client);
        heard.ExpectNothing();
        var peer = await _bed.ConnectAsync(client);
        await heard.ExpectAsync("first kept(<0102>,\"x\")", "second kept(<0102>,\"x\")");
        first.Dispose();
        await Wait.Until("the transport to be free", () => Read(client, () => client.Connection.IsWritableLocked));
        await client.Volatile.EmitAsync("now");
        _ = client.EmitWithAckAsync<int>("asked", 1);
        await heard.ExpectAsync("second now()", "second asked(1)");
        client.OffAnyOutgoing();
        await client.EmitAsync("unheard");
        await Bed.SettleAsync(client);
        heard.ExpectNothing();
        await peer.ExpectAsync("""451-["kept",{"_placeholder":true,"num":0},"x"]""");
    }

    [Fact]
    public async Task What_much_waits_is_waited_for_and_a_loss_ends_that()
    {
        var client = _bed.Client();
        var peer = await _bed.ConnectAsync(client);
        var waits = new List<Task>();

        for (var i = 0; i < 60; i++)
        {
            waits.Add(client.EmitAsync("x", new string('a', 500_000)).AsTask());
        }

        // Nobody reads: what the sockets' buffers do not take has to wait.
        Assert.Contains(waits, wait => !wait.IsCompleted);
        peer.Abort();
        await Wait.For("all", Task.WhenAll(waits));
    }

    [Fact]
    public async Task What_cannot_be_written_is_the_callers_error_and_nobody_elses()
    {
        var client = _bed.Client();
        var peer = await _bed.ConnectAsync(client);
        Assert.Throws<InvalidOperationException>(() => { _ = client.EmitAsync("bad", new Throwing()); });
        await Assert.ThrowsAsync<InvalidOperationException>(() => client.EmitWithAckAsync<int>("bad", new Throwing()));
        await client.EmitAsync("good");
        await peer.ExpectAsync("""42["good"]""");
    }

    private sealed class Throwing
    {
#pragma warning disable CA1822 // Serialisation reads instances.
        public string Value => throw new InvalidOperationException("not now");
#pragma warning restore CA1822
    }
}
