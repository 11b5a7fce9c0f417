import assert from "node:assert/strict";
import { ask, askOne, bytes, echo, hex } from "../../interop/harness/helpers.mjs";
import { test as declare } from "../cases.mjs";

const test = (name, options, body) => declare("socket.io", name, options, body);

test("connect", { spec: ["T-34", "V3-003"] }, async (t) => {
  const socket = await t.connect();
  const { id, nsp, transport, transportAtStart, upgradeSeen, protocol, clientId } = await askOne(socket, "whoami");
  assert.equal(id, socket.id);
  assert.deepEqual({ nsp, transport, transportAtStart, upgradeSeen, protocol }, {
    nsp: "/",
    transport: t.endsOnWebSocket ? "websocket" : "polling",
    transportAtStart: t.startsOnPolling ? "polling" : "websocket",
    upgradeSeen: t.transport === "upgraded" ? "websocket" : null,
    protocol: t.revision,
  });
  assert.equal(id === clientId, t.revision === 3, "the id of the main namespace is that of the connection on v3, and on v3 alone");
});

test("a namespace", {}, async (t) => {
  const socket = t.open(t.url(t.client.profile, "/hello"));
  const [greeting, binary] = await Promise.all([t.next(socket, "greeting"), t.next(socket, "greeting-bin"), t.ready(socket)]);
  assert.deepEqual(greeting, ["welcome", { n: 1 }]);
  assert.equal(hex(binary[0]), "090807");
  assert.equal((await askOne(socket, "whoami")).nsp, "/hello");
});

test("the id of a socket in a namespace", {}, async (t) => {
  const socket = await t.connect({ nsp: "/custom" });
  const { id, clientId } = await askOne(socket, "whoami");
  assert.equal(socket.id, id);
  assert.equal(id === `/custom#${clientId}`, t.revision === 3);
});

test("a namespace with a query", { spec: ["T-40"], revision: 3 }, async (t) => {
  const socket = t.open(t.url(t.client.profile, "/custom?token=a%20b&k=v"));
  const [[auth]] = await Promise.all([t.next(socket, "auth"), t.ready(socket)]);
  assert.deepEqual(auth, { token: "a b", k: "v" });
  assert.equal((await askOne(socket, "whoami")).nsp, "/custom");
});

test("a query beyond ASCII", { revision: 3 }, async (t) => {
  const socket = t.open(t.url(t.client.profile, "/custom?k=%C3%A9%F0%9F%98%80"));
  const [[auth]] = await Promise.all([t.next(socket, "auth"), t.ready(socket)]);
  assert.deepEqual(auth, { k: "é😀" });
});

test("a namespace with a query", { revision: 4 }, async (t) => {
  const socket = t.open(t.url(t.client.profile, "/custom?token=a%20b&k=%C3%A9"), { auth: { secret: [1, "é"] } });
  const [[auth]] = await Promise.all([t.next(socket, "auth"), t.ready(socket)]);
  assert.deepEqual(auth, { secret: [1, "é"] });
  const { query } = await askOne(socket, "handshake");
  assert.deepEqual({ token: query.token, k: query.k }, { token: "a b", k: "é" });
});

test("two namespaces on one connection", {}, async (t) => {
  const main = await t.connect();
  const other = main.io.socket("/dyn-1");
  await t.connected(other);
  const [one, two] = [await askOne(main, "whoami"), await askOne(other, "whoami")];
  assert.equal(one.clientId, two.clientId);
  assert.deepEqual([one.nsp, two.nsp], ["/", "/dyn-1"]);
  other.disconnect();
  assert.equal(await askOne(main, "ack-echo", "still here"), "still here");
});

test("a namespace that does not exist", {}, async (t) => {
  const socket = t.open(t.url(t.client.profile, "/nope"));
  const [error] = await t.refusal(socket);
  assert.equal(error.message ?? error, "Invalid namespace");
});

test("a refusal by a middleware", {}, async (t) => {
  const auth = (token) => (t.revision === 3 ? t.open(t.url(t.client.profile, `/auth?token=${token}`)) : t.open(t.url(t.client.profile, "/auth"), { auth: { token } }));
  const [plain, withData] = [auth("plain"), auth("wrong")];
  const [[first], [second]] = await Promise.all([t.refusal(plain), t.refusal(withData)]);

  // A client before 3.0 gets the data of the error alone, or its message.
  if (t.revision === 3) {
    assert.deepEqual([first, second], ["plain error", { code: "E_AUTH", retry: false }]);
  } else {
    assert.deepEqual([first.message, second.message, second.data], ["plain error", "not authorized", { code: "E_AUTH", retry: false }]);
  }

  const accepted = auth("secret");
  await t.ready(accepted);
  assert.deepEqual((await askOne(accepted, "whoami")).data, { user: "secret" });
});

test("events", { spec: ["T-40"] }, async (t) => {
  const socket = await t.connect();
  const values = ["text", 1, -2.5, true, null, { a: [1, { b: "c" }] }, []];
  assert.deepEqual(await echo(t, socket, ...values), values);
});

test("text beyond ASCII", {}, async (t) => {
  const socket = await t.connect();
  assert.deepEqual(await echo(t, socket, "héllo € 😀 тест", "a/b\\\"\n"), ["héllo € 😀 тест", "a/b\\\"\n"]);
  const received = t.next(socket, "utf8");
  socket.emit("utf8-send");
  assert.deepEqual(await received, ["héllo € 😀 тест", "\u0000\u001e\u2028"]);
});

