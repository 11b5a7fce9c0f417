using System.Text.Json;
using SocketIO.Server;
using SocketIO.Snippets;

namespace SocketIO.Tests;

/// <summary>The code of the guide does what its pages say, with npm's client on the other side.</summary>
public sealed class GuideTests
{
    [Fact]
    public Task Getting_started()
        => Expect(
            GettingStarted.Order,
            """
            const socket = await connect();
            return socket.emitWithAck("order", { item: 42 });
            """,
            "\"1:42x1\"");

    [Fact]
    public Task Parameters_take_services_and_arguments_in_any_order()
        => Expect(
            ListeningToEvents.Parameters,
            """
            const socket = await connect();
            const seen = [];
            socket.on("placed", (...args) => seen.push(args));
            await socket.emitWithAck("place", { item: 7, count: 2 }, "quickly");
            await socket.emitWithAck("place", { item: 8 });
            return seen;
            """,
            """[["1:7x2","quickly"],["1:8x1",""]]""");

    [Fact]
    public Task Acknowledgements_are_what_handlers_return()
        => Expect(
            ListeningToEvents.Answers,
            """
            const socket = await connect();
            const split = new Promise((resolve) => socket.emit("split", "abc", (...args) => resolve(args)));
            return [await socket.emitWithAck("add", 1, 2), await split, (await socket.emitWithAck("delete", "42")) ?? "nothing"];
            """,
            """[3,["a","bc"],"nothing"]""");

    [Fact]
    public Task An_acknowledgement_may_come_later()
        => Expect(
            ListeningToEvents.LateAnswer,
            """
            const socket = await connect();
            return [await socket.emitWithAck("start job", "wash"), await socket.emitWithAck("start job", "")];
            """,
            """[{"result":"wash is done"},{"error":"a job needs a name"}]""");

    [Fact]
    public Task Rooms_reach_their_members()
        => Expect(
            io =>
            {
                Rooms.Join(io);
                Rooms.FromSocket(io);
                Rooms.Private(io);
            },
            """
            const [anna, bert, cleo] = [await connect(), await connect(), await connect()];
            const seen = [];
            for (const [name, socket] of Object.entries({ anna, bert, cleo })) {
              socket.onAny((...args) => seen.push([name, ...args.filter((arg) => arg !== anna.id)]));
            }
            await anna.emitWithAck("subscribe", "cats");
            await bert.emitWithAck("subscribe", "cats");
            await anna.emitWithAck("publish", "cats", "a cat sleeps");
            await bert.emitWithAck("unsubscribe", "cats");
            await anna.emitWithAck("publish", "cats", "nobody listens");
            await anna.emitWithAck("whisper", bert.id, "psst");
            await bert.emitWithAck("subscribe", "the end");
            return seen;
            """,
            """[["bert","news","a cat sleeps"],["bert","whisper","psst"]]""");

    [Fact]
    public Task A_middleware_lets_in_and_refuses()
        => Expect(
            Middlewares.Register,
            """
            const allowed = await connect("/", { auth: { token: "secret" } });
            return [allowed.connected, await refusal("/", { auth: { token: "wrong" } }), await refusal()];
            """,
            """
            [true,{"message":"not authorized","data":{"retry":false},"active":false},{"message":"not authorized","data":{"retry":false},"active":false}]
            """);

    [Fact]
    public Task A_token_says_who_it_is()
        => Expect(
            io =>
            {
                Authentication.Payload(io);
                Authentication.User(io);
            },
            """
            const socket = await connect("/", { auth: { token: "secret" } });
            return [await socket.emitWithAck("profile"), (await refusal("/", { auth: { token: "wrong" } })).message];
            """,
            """[{"name":"anna"},"invalid token"]""");

    [Fact]
    public Task A_middleware_of_a_socket_refuses_events()
        => Expect(
            io =>
            {
                Middlewares.PerSocket(io);
                io.On("x", () => { });
            },
            """
            const socket = await connect();
            for (let i = 0; i < 100; i++) await socket.emitWithAck("x");
            const refused = once(socket, "refused");
            socket.emit("x");
            return refused;
            """,
            """["too many events: x"]""");

    [Fact]
    public Task Namespaces_are_fixed_or_follow_a_rule()
        => Expect(
            io =>
            {
                Namespaces.Static(io);
                Namespaces.Dynamic(io);
                Namespaces.Function(io);
            },
            """
            return [
              await (await connect("/orders")).emitWithAck("list"),
              await (await connect("/users")).emitWithAck("list"),
              await (await connect("/workspace-7", { auth: { token: "x" } })).emitWithAck("where am i"),
              (await refusal("/workspace-7")).message,
              (await refusal("/workspace-x")).message,
              (await connect("/project-a")).connected,
              (await refusal("/project-")).message,
            ];
            """,
            """[["soup","bread"],["anna","bert"],"/workspace-7","a token is needed","Invalid namespace",true,"Invalid namespace"]""");

    [Fact]
    public Task What_was_published_while_a_client_was_away_is_sent_when_it_says_where_it_was()
    {
        var store = new DeliveryGuarantees.MessageStore();

        return Expect(
            io =>
            {
                DeliveryGuarantees.Replay(io, store);
                io.On("publish", (string text) => DeliveryGuarantees.Publish(io, store, text));
            },
            """
            let lastId = 0;
            const seen = [];
            const reader = await connect("/", { auth: (callback) => callback({ lastId }), reconnectionDelay: 10, reconnectionDelayMax: 10 });
            reader.on("news", (id, text) => { if (id > lastId) { lastId = id; seen.push(text); } });
            const writer = await connect();
            await writer.emitWithAck("publish", "one");
            while (seen.length < 1) await once(reader, "news");
            reader.disconnect();
            await writer.emitWithAck("publish", "two");
            reader.connect();
            while (seen.length < 2) await once(reader, "news");
            return seen;
            """,
            """["one","two"]""");
    }

    [Fact]
    public Task An_order_that_is_sent_again_counts_once()
        => Expect(
            DeliveryGuarantees.Once,
            """
            const socket = await connect("/", { retries: 3, ackTimeout: 10000 });
            return (await socket.emitWithAck("order", "id", { item: 1 })) === (await socket.emitWithAck("order", "id", { item: 1 }));
            """,
            "true");

    private static async Task Expect(Action<SocketIOServer> configure, string script, string json)
    {
        using var expected = JsonDocument.Parse(json);
        Assert.Equal(JsonSerializer.Serialize(expected.RootElement), JsonSerializer.Serialize(await GuideHost.RunAsync(configure, script)));
    }
}
