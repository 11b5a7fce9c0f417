import assert from "node:assert/strict";
import { test } from "../harness/cases.mjs";
import { ask, askOne, echo, hex } from "../harness/helpers.mjs";

const refused = (t, socket) => t.next(socket, "connect_error").then(([error]) => error);

test("two namespaces share one connection and nothing else", { spec: ["SRV-021", "SRV-023", "TST-133"] }, async (t) => {
  const main = await t.connect();
  const custom = main.io.socket("/custom", {});
  await t.connected(custom);
  const [one, two] = [await askOne(main, "whoami"), await askOne(custom, "whoami")];

  assert.equal(one.clientId, two.clientId);
  assert.notEqual(one.id, two.id);
  assert.deepEqual([one.nsp, two.nsp], ["/", "/custom"]);
  assert.deepEqual(await echo(t, custom, "c"), ["c"]);
  assert.deepEqual(await echo(t, main, "m"), ["m"]);
});

test("a namespace gets the auth payload of its own connect", { spec: ["SRV-046", "TST-180"] }, async (t) => {
  const socket = t.open(t.url("main", "/custom"), { auth: { token: "123", nested: { a: [1] } } });
  assert.deepEqual(await t.next(socket, "auth"), [{ token: "123", nested: { a: [1] } }]);
});

test("without an auth payload it is empty", { spec: ["SRV-049", "TST-180"] }, async (t) => {
  assert.deepEqual(await t.next(t.open(t.url("main", "/custom")), "auth"), [{}]);
});

test("events emitted in the connection handler arrive in order, binary included", { spec: ["SRV-038"] }, async (t) => {
  const socket = t.open(t.url("main", "/hello"));
  const order = [];
  socket.onAny((event) => order.push(event));
  const [welcome, [data]] = await Promise.all([t.next(socket, "greeting"), t.next(socket, "greeting-bin")]);
  assert.deepEqual([welcome, hex(data), order], [["welcome", { n: 1 }], "090807", ["greeting", "greeting-bin"]]);
});

test("an unknown namespace is refused and the connection stays", { spec: ["SRV-024", "TST-096", "TST-181"] }, async (t) => {
  const main = await t.connect();
  const nowhere = main.io.socket("/nowhere", {});
  const error = await refused(t, nowhere);
  assert.deepEqual([error.message, error.data, nowhere.connected], ["Invalid namespace", undefined, false]);
  assert.deepEqual(await echo(t, main, "on"), ["on"]);
});

test("a dynamic namespace by expression", { spec: ["SRV-025", "SRV-026", "TST-103"] }, async (t) => {
  const nsp = t.freshNamespace();
  const socket = await t.connect({ nsp });
  assert.equal((await askOne(socket, "whoami")).nsp, nsp);
  assert.equal((await refused(t, t.open(t.url("main", "/dyn-abc")))).message, "Invalid namespace");
  assert.equal((await refused(t, t.open(t.url("main", "/x/dyn-1")))).message, "Invalid namespace");
});

test("a dynamic namespace by function sees name and auth", { spec: ["SRV-025", "SRV-026", "TST-103"] }, async (t) => {
  const socket = await t.connect({ nsp: "/fn-one", auth: { allow: true } });
  assert.equal((await askOne(socket, "whoami")).nsp, "/fn-one");

  for (const [nsp, auth] of [["/fn-two", { allow: 1 }], ["/fn-three", {}], ["/gn-one", { allow: true }]]) {
    assert.equal((await refused(t, t.open(t.url("main", nsp), { auth }))).message, "Invalid namespace");
  }
});

test("many clients enter a new dynamic namespace at once", { spec: ["SRV-026", "TST-104"] }, async (t) => {
  const nsp = t.freshNamespace();
  const sockets = await Promise.all(Array.from({ length: 8 }, () => t.connect({ nsp })));
  const received = Promise.all(sockets.map((s) => t.next(s, "news")));
  await ask(sockets[0], "cast", { from: "server" }, "news", 1);
  assert.deepEqual(await received, sockets.map(() => [1]));
});

