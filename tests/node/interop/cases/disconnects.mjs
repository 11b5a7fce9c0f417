import assert from "node:assert/strict";
import { test } from "../harness/cases.mjs";
import { ask, askOne, bytes, deathOf, disconnection, echo } from "../harness/helpers.mjs";
import { tcpProxy } from "../harness/proxies.mjs";

/** A witness and a socket in the same namespace. */
async function pair(t, options = {}) {
  const nsp = options.nsp ?? "/custom";
  const witness = await t.connect({ profile: options.profile, nsp });
  const socket = await t.connect({ ...options, nsp });
  return { witness, socket, id: socket.id };
}

/** Waits until the transport is the final one, idle, and over polling a request is pending. */
async function settle(t, socket) {
  if (t.endsOnWebSocket) {
    await t.upgraded(socket);
  }

  await echo(t, socket, "settled");
  await t.pause(t.endsOnWebSocket ? 0 : 100);
}

test("the client disconnects", { spec: ["SRV-075", "TST-024"] }, async (t) => {
  const { witness, socket, id } = await pair(t);
  const gone = disconnection(t, socket);
  socket.disconnect();
  assert.equal((await gone)[0], "io client disconnect");
  assert.match((await deathOf(t, witness, id)).reason, /^client namespace disconnect$|^transport close$/);
  assert.equal(socket.id, undefined);
});

test("the client closes its connection", { spec: ["SRV-075", "TST-024"] }, async (t) => {
  const { witness, socket, id } = await pair(t);
  const gone = disconnection(t, socket);
  socket.io.engine.close();
  assert.equal((await gone)[0], "forced close");
  assert.equal((await deathOf(t, witness, id)).reason, "transport close");
});

test("the server disconnects the socket", { spec: ["SRV-065", "SRV-075"] }, async (t) => {
  const { witness, socket, id } = await pair(t, { reconnection: true });
  const gone = disconnection(t, socket);
  socket.emit("bye", false);
  assert.equal((await gone)[0], "io server disconnect");
  assert.equal((await deathOf(t, witness, id)).reason, "server namespace disconnect");
  assert.equal(socket.active, false);
});

test("the server disconnects and closes the connection", { spec: ["SRV-065", "SRV-075", "TST-121"] }, async (t) => {
  const { witness, socket, id } = await pair(t);
  const second = socket.io.socket("/hello", {});
  await t.connected(second);
  const secondId = second.id;
  const gone = Promise.all([disconnection(t, socket), disconnection(t, second)]);
  socket.emit("bye", true);
  assert.deepEqual((await gone).map(([reason]) => reason), ["io server disconnect", "io server disconnect"]);
  assert.deepEqual(
    [(await deathOf(t, witness, id)).reason, (await deathOf(t, witness, secondId)).reason],
    ["server namespace disconnect", "server namespace disconnect"]);
});

for (const close of [false, true]) {
  test(`last words before a disconnection arrive (${close ? "with" : "without"} closing)`, { spec: ["SRV-065", "TST-036"] }, async (t) => {
    const socket = await t.connect();
    const order = [];
    socket.on("echoed", (text) => order.push(text));
    socket.on("disconnect", (reason) => order.push(reason));
    socket.emit("send-then-bye", close);
    await t.until("both", async () => order.length, (n) => n === 2);
    assert.deepEqual(order, ["last words", "io server disconnect"]);
  });
}

test("the server closes the underlying connection", { spec: ["SRV-075", "SRV-076", "TST-022"] }, async (t) => {
  const { witness, socket, id } = await pair(t);
  const gone = disconnection(t, socket);
  socket.emit("drop-engine");
  assert.equal((await gone)[0], "transport close");
  assert.equal((await deathOf(t, witness, id)).reason, "forced close");
});

test("the rooms are still there while disconnecting", { spec: ["SRV-074", "TST-095"] }, async (t) => {
  const { witness, socket, id } = await pair(t);
  await ask(socket, "join", ["b", "a"]);
  socket.disconnect();
  const death = await deathOf(t, witness, id);
  assert.deepEqual([death.rooms, death.nsp], [["a", "b"], "/custom"]);
});

test("every namespace of a lost connection ends", { spec: ["SRV-078", "TST-095"] }, async (t) => {
  const { witness, socket } = await pair(t);
  const second = socket.io.socket("/hello", {});
  await t.connected(second);
  const ids = [socket.id, second.id];
  socket.io.engine.close();
  assert.deepEqual(await Promise.all(ids.map(async (id) => (await deathOf(t, witness, id)).nsp)), ["/custom", "/hello"]);
});

