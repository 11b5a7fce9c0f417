using System.Collections.Concurrent;
using System.Text.Json;
using SocketIOClient;
using SocketIOClient.Transport;
using Client = SocketIOClient.SocketIO;

namespace SocketIO.Tests;

/// <summary>The SocketIOClient of NuGet, which fragments its frames, escapes its JSON its own way and upgrades without a probe.</summary>
public sealed class DotNetClientTests(ContractServer server)
{
    public static TheoryData<string> Transports => ["polling", "websocket", "upgrade"];

    [Theory]
    [MemberData(nameof(Transports))]
    [Trait("Spec", "SRV-071")]
    public async Task Events_of_every_kind(string transport)
    {
        using var client = await ConnectAsync(transport, "/");

        var echoed = Next(client, "echoed");
        await client.EmitAsync("echo", "déjà 😀 €", 1, -2.5, true, null, new { a = new[] { 1, 2 } });
        var response = await Wait.For("echoed", echoed);
        Assert.Equal("déjà 😀 €", response.GetValue<string>());
        Assert.Equal("[1,-2.5,true,null,{\"a\":[1,2]}]", JsonSerializer.Serialize(Enumerable.Range(1, 5).Select(response.GetValue<JsonElement>)));

        echoed = Next(client, "echoed");
        await client.EmitAsync("echo", new string('€', 50_000));
        Assert.Equal(50_000, (await Wait.For("large echo", echoed)).GetValue<string>().Length);
    }

    [Theory]
    [MemberData(nameof(Transports))]
    [Trait("Spec", "SRV-060")]
    [Trait("Spec", "PAR-004")]
    public async Task Acknowledgements_and_binary_both_ways(string transport)
    {
        using var client = await ConnectAsync(transport, "/custom");

        var answer = await AskAsync(client, "ack-echo", "x", new { y = new byte[] { 1, 2, 3 } });
        Assert.Equal("x", answer.GetValue<string>());
        Assert.Equal([1, 2, 3], answer.GetValue<Dictionary<string, byte[]>>(1)["y"]);

        var bin = Next(client, "bin");
        await client.EmitAsync("bin-send", 3);
        Assert.Equal([0, 1, 2], (await Wait.For("bin", bin)).InComingBytes[0]);

        client.On("question", async question => await question.CallbackAsync(question.GetValue<int>() + 1, new byte[] { 9 }));
        var asked = (await AskAsync(client, "ask", "question", 5000, 41)).GetValue();
        Assert.True(asked.GetProperty("ok").GetBoolean());
        Assert.Equal(42, asked.GetProperty("values")[0].GetInt32());
    }

    [Theory]
    [MemberData(nameof(Transports))]
    [Trait("Spec", "SRV-110")]
    public async Task A_burst_keeps_its_order(string transport)
    {
        using var client = await ConnectAsync(transport, "/");

        // The client may run its handlers side by side.
        var seen = new ConcurrentQueue<int>();
        client.On("num", response => seen.Enqueue(response.GetValue<int>()));
        await client.EmitAsync("seq", 100);

        await Wait.Until("100 numbers came", () => seen.Count >= 100, () => string.Join(' ', seen));
        Assert.Equal(Enumerable.Range(0, 100), seen);
    }

    [Theory]
    [MemberData(nameof(Transports))]
    [Trait("Spec", "SRV-044")]
    [Trait("Spec", "SRV-065")]
    public async Task A_refusal_and_a_disconnection_by_the_server(string transport)
    {
        using var refused = Open(transport, "/auth");
        var error = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        refused.OnError += (_, message) => error.TrySetResult(message);
        var connecting = refused.ConnectAsync();
        Assert.Equal("not authorized", await Wait.For("the refusal", error.Task));

        using var kicked = await ConnectAsync(transport, "/custom");
        var gone = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        kicked.OnDisconnected += (_, reason) => gone.TrySetResult(reason);
        await kicked.EmitAsync("bye", false);
        Assert.Equal("io server disconnect", await Wait.For("the disconnection", gone.Task));
        _ = connecting;
    }

    // This client's ConnectAsync returns before it is connected, and gives up quietly when its first attempt takes too long.
    private async Task<Client> ConnectAsync(string transport, string ns)
    {
        for (var attempt = 0; attempt < 5; attempt++)
        {
            var client = Open(transport, ns);
            var connected = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            client.OnConnected += (_, _) => connected.TrySetResult();
            await client.ConnectAsync();

            if (await Task.WhenAny(connected.Task, Task.Delay(TimeSpan.FromSeconds(5), TimeProvider.System)) == connected.Task)
            {
                return client;
            }

            client.Dispose();
        }

        throw new TimeoutException("The client did not connect in five attempts.");
    }

    private static Task<SocketIOResponse> Next(Client client, string name)
    {
        var next = new TaskCompletionSource<SocketIOResponse>(TaskCreationOptions.RunContinuationsAsynchronously);
        client.Off(name);
        client.On(name, response => next.TrySetResult(response));
        return next.Task;
    }

    private static async Task<SocketIOResponse> AskAsync(Client client, string name, params object[] arguments)
    {
        var answer = new TaskCompletionSource<SocketIOResponse>(TaskCreationOptions.RunContinuationsAsynchronously);
        await client.EmitAsync(name, response => answer.TrySetResult(response), arguments);
        return await Wait.For($"the answer to {name}", answer.Task);
    }

    private Client Open(string transport, string ns) => new(new Uri(server.Url(Profile.Main), ns), new SocketIOOptions
    {
        EIO = 4,
        Transport = transport == "websocket" ? TransportProtocol.WebSocket : TransportProtocol.Polling,
        AutoUpgrade = transport == "upgrade",
        Reconnection = false,
        Auth = new { token = "t0k" },
        Query = [new("token", "a b")],
    });
}
