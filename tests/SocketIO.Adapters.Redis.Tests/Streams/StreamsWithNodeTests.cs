using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SocketIO.Server;
using SocketIO.Tests;
using StackExchange.Redis;

namespace SocketIO.Adapters.Redis.Tests.Streams;

/// <summary>Our server, npm's server and npm's clients, in one cluster over one stream.</summary>
public sealed class StreamsWithNodeTests(StreamsRedis redis) : IClassFixture<StreamsRedis>
{
    // Clients of both servers talk in one room. Then each loses its connection and comes back on the other server.
    private const string Script = """
        const { createServer } = require("node:http");
        const { once } = require("node:events");
        const { Server } = require("socket.io");
        const { io: connect } = require("socket.io-client");
        const { createClient } = require("redis");
        const { createAdapter } = require("@socket.io/redis-streams-adapter");

        const redis = createClient({ url: input.redis });
        await redis.connect();
        const http = createServer();
        const io = new Server(http, { adapter: createAdapter(redis, { streamName: input.name, channelPrefix: input.name, sessionKeyPrefix: input.name + ":" }), connectionStateRecovery: {} });
        io.on("connection", socket => {
          socket.on("join", (room, done) => { socket.join(room); socket.data.name = "from js"; socket.data.bytes = { deep: Buffer.from([7]) }; done(); });
          socket.on("say", (room, what) => io.to(room).emit("said", "js", what, Buffer.from([1, 2])));
          socket.on("who", async done => done((await io.fetchSockets()).length));
          socket.on("data", done => done(socket.data.name, socket.data.bytes));
        });
        http.listen(0, "127.0.0.1");
        await once(http, "listening");

        const urls = { js: `http://127.0.0.1:${http.address().port}`, net: input.net };
        const open = async (to, from) => {
          const client = connect(urls[to], { forceNew: true, reconnection: false, transports: ["websocket"], autoConnect: false });
          client.got = [];
          client.on("said", (who, what, bytes) => client.got.push(`${who} ${what} ${Buffer.from(bytes).toString("hex")}`));
          if (from) { client._pid = from._pid; client._lastOffset = from._lastOffset; }
          client.connect();
          await once(client, "connect");
          return client;
        };
        const until = async (what, condition) => {
          for (const end = Date.now() + 15000; Date.now() < end; await new Promise(r => setTimeout(r, 10))) if (await condition()) return;
          throw new Error(`waited for: ${what}`);
        };
        const ask = (client, ...args) => new Promise(done => client.emit(...args, (...answer) => done(answer)));

        const js = await open("js"), net = await open("net");
        await ask(js, "join", "room");
        await ask(net, "join", "room");
        js.emit("say", "room", "one");
        await until("one", () => js.got.length === 1 && net.got.length === 1);
        net.emit("say", "room", "two");
        await until("two", () => js.got.length === 2 && net.got.length === 2);
        const counts = [(await ask(js, "who"))[0], (await ask(net, "who"))[0]];
        const together = { js: js.got.slice(), net: net.got.slice() };

        const move = async (client, to, other) => {
          client.io.engine.close();
          await until("the session", () => redis.exists(`${input.name}:${client._pid}`));
          other.emit("say", "room", "missed");
          const before = other.got.length;
          await until("missed", () => other.got.length > before);
          const back = await open(to, client);
          await until("what was missed", () => back.got.length === 1);
          back.emit("say", "room", "after");
          await until("after", () => back.got.length === 2);
          return { back, result: { recovered: back.recovered, sameId: back.id === client.was, got: back.got.slice(), data: JSON.stringify(await ask(back, "data")) } };
        };
        js.was = js.id;
        net.was = net.id;
        const toNet = await move(js, "net", net);
        const toJs = await move(net, "js", toNet.back);
        toNet.back.disconnect();
        toJs.back.disconnect();
        await io.close();
        await redis.quit();
        return { counts, together, toNet: toNet.result, toJs: toJs.result };
        """;

    [Fact]
    [Trait("Spec", "ADP-050")]
    [Trait("Spec", "ADP-054")]
    [Trait("Spec", "ADP-055")]
    public async Task Servers_share_rooms_and_clients_come_back_on_the_other()
    {
        var name = redis.NewName();
        await using var app = await StartAsync(name);
        var address = app.Services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

        var seen = await NodeScript.RunAsync<Seen>(Script, new { redis = redis.Server.Url, name, net = address });

        Assert.Equal([2, 2], seen.Counts);
        Assert.Equal(["js one 0102", "net two 0304"], seen.Together["js"]);
        Assert.Equal(["js one 0102", "net two 0304"], seen.Together["net"]);
        Assert.Equal((true, true), (seen.ToNet.Recovered, seen.ToNet.SameId));
        Assert.Equal(["net missed 0304", "net after 0304"], seen.ToNet.Got);
        Assert.Equal("""["from js",{"deep":{"type":"Buffer","data":[7]}}]""", seen.ToNet.Data);
        Assert.Equal((true, true), (seen.ToJs.Recovered, seen.ToJs.SameId));
        Assert.Equal(["net missed 0304", "js after 0102"], seen.ToJs.Got);
        Assert.Equal("""["from net",{"deep":{"type":"Buffer","data":[8]}}]""", seen.ToJs.Data);
    }