test("a connection cut by a middlebox", { spec: ["T-68", "T-69", "T-70", "T-71", "T-75", "TST-029"], attempts: 3 }, async (t) => {
  const proxy = await tcpProxy(t, t.base);
  const witness = await t.connect();
  const socket = await t.connect({ url: proxy.url });
  const { id } = socket;
  await settle(t, socket);
  const gone = disconnection(t, socket);
  proxy.end();
  const [reason, details] = await gone;
  const death = await deathOf(t, witness, id);

  if (t.endsOnWebSocket) {
    assert.deepEqual([reason, details.description], ["transport close", "websocket connection closed"]);
    assert.equal(details.context.code, 1006);
    assert.equal(death.reason, "transport close");
  } else {
    assert.equal(reason, "transport error");
    assert.match(details.message, /^xhr (poll|post) error$/);
    assert.equal(death.reason, "transport error");
  }
});

test("a message above the limit of the server", { spec: ["T-72", "T-82", "TST-038", "TST-079"] }, async (t) => {
  const url = t.url("strict");
  const witness = await t.connect({ url, path: "/my-custom-path/" });
  const socket = await t.connect({ url, path: "/my-custom-path/" });
  const { id } = socket;
  await settle(t, socket);
  await echo(t, socket, "x".repeat(900));
  const gone = disconnection(t, socket);
  socket.emit("echo", "x".repeat(1000));
  const [reason, details] = await gone;

  if (t.endsOnWebSocket) {
    assert.deepEqual(
      [reason, details.description, details.context.code, details.context.reason],
      ["transport close", "websocket connection closed", 1009, ""]);
    assert.equal((await deathOf(t, witness, id)).reason, "transport error");
  } else {
    assert.deepEqual(
      [reason, details.message, details.description, details.context.status, details.context.responseText],
      ["transport error", "xhr post error", 413, 413, ""]);
    assert.equal(details instanceof Error, true);

    // The server has not closed the session: it is the client that gave up and said so.
    assert.equal((await deathOf(t, witness, id)).reason, "transport close");
  }
});

test("a message above the default limit of one megabyte", { spec: ["T-82", "T-04"] }, async (t) => {
  const socket = await t.connect();
  const gone = disconnection(t, socket);
  socket.emit("echo", "x".repeat(1_000_001));
  assert.match((await gone)[0], t.endsOnWebSocket ? /^transport (close|error)$/ : /^transport error$/);
});

test("a raised limit lets 50 MB pass", { spec: ["T-83", "T-04"], seconds: 60, serial: true, transports: ["polling", "websocket"] }, async (t) => {
  const socket = await t.connect({ profile: "large" });
  const [{ len }] = await askOne(socket, "describe", Buffer.alloc(50_000_000, 1));
  assert.equal(len, 50_000_000);
});

test("a raised ping timeout is announced", { spec: ["T-78", "T-85", "T-04"] }, async (t) => {
  const socket = t.open(t.url("large"));
  const handshake = t.next(socket, "connect").then(() => socket.io.engine);
  const engine = await handshake;
  assert.deepEqual([engine._pingInterval, engine._pingTimeout, engine._maxPayload], [250, 60_000, 100_000_000]);
});

test("the defaults are announced and stay below a proxy's sixty seconds", { spec: ["T-75", "T-76", "EIO-001", "EIO-002", "EIO-004"] }, async (t) => {
  const { engine } = (await t.connect()).io;
  assert.deepEqual([engine._pingInterval, engine._pingTimeout, engine._maxPayload], [25_000, 20_000, 1_000_000]);
});

test("pings keep a quiet connection alive", { spec: ["T-79", "EIO-114", "TST-021", "TST-029", "TST-035"] }, async (t) => {
  const socket = await t.connect({ profile: "large" });
  let gone;
  socket.on("disconnect", (reason) => {
    gone = reason;
  });
  await t.collect(socket.io, "ping", 4);
  assert.equal(gone, undefined);
  assert.deepEqual(await echo(t, socket, bytes(3), "on"), [bytes(3), "on"]);
});

test("a silent network is noticed on both sides", { spec: ["TST-021", "TST-030"], serial: true, attempts: 3 }, async (t) => {
  const proxy = await tcpProxy(t, t.base + 2);
  const witness = await t.connect({ profile: "fast" });
  const socket = await t.connect({ url: proxy.url });
  const { id } = socket;
  await settle(t, socket);
  const gone = disconnection(t, socket);
  proxy.goSilent();
  assert.equal((await gone)[0], "ping timeout");
  assert.match((await deathOf(t, witness, id)).reason, t.endsOnWebSocket ? /^ping timeout$/ : /^(ping timeout|transport error)$/);
});
