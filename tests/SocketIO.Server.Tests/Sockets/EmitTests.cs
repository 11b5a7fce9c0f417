using SocketIO.Protocol;

namespace SocketIO.Server.Tests;

public sealed class EmitTests : IAsyncLifetime
{
    private readonly ServerHarness _server = new();
    private LoopbackClient _client = null!;
    private ServerSocket _socket = null!;

    [Fact]
    [Trait("Spec", "SRV-054")]
    [Trait("Spec", "SRV-055")]
    [Trait("Spec", "SRV-071")]
    [Trait("Spec", "TST-110")]
    public async Task Arguments_are_anything_that_serialises()
    {
        await _socket.EmitAsync("none");
        await _socket.EmitAsync("some", 1, "2", new { A = 3 }, null, true, 4.5);
        await _socket.SendAsync("text", 1);
        await _socket.EmitAsync("bytes", new { a = new byte[] { 1 }, list = new object[] { new byte[] { 2, 3 }, "x" } }, "t");

        Assert.Equal("2[\"none\"]", await _client.ReceiveAsync());
        Assert.Equal("2[\"some\",1,\"2\",{\"a\":3},null,true,4.5]", await _client.ReceiveAsync());
        Assert.Equal("2[\"message\",\"text\",1]", await _client.ReceiveAsync());
        var (text, attachments) = await _client.ReceiveBinaryAsync();
        Assert.Equal("52-[\"bytes\",{\"a\":{\"_placeholder\":true,\"num\":0},\"list\":[{\"_placeholder\":true,\"num\":1},\"x\"]},\"t\"]", text);
        Assert.Equal([[1], [2, 3]], attachments);
    }

    [Fact]
    public async Task An_array_is_one_argument_unless_it_is_an_array_of_objects()
    {
        await _socket.EmitAsync("strings", new[] { "a", "b" });
        await _socket.EmitAsync("ints", new[] { 1, 2 });
        await _socket.EmitAsync("null", (string?)null);
        await _socket.EmitAsync("objects", new object?[] { "a", 2 });
        await _server.Io.EmitAsync("strings", new[] { "a", "b" });
        await _server.Io.To(_socket.Id).EmitAsync("strings", new[] { "a" });
        await _socket.Volatile.EmitAsync("strings", new[] { "a" });

        Assert.Equal(
            [
                "2[\"strings\",[\"a\",\"b\"]]", "2[\"ints\",[1,2]]", "2[\"null\",null]", "2[\"objects\",\"a\",2]", "2[\"strings\",[\"a\",\"b\"]]",
                "2[\"strings\",[\"a\"]]", "2[\"strings\",[\"a\"]]",
            ],
            _client.Drain());
    }

    [Fact]
    public async Task What_was_received_can_be_sent_on_as_it_is()
    {
        _server.Io.On("echo", (ServerSocket s, EventArguments args) => s.EmitAsync("echoed", [.. args]));

        await _client.SendAsync("2[\"echo\",1.50,\"h\\u00e9\",{\"a\" : [1]}]");
        await _client.SendAsync("51-[\"echo\",{\"b\":{\"_placeholder\":true,\"num\":0}}]");
        await _client.SendAsync([9, 8]);

        Assert.Equal("2[\"echoed\",1.50,\"h\\u00e9\",{\"a\" : [1]}]", await _client.ReceiveAsync());
        var (text, attachments) = await _client.ReceiveBinaryAsync();
        Assert.Equal("51-[\"echoed\",{\"b\":{\"_placeholder\":true,\"num\":0}}]", text);
        Assert.Equal([[9, 8]], attachments);
    }

    [Theory]
    [Trait("Spec", "SRV-054")]
    [Trait("Spec", "SRV-082")]
    [Trait("Spec", "TST-099")]
    [Trait("Hostile", "H6")]
    [InlineData("connect")]
    [InlineData("connect_error")]
    [InlineData("disconnect")]
    [InlineData("disconnecting")]
    [InlineData("newListener")]
    [InlineData("removeListener")]
    public async Task Reserved_names_are_refused(string name)
    {
        var expected = $"\"{name}\" is a reserved event name";

        Assert.Equal(expected, (await Assert.ThrowsAsync<ArgumentException>(async () => await _socket.EmitAsync(name))).Message);
        Assert.Equal(expected, (await Assert.ThrowsAsync<ArgumentException>(() => _socket.EmitWithAckAsync<int>(name))).Message);
        Assert.Equal(expected, (await Assert.ThrowsAsync<ArgumentException>(async () => await _server.Io.EmitAsync(name))).Message);
        Assert.Equal(expected, (await Assert.ThrowsAsync<ArgumentException>(() => _server.Io.To("r").EmitWithAckAsync<int>(name))).Message);
        Assert.Empty(_client.Drain());
    }