    [Fact]
    [Trait("Spec", "ADP-075")]
    [Trait("Spec", "ADP-025")]
    public async Task An_emitter_reaches_servers_of_both_kinds()
    {
        var name = redis.NewName();
        await using var nodes = redis.CreateNodes(options => options.StreamName = options.ChannelPrefix = name);
        var node = await new StreamsNode("node-a") { Recovery = null }.StartAsync(nodes);
        var socket = await node.AddAsync("a", "room");
        using var connection = await ConnectionMultiplexer.ConnectAsync(redis.Server.Configuration);
        var emitter = RedisStreamsEmitter.Create(connection, options => options.StreamName = name);

        const string Listen = """
            const { Server } = require("socket.io");
            const { createClient } = require("redis");
            const { createAdapter } = require("@socket.io/redis-streams-adapter");
            const redis = createClient({ url: input.url });
            await redis.connect();
            const io = new Server(0, { adapter: createAdapter(redis, { streamName: input.name, channelPrefix: input.name }) });
            const heard = [];
            for (const name of ["broadcast", "addSockets", "delSockets", "disconnectSockets"]) {
              Object.getPrototypeOf(Object.getPrototypeOf(Object.getPrototypeOf(io.of("/").adapter)))[name] = function (...args) { heard.push(name + JSON.stringify(args.map(a => a.rooms instanceof Set ? [...a.rooms] : a.data ?? a))); };
            }
            const last = new Promise(done => io.of("/").on("last", done));
            // Its reader waits at the end of the stream, as ours does.
            while ((await redis.sendCommand(["CLIENT", "LIST"])).split("cmd=xread").length < 3);
            await redis.set(input.name + "-ready", "1");
            const answer = await last;
            await io.close();
            await redis.quit();
            return heard.concat(answer);
            """;
        var listening = NodeScript.RunAsync<string[]>(Listen, new { url = redis.Server.Url, name });
        await Wait.Until("the server in Node listens", () => redis.Server.Execute("GET", $"{name}-ready") == "$1" || listening.IsCompleted);
        await emitter.To("room").EmitAsync("hi", 1, new byte[] { 9 });
        await emitter.In("room").SocketsJoinAsync("more");
        await emitter.In("more").SocketsLeaveAsync("more");
        await emitter.In("room").DisconnectSocketsAsync(close: true);
        await emitter.ServerSideEmitAsync("last", "said");

        await Wait.Until("our server has got all", () => node.ServerEvents.Contains("last"));
        Assert.Equal(["42[\"hi\",1,{\"_placeholder\":true,\"num\":0}]", "disconnected"], socket.Received.Select(static packet => packet.Replace("451-", "42", StringComparison.Ordinal)));
        string[] expected =
        [
            """broadcast[["hi",1,{"type":"Buffer","data":[9]}],["room"]]""", """addSockets[["room"],["more"]]""", """delSockets[["more"],["more"]]""",
            """disconnectSockets[["room"],true]""", "said",
        ];
        Assert.Equal(expected, await Wait.For("the server in Node to have heard all", listening));
    }

    private async Task<WebApplication> StartAsync(string name)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");

        builder.Services.AddSocketIO(static options => options.ConnectionStateRecovery = new()).AddRedisStreamsAdapter(redis.Server.Url, options =>
        {
            options.StreamName = options.ChannelPrefix = name;
            options.SessionKeyPrefix = $"{name}:";
        });

        var app = builder.Build();
        var io = app.MapSocketIO();

        io.On("join", static async (ServerSocket socket, string room) =>
        {
            await socket.JoinAsync(room);
            socket.Data["name"] = "from net";
            socket.Data["bytes"] = new { deep = new byte[] { 8 } };
            return true;
        });

        io.On("say", (string room, string what) => io.To(room).EmitAsync("said", "net", what, new byte[] { 3, 4 }).AsTask());
        io.On("who", async () => (await io.FetchSocketsAsync()).Count);
        io.On("data", static (ServerSocket socket) => (socket.Data["name"], socket.Data["bytes"]));
        await app.StartAsync();
        return app;
    }

    private sealed record Seen(int[] Counts, Dictionary<string, string[]> Together, Moved ToNet, Moved ToJs);

    private sealed record Moved(bool Recovered, bool SameId, string[] Got, string Data);
}