test("100 events keep their order", {}, async (t) => {
  const socket = await t.connect();
  const numbers = t.collect(socket, "num", 100);
  socket.emit("seq", 100);
  assert.deepEqual((await numbers).flat(), Array.from({ length: 100 }, (_, i) => i));
  const echoed = t.collect(socket, "echoed", 100);

  for (let i = 0; i < 100; i++) {
    socket.emit("echo", i);
  }

  assert.deepEqual((await echoed).flat(), Array.from({ length: 100 }, (_, i) => i));
});

test("acknowledgements both ways", { spec: ["T-40"] }, async (t) => {
  const socket = await t.connect();
  assert.deepEqual(await ask(socket, "ack-many"), [1, "two", { three: 3 }, [4], null, true]);
  assert.deepEqual(await ask(socket, "ack-none"), []);
  socket.on("question", (n, answer) => answer(n + 1, "é"));
  assert.deepEqual(await askOne(socket, "ask", "question", 5000, 41), { ok: true, values: [42, "é"] });
});

test("binary both ways", { spec: ["T-40"] }, async (t) => {
  const socket = await t.connect();
  assert.deepEqual(await askOne(socket, "describe", bytes(10), { nested: [bytes(3, 1)] }), [
    { t: "bin", len: 10, sum: 45 }, { t: "object", fields: { nested: { t: "array", items: [{ t: "bin", len: 3, sum: 6 }] } } },
  ]);
  const [first, { nested }, empty, text] = await echo(t, socket, bytes(4), { nested: [bytes(2, 9)] }, Buffer.alloc(0), "déjà");
  assert.deepEqual([hex(first), hex(nested[0]), empty.length ?? empty.byteLength, text], ["00010203", "090a", 0, "déjà"]);
  const received = t.next(socket, "bin");
  socket.emit("bin-send", 300);
  const [{ a, list }] = await received;
  assert.deepEqual([hex(a), hex(list[0])], [hex(bytes(300)), "0102"]);
});

test("binary acknowledgements both ways", { spec: ["T-40"] }, async (t) => {
  const socket = await t.connect();
  assert.equal(hex(await askOne(socket, "ack-bin")), "01020304");
  socket.on("question", (data, answer) => answer(data, { more: bytes(2, 5) }));
  const [data, { more }] = await askOne(socket, "ask-plain", "question", bytes(3));
  assert.deepEqual([hex(data), hex(more)], ["000102", "0506"]);
});

test("binary between texts", {}, async (t) => {
  const socket = await t.connect();
  const values = t.collect(socket, "m", 5);
  socket.emit("mixed-seq");
  assert.deepEqual((await values).map(([v]) => (typeof v === "number" ? v : hex(v.b ?? v))), [0, "01", 2, "03", 4]);
});

test("large payloads both ways", { spec: ["T-40"] }, async (t) => {
  const socket = await t.connect();
  const text = "ab€d".repeat(75_000);
  assert.equal((await askOne(socket, "ack-echo", text)) === text, true);
  const data = bytes(400_000);
  assert.deepEqual(await askOne(socket, "describe", data), [{ t: "bin", len: 400_000, sum: data.reduce((sum, byte) => sum + byte, 0) % 65521 }]);
  const [received] = [t.next(socket, "bin"), socket.emit("bin-send", 400_000)];
  assert.equal(Buffer.from((await received)[0].a).equals(data), true);
  const big = t.next(socket, "big");
  socket.emit("big-send", 500_000);
  assert.equal((await big)[0].length, 500_000);
});

test("events during the upgrade", { spec: ["T-40"], only: ["upgrade"] }, async (t) => {
  const socket = t.open(t.url(t.client.profile));
  const echoed = t.collect(socket, "echoed", 60);
  await t.connected(socket);

  for (let i = 0; i < 60; i++) {
    socket.emit("echo", i, i % 3 === 0 ? bytes(1, i) : "text");
  }

  await t.ready(socket);
  assert.deepEqual((await echoed).map(([i, v]) => [i, typeof v === "string" ? v : hex(v)]), Array.from({ length: 60 }, (_, i) => [i, i % 3 === 0 ? hex(bytes(1, i)) : "text"]));
});

test("a broadcast to clients of all versions", { spec: ["V3-004"] }, async (t) => {
  const sockets = await Promise.all([t.connect({ profile: "eio3" }), t.connectOther("socket.io-client-2"), t.connectOther("socket.io-client")]);
  const room = sockets[0].id;
  await Promise.all(sockets.map((socket) => askOne(socket, "join", room)));
  const news = sockets.map((socket) => t.next(socket, "news"));
  await askOne(sockets[0], "cast", { from: "server", to: room }, "news", "text", bytes(3), { n: 1 });

  for (const [text, data, object] of await Promise.all(news)) {
    assert.deepEqual([text, hex(data), object], ["text", "000102", { n: 1 }]);
  }

  sockets.forEach((socket) => socket.on("question", (data, answer) => answer(data.length ?? data.byteLength)));
  assert.deepEqual(await askOne(sockets[0], "ask-all", room, "question", 5000, bytes(7)), { ok: true, responses: [7, 7, 7] });
});
