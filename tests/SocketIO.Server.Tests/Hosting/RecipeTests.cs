using System.Net.WebSockets;
using SocketIO.Protocol;
using SocketIO.Tests;

namespace SocketIO.Server.Tests;

/// <summary>Patterns that the reference's guides recommend, as one writes them here.</summary>
public sealed class RecipeTests
{
    private sealed record Posted(long Id, string Text);

    private sealed record NewPost(string? Text);

    private sealed record Status(string State, string? Reason = null);

    [Fact]
    [Trait("Spec", "SRV-119")]
    public async Task A_test_starts_a_server_on_a_free_port_and_waits_for_both_sides()
    {
        await using var host = SocketIOHost.Create(port: 0, o => o.ShutdownTimeout = TimeSpan.FromMilliseconds(100));
        var connected = new TaskCompletionSource<ServerSocket>(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Server.OnConnection(socket => { connected.TrySetResult(socket); });
        await host.StartAsync();
        using var client = new ClientWebSocket();
        await client.ConnectAsync(new UriBuilder(host.Urls.Single().Replace("[::]", "localhost", StringComparison.Ordinal)) { Scheme = "ws", Path = "/socket.io/", Query = "EIO=4&transport=websocket" }.Uri, CancellationToken.None);
        Assert.StartsWith("0{", await WebHost.ReceiveAsync(client));
        await WebHost.SendAsync(client, "40");
        Assert.StartsWith("40{", await WebHost.ReceiveAsync(client));
        var socket = await Wait.For("the server's side", connected.Task);

        // A listener for one event is what other tests call waitFor.
        var waited = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        socket.Once("hello", (string name) => { waited.TrySetResult(name); });
        await WebHost.SendAsync(client, "42[\"hello\",\"world\"]");
        Assert.Equal("world", await Wait.For("the event", waited.Task));

        var answer = socket.EmitWithAckAsync<int>("question");
        Assert.Equal("420[\"question\"]", await WebHost.ReceiveAsync(client));
        await WebHost.SendAsync(client, "430[42]");
        Assert.Equal(42, await Wait.For("the answer", answer));
    }

    [Fact]
    [Trait("Spec", "SRV-113")]
    public async Task Types_stand_where_the_event_is_handled_sent_or_answered()
    {
        await using var server = new ServerHarness();
        server.Io.On("post", (ServerSocket socket, NewPost post) =>
        {
            socket.Data["last"] = post.Text;
            return new Posted(1, post.Text!);
        });
        var (client, socket) = await server.ConnectSocketAsync();

        await client.SendAsync("20[\"post\",{\"text\":\"hi\"}]");
        Assert.Equal("30[{\"id\":1,\"text\":\"hi\"}]", await client.ReceiveAsync());
        Assert.Equal("hi", socket.Data.Get<string>("last"));

        // With a timeout: the value, or an exception where TypeScript has an error in first place.
        var one = socket.Timeout(TimeSpan.FromSeconds(1)).EmitWithAckAsync<Posted>("last?");
        await client.SendAsync("30[{\"id\":2,\"text\":\"there\"}]");
        Assert.Equal(new Posted(2, "there"), await Wait.For("the answer", one));
        var none = socket.Timeout(TimeSpan.FromSeconds(1)).EmitWithAckAsync<Posted>("last?");
        server.Time.Advance(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAsync<AckTimeoutException>(() => none);

        // To many: an array of them.
        var all = server.Io.Timeout(TimeSpan.FromSeconds(1)).EmitWithAckAsync<Posted>("last?");
        var question = client.All[^1];
        await client.SendAsync($"3{question[1..question.IndexOf('[', StringComparison.Ordinal)]}[{{\"id\":3,\"text\":\"all\"}}]");
        Assert.Equal([new Posted(3, "all")], (await Wait.For("the answers", all)).Responses);
    }

    [Fact]
    [Trait("Spec", "SRV-123")]
    public async Task Latency_is_what_an_empty_acknowledgement_takes()
    {
        await using var server = new ServerHarness();
        server.Io.On("ping", () => { });
        var (client, socket) = await server.ConnectSocketAsync();

        await client.SendAsync("20[\"ping\"]");
        Assert.Equal("30[]", await client.ReceiveAsync());

        // And seen from here.
        var sent = server.Time.GetTimestamp();
        var pong = socket.EmitWithAckAsync<EventArguments>("ping");
        server.Time.Advance(TimeSpan.FromMilliseconds(30));
        await client.SendAsync("30[]");
        Assert.Empty(await Wait.For("the answer", pong));
        Assert.Equal(TimeSpan.FromMilliseconds(30), server.Time.GetElapsedTime(sent));
    }

    [Fact]
    [Trait("Spec", "SRV-123")]
    public async Task A_file_travels_in_pieces_each_acknowledged_and_sent_again_if_not()
    {
        await using var server = new ServerHarness();
        var received = new List<byte>();
        server.Io.On("upload", (int offset, byte[] piece) =>
        {
            if (offset == received.Count)
            {
                received.AddRange(piece);
            }

            return received.Count;
        });
        var (client, socket) = await server.ConnectSocketAsync();

        for (var i = 0; i < 3; i++)
        {
            await client.SendAsync($"51-{i}[\"upload\",{i * 100_000},{{\"_placeholder\":true,\"num\":0}}]");
            await client.SendAsync(new byte[100_000]);
            Assert.Equal($"3{i}[{(i + 1) * 100_000}]", await client.ReceiveAsync());
        }

        var lost = socket.Timeout(TimeSpan.FromSeconds(5)).EmitWithAckAsync<bool>("download", 0, new byte[10]);
        server.Time.Advance(TimeSpan.FromSeconds(5));
        await Assert.ThrowsAsync<AckTimeoutException>(() => lost);
        var again = socket.Timeout(TimeSpan.FromSeconds(5)).EmitWithAckAsync<bool>("download", 0, new byte[10]);
        await client.SendAsync("31[true]");
        Assert.True(await Wait.For("the second attempt", again));
    }

    [Fact]
    [Trait("Spec", "SRV-124")]
    public async Task Handlers_are_grouped_by_feature_and_answer_with_a_status()
    {
        await using var server = new ServerHarness();
        server.Io.OnConnection(socket =>
        {
            PostHandlers.Register(server.Io, socket);
            UserHandlers.Register(socket);
        });
        var (client, socket) = await server.ConnectSocketAsync();

        Assert.Equal(["post:create", "user:rename"], socket.EventNames.Order());
        await client.SendAsync("20[\"post:create\",{}]", "21[\"post:create\",{\"text\":\"hi\"}]", "22[\"user:rename\",\"Ann\"]");

        Assert.Equal("30[{\"state\":\"error\",\"reason\":\"no text\"}]", await client.ReceiveAsync());
        Assert.Equal("2[\"post:created\",\"hi\"]", await client.ReceiveAsync());
        Assert.Equal("31[{\"state\":\"ok\",\"reason\":null}]", await client.ReceiveAsync());
        Assert.Equal("32[{\"state\":\"ok\",\"reason\":null}]", await client.ReceiveAsync());
    }

    private static class PostHandlers
    {
        public static void Register(SocketIOServer io, ServerSocket socket)
        {
            socket.On("post:create", CreateAsync);

            async Task<Status> CreateAsync(NewPost post)
            {
                if (post.Text is null)
                {
                    return new Status("error", "no text");
                }

                await io.EmitAsync("post:created", post.Text);
                return new Status("ok");
            }
        }
    }

    private static class UserHandlers
    {
        public static void Register(ServerSocket socket) => socket.On("user:rename", (string name) =>
        {
            socket.Data["name"] = name;
            return new Status("ok");
        });
    }
}
