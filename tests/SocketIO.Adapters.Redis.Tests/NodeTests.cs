using SocketIO.Tests;

namespace SocketIO.Adapters.Redis.Tests;

/// <summary>Our server and one for Node.js with npm's adapter, in one cluster.</summary>
public sealed class NodeTests(RedisFixture redis) : IClassFixture<RedisFixture>
{
    private const string Script = """
        const { createServer } = require("http");
        const { Server } = require("socket.io");
        const { createAdapter } = require("@socket.io/redis-adapter");
        const { Emitter } = require("@socket.io/redis-emitter");
        const { createClient } = require("redis");
        const { io: connect } = require("socket.io-client");

        const pub = createClient({ url: input.redis }), sub = createClient({ url: input.redis });
        await Promise.all([pub.connect(), sub.connect()]);
        const http = createServer();
        const io = new Server(http, { adapter: createAdapter(pub, sub, { key: input.key, publishOnSpecificResponseChannel: input.specific }) });
        await new Promise(resolve => http.listen(0, "127.0.0.1", resolve));
        io.on("connection", socket => socket.on("join", (room, done) => { socket.join(room); done(true); }));
        io.on("ask-server", (from, answer) => answer("node to " + from));

        const seen = { node: [], net: [] };
        const open = async (name, url) => {
          const socket = connect(url, { transports: ["websocket"] });
          socket.onAny((event, ...args) => {
            if (typeof args[args.length - 1] === "function") args.pop()(name);
            seen[name].push([event, ...args.map(a => Buffer.isBuffer(a) ? "#" + a.toString("hex") : a)]);
          });
          await new Promise(resolve => socket.on("connect", resolve));
          await socket.emitWithAck("join", "room");
          return socket;
        };
        const node = await open("node", "http://127.0.0.1:" + http.address().port), net = await open("net", input.url);
        const both = async event => {
          const until = Date.now() + 10000;
          while (!["node", "net"].every(name => seen[name].some(e => e[0] === event))) {
            if (Date.now() > until) throw new Error(event + " has not arrived: " + JSON.stringify(seen));
            await new Promise(resolve => setTimeout(resolve, 5));
          }
        };

        await net.emitWithAck("data", Buffer.from([7]));
        io.to("room").emit("from-node", 1, Buffer.from([1, 2]), { date: new Date(0) });
        await both("from-node");
        await net.emitWithAck("cast", "room");
        await both("from-net");
        const emitter = new Emitter(pub, { key: input.key });
        emitter.to("room").emit("from-node-emitter", "hi", Buffer.from([3]));
        await both("from-node-emitter");
        await net.emitWithAck("emitter", "room");
        await both("from-net-emitter");
        const result = {};
        const sockets = await io.in("room").fetchSockets();
        result.nodeFinds = sockets.map(s => s.id).sort();
        result.data = sockets.find(s => s.id === net.id).data;
        result.netFinds = await net.emitWithAck("find", "room");
        result.ids = [node.id, net.id].sort();
        result.nodeAsks = (await io.timeout(5000).emitWithAck("ask")).sort();
        result.netAsks = await net.emitWithAck("ask-all");
        result.nodeServers = await io.serverSideEmitWithAck("ask-server", "node");
        result.netServers = await net.emitWithAck("ask-servers");
        io.socketsJoin("by-node");
        await net.emitWithAck("all-join", "by-net");
        emitter.socketsJoin("by-node-emitter");
        const late = ["by-net", "by-net-emitter", "by-node", "by-node-emitter"];
        const until = Date.now() + 10000;
        while (true) {
          const lacking = (await io.fetchSockets()).filter(s => !late.every(room => s.rooms.has(room)));
          if (lacking.length === 0) break;
          if (Date.now() > until) throw new Error("not joined: " + JSON.stringify(lacking.map(s => [...s.rooms])));
        }
        result.nodeRooms = [...await io.of("/").adapter.allRooms()].sort();
        result.netRooms = await net.emitWithAck("rooms");
        result.count = await io.of("/").adapter.serverCount();
        io.in("by-node").disconnectSockets(true);
        await new Promise(resolve => net.connected ? net.on("disconnect", resolve) : resolve());
        result.seen = seen;
        node.close();
        net.close();
        await io.close();
        await Promise.all([pub.quit(), sub.quit()]);
        return result;
        """;

    [Theory]
    [Trait("Spec", "ADP-028")]
    [Trait("Spec", "ADP-029")]
    [Trait("Spec", "ADP-038")]
    [Trait("Spec", "ADP-040")]
    [Trait("Spec", "ADP-044")]
    [Trait("Spec", "ADP-074")]
    [InlineData("socket.io", false)]
    [InlineData("my*key", true)]
    public async Task Servers_of_both_kinds_are_one_cluster(string key, bool specific)
    {
        await using var application = await RedisApplication.StartAsync(
            redis.Server, options => (options.Key, options.PublishOnSpecificResponseChannel) = (key, specific));

        var result = await NodeScript.RunAsync<Result>(Script, new { redis = redis.Server.Url, url = application.Url, key, specific });

        string[] events =
        [
            "[\"from-node\",1,\"#0102\",{\"date\":\"1970-01-01T00:00:00.000Z\"}]",
            "[\"from-net\",1,\"#0102\",{\"date\":\"1970-01-01T00:00:00.000Z\"}]",
            "[\"from-node-emitter\",\"hi\",\"#03\"]",
            "[\"from-net-emitter\",\"hi\",\"#03\"]",
            "[\"ask\"]",
            "[\"ask\"]",
        ];
        Assert.Equal(events, result.Seen["node"].Select(static seen => seen.GetRawText()));
        Assert.Equal(events, result.Seen["net"].Select(static seen => seen.GetRawText()));
        Assert.Equal(result.Ids, result.NodeFinds);
        Assert.Equal(result.Ids.Order(), result.NetFinds.Order());
        Assert.Equal("{\"bytes\":{\"type\":\"Buffer\",\"data\":[7]},\"name\":\"of .NET\"}", result.Data.GetRawText());
        Assert.Equal(["net", "node"], result.NodeAsks);
        Assert.Equal(["net", "node"], result.NetAsks);
        Assert.Equal(["net to node"], result.NodeServers);
        Assert.Equal(["node to net"], result.NetServers);
        string[] rooms = [.. result.Ids, "room", "by-node", "by-net", "by-node-emitter", "by-net-emitter"];
        Assert.Equal(rooms.Order(), result.NodeRooms.Order());
        Assert.Equal(rooms.Order(), result.NetRooms.Order());
        Assert.Equal(2, result.Count);
    }

    private sealed record Result(
        string[] Ids,
        string[] NodeFinds,
        string[] NetFinds,
        System.Text.Json.JsonElement Data,
        string[] NodeAsks,
        string[] NetAsks,
        string[] NodeServers,
        string[] NetServers,
        string[] NodeRooms,
        string[] NetRooms,
        int Count,
        Dictionary<string, System.Text.Json.JsonElement[]> Seen);
}