test("a namespace with a trailing slash is another one, the HTTP path stays", { spec: ["T-65"] }, async (t) => {
  const socket = t.open(t.url("main", "/my-custom-path/"));
  assert.equal(socket.nsp, "/my-custom-path/");
  assert.equal((await refused(t, socket)).message, "Invalid namespace");
  assert.equal(socket.io.engine.opts.path, "/socket.io/");
});

test("leaving one namespace keeps the others and allows to come back", { spec: ["SRV-077", "TST-139", "TST-183"] }, async (t) => {
  const main = await t.connect();
  const custom = main.io.socket("/custom", {});
  await t.connected(custom);
  const { id } = custom;
  custom.disconnect();
  assert.equal((await t.until("death", () => askOne(main, "death-of", id))).reason, "client namespace disconnect");
  assert.deepEqual(await echo(t, main, "on"), ["on"]);

  custom.connect();
  await t.connected(custom);
  assert.notEqual(custom.id, id);
  assert.deepEqual(await echo(t, custom, "back"), ["back"]);
});

test("a handler that disconnects the socket: its last event arrives first", { spec: ["SRV-065"] }, async (t) => {
  const main = await t.connect();
  const kicked = main.io.socket("/kick", {});
  const words = t.next(kicked, "echoed");
  const gone = t.next(kicked, "disconnect");
  assert.deepEqual(await words, ["before kick"]);
  assert.equal((await gone)[0], "io server disconnect");
  assert.deepEqual(await echo(t, main, "on"), ["on"]);
});

test("a handler that closes the connection ends every namespace", { spec: ["SRV-065", "TST-121"] }, async (t) => {
  const main = await t.connect();
  const kicked = main.io.socket("/kick-close", {});
  const words = t.next(kicked, "echoed");
  const gone = Promise.all([t.next(kicked, "disconnect"), t.next(main, "disconnect")]);
  assert.deepEqual(await words, ["before kick"]);
  assert.deepEqual((await gone).map(([reason]) => reason), ["io server disconnect", "io server disconnect"]);
});

test("events that arrive before a late registration are lost, later ones are heard", { spec: ["T-105", "SRV-117"], attempts: 3 }, async (t) => {
  const socket = t.open(t.url("main", "/late"));
  const armed = t.next(socket, "armed");
  await t.connected(socket);
  let answered = false;
  socket.emit("hello", () => {
    answered = true;
  });
  await armed;
  assert.equal(await askOne(socket, "hello"), "heard");
  assert.equal(answered, false);
});

test("listeners registered at the start of the connection handler miss nothing", { spec: ["T-106", "SRV-038"] }, async (t) => {
  const socket = t.open(t.url("main", "/custom"));
  const received = t.next(socket, "echoed");
  socket.once("connect", () => socket.emit("echo", "at once"));
  assert.deepEqual(await received, ["at once"]);
});

test("an emptied dynamic namespace is forgotten when the option says so", { spec: ["SRV-031", "TST-105"], transports: ["polling", "websocket"] }, async (t) => {
  const nsp = t.freshNamespace();
  const witness = await t.connect({ profile: "compress" });
  const visitor = await t.connect({ profile: "compress", nsp });
  assert.equal(await askOne(witness, "has-nsp", nsp), true);
  visitor.disconnect();
  await t.until("gone", () => askOne(witness, "has-nsp", nsp), (has) => !has);

  const again = await t.connect({ profile: "compress", nsp });
  assert.deepEqual(await echo(t, again, "back"), ["back"]);
});

test("a static namespace is kept when it is empty", { spec: ["TST-102"], transports: ["websocket"] }, async (t) => {
  const witness = await t.connect({ profile: "compress" });
  const visitor = await t.connect({ profile: "compress", nsp: "/custom" });
  const { id } = visitor;
  visitor.disconnect();
  await t.until("death", () => askOne(witness, "death-of", id));
  assert.equal(await askOne(witness, "has-nsp", "/custom"), true);
});
