using Microsoft.Extensions.DependencyInjection;
using SocketIO.Protocol.MessagePack;
using SocketIO.Tests;

namespace SocketIO.Client.Tests;

/// <summary>Every revision by every transport, against this repository's own server.</summary>
public sealed class ReachTests
{
    public static MatrixTheoryData<ClientProtocol, string> All { get; } = new([ClientProtocol.Auto, ClientProtocol.Version5, ClientProtocol.Version4], ["polling", "websocket", "polling websocket"]);

    [Theory]
    [MemberData(nameof(All))]
    [Trait("Spec", "T-40")]
    [Trait("Spec", "T-44")]
    [Trait("Spec", "CLI-081")]
    public async Task Events_answers_and_binary_data_pass_both_ways(ClientProtocol protocol, string transports)
    {
        await using var server = await LiveServer.StartAsync(o => o.AllowEIO3 = true);
        server.Io.OnConnection(socket =>
        {
            socket.On("echo", (string text, byte[] bytes) =>
            {
                _ = socket.EmitAsync("echoed", text, bytes);
                return bytes;
            });
            socket.On("ask", async () => await socket.EmitAsync("told", await socket.EmitWithAckAsync<int>("question")));
        });
        server.Io.Of("/admin").OnConnection(socket => { _ = socket.EmitAsync("hello", socket.Id); });

        await using var client = new SocketIOClient(server.Url, o => (o.Protocol, o.Transports, o.ForceNew) = (protocol, transports.Split(' '), true));
        var seen = new Recorder().Watch(client);
        var upgraded = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        client.Connection.OnUpgrade(_ => upgraded.TrySetResult());
        client.On("question", () => 42);
        await Wait.For("connect", client.ConnectAsync());
        await seen.ExpectAsync("connect");
        Assert.Equal(protocol is ClientProtocol.Version4 ? ClientProtocol.Version4 : ClientProtocol.Version5, client.Connection.Protocol);

        for (var round = 0; round < 2; round++)
        {
            Assert.Equal([1, 2, 3], await Wait.For("the answer", client.EmitWithAckAsync<byte[]>("echo", "ü😀", new byte[] { 1, 2, 3 })));
            await seen.ExpectAsync("echoed(\"ü😀\",<010203>)");
            await client.EmitAsync("ask");
            await seen.ExpectAsync("question()", "told(42)");

            if (transports.Contains(' ', StringComparison.Ordinal))
            {
                await Wait.For("the upgrade", upgraded.Task);
            }
        }

        Assert.Equal(transports.Split(' ')[^1], client.Connection.TransportName);
        var admin = client.Of("/admin");
        var hello = new Recorder().Watch(admin);
        await Wait.For("the other namespace", admin.ConnectAsync());
        await hello.ExpectAsync("connect", $"hello(\"{admin.Id}\")");
        client.Disconnect();
        await Wait.For("connect again", client.ConnectAsync());
        Assert.Equal([9], await Wait.For("the answer", client.EmitWithAckAsync<byte[]>("echo", "", new byte[] { 9 })));
    }

    [Theory]
    [InlineData("polling")]
    [InlineData("websocket")]
    [Trait("Spec", "CLI-024")]
    public async Task MessagePack_as_well(string transport)
    {
        await using var server = await LiveServer.StartAsync(build: io => io.AddMessagePackParser());
        server.Io.OnConnection(socket => socket.On("echo", (string text, byte[] bytes) =>
        {
            _ = socket.EmitAsync("echoed", text, bytes, 1.5, null);
            return bytes;
        }));
        await using var client = new SocketIOClient(server.Url, o => (o.Parser, o.Transports, o.ForceNew) = (new MessagePackParser(), [transport], true));
        var seen = new Recorder().Watch(client);
        await Wait.For("connect", client.ConnectAsync());
        Assert.Equal([1, 2], await Wait.For("the answer", client.EmitWithAckAsync<byte[]>("echo", "ü", new byte[] { 1, 2 })));
        await seen.ExpectAsync("connect", "echoed(\"ü\",<0102>,1.5,null)");
    }

    [Fact]
    [Trait("Spec", "CLI-075")]
    [Trait("Spec", "TST-130")]
    public async Task A_session_is_recovered_with_what_it_missed()
    {
        await using var server = await LiveServer.StartAsync(o => o.ConnectionStateRecovery = new());
        var joined = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Io.OnConnection(async socket =>
        {
            if (!socket.Recovered)
            {
                await socket.JoinAsync("room");
                joined.TrySetResult();
            }
        });

        var clock = new ManualTimeProvider();
        await using var client = new SocketIOClient(server.Url, o => (o.Transports, o.ForceNew, o.TimeProvider, o.RandomizationFactor) = (["websocket"], true, clock, 0));
        var seen = new Recorder().Watch(client);
        await Wait.For("connect", client.ConnectAsync());
        await Wait.For("the room", joined.Task);
        var id = client.Id;
        await server.Io.To("room").EmitAsync("before", 1);
        await seen.NextAsync();
        Assert.StartsWith("before(1,", await seen.NextAsync(), StringComparison.Ordinal);
        client.Connection.CloseEngine();
        await seen.ExpectAsync("disconnect forced close");
        await Wait.Until("the server to notice", () => server.Io.Sockets.Count == 0);
        await server.Io.To("room").EmitAsync("missed", 2);
        await server.Io.To("room").EmitAsync("missed", 3);

        lock (client.Connection.Gate)
        {
            // The attempt is planned by whoever told of the loss.
        }

        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.StartsWith("missed(2,", await seen.NextAsync(), StringComparison.Ordinal);
        Assert.StartsWith("missed(3,", await seen.NextAsync(), StringComparison.Ordinal);
        await seen.ExpectAsync("connect");
        Assert.Equal((true, id), (client.Recovered, client.Id));
    }
}