    [Fact]
    [Trait("Spec", "SRV-110")]
    public async Task The_order_of_calls_is_the_order_of_delivery()
    {
        for (var i = 0; i < 100; i++)
        {
            _ = _socket.EmitAsync("n", i);
            _ = _server.Io.EmitAsync("n", i);
            _ = _socket.EmitAsync("n", new byte[] { (byte)i });
        }

        Assert.Equal(
            Enumerable.Range(0, 100).SelectMany(i => new[] { $"2[\"n\",{i}]", $"2[\"n\",{i}]", "51-[\"n\",{\"_placeholder\":true,\"num\":0}]" }),
            _client.Drain());
        await Task.CompletedTask;
    }

    [Fact]
    [Trait("Spec", "SRV-072")]
    [Trait("Spec", "SRV-064")]
    [Trait("Spec", "TST-098")]
    [Trait("Spec", "TST-111")]
    public async Task Volatile_packets_are_dropped_while_the_client_cannot_be_written_to()
    {
        _client.Transport.IsStalled = true;
        await _socket.EmitAsync("kept", 1);
        await _socket.Volatile.EmitAsync("dropped");
        await _socket.Volatile.EmitAsync("dropped", new byte[] { 1 });
        await _server.Io.Volatile.EmitAsync("dropped");
        await _server.Io.To(_socket.Id).Volatile.EmitAsync("dropped");
        await _socket.EmitAsync("kept", 2);
        _client.Transport.IsStalled = false;
        await _socket.EmitAsync("kept", 3);
        await _socket.Volatile.EmitAsync("also kept");
        await _server.Io.Volatile.EmitAsync("also kept");

        Assert.Equal(["2[\"kept\",1]", "2[\"kept\",2]", "2[\"kept\",3]", "2[\"also kept\"]", "2[\"also kept\"]"], _client.Drain());
    }

    [Fact]
    public async Task Emitting_to_a_socket_that_has_gone_does_nothing()
    {
        _client.Lose();
        await _client.ClosedAsync();

        await _socket.EmitAsync("x");
        await _socket.EmitAsync("x", new byte[1]);
        await _server.Io.To(_socket.Id).EmitAsync("x");
        await _socket.JoinAsync("room");
        await _socket.DisconnectAsync();

        Assert.Empty(_client.Drain());
        Assert.Empty(_socket.Rooms);
    }

    [Fact]
    public async Task What_does_not_serialise_throws_to_the_caller_and_harms_nothing_else()
    {
        var loop = new Dictionary<string, object>();
        loop["self"] = loop;

        await Assert.ThrowsAnyAsync<Exception>(async () => await _socket.EmitAsync("x", loop));
        await Assert.ThrowsAnyAsync<Exception>(() => _socket.EmitWithAckAsync<int>("x", loop));
        await Assert.ThrowsAnyAsync<Exception>(async () => await _server.Io.EmitAsync("x", loop));
        await _socket.EmitAsync("fine", 1);

        Assert.Equal(["2[\"fine\",1]"], _client.Drain());
    }

    [Fact]
    [Trait("Hostile", "I24")]
    public async Task Packets_of_many_threads_keep_their_attachments()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(t => Task.Run(async () =>
        {
            for (var i = 0; i < 500; i++)
            {
                await _socket.EmitAsync("n", t, new byte[] { (byte)t, (byte)i });
            }
        })));

        for (var i = 0; i < 4_000; i++)
        {
            var (text, attachments) = await _client.ReceiveBinaryAsync();
            Assert.Equal($"51-[\"n\",{attachments[0][0]},{{\"_placeholder\":true,\"num\":0}}]", text);
        }
    }

    public async ValueTask InitializeAsync() => (_client, _socket) = await _server.ConnectSocketAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
