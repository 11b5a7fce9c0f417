import assert from "node:assert/strict";
import { test } from "../harness/cases.mjs";
import { askOne, deathOf, disconnection, echo } from "../harness/helpers.mjs";
import { tcpProxy } from "../harness/proxies.mjs";
import { freePorts } from "../harness/servers.mjs";

const again = { reconnection: true, reconnectionDelay: 50, reconnectionDelayMax: 100 };

test("a client whose connection was closed comes back with a new id", { spec: ["T-67", "T-102", "T-107", "T-108", "TST-136", "TST-143"] }, async (t) => {
  const socket = await t.connect(again);
  const { id } = socket;
  let connects = 0;
  socket.on("connect", () => connects++);
  const gone = disconnection(t, socket);
  socket.emit("drop-engine");
  assert.equal((await gone)[0], "transport close");
  assert.equal(socket.active, true);

  await t.ready(socket);
  assert.notEqual(socket.id, id);
  assert.equal((await askOne(socket, "whoami")).id, socket.id);
  assert.equal(connects, 1);
  assert.equal((await deathOf(t, socket, id)).reason, "forced close");
});

test("listeners survive a reconnection and are not doubled", { spec: ["T-103", "T-104", "TST-108"] }, async (t) => {
  const socket = await t.connect(again);
  const seen = [];
  socket.on("echoed", (value) => seen.push(value));
  await echo(t, socket, 1);
  const gone = disconnection(t, socket);
  socket.io.engine.close();
  await gone;
  await t.ready(socket);
  await echo(t, socket, 2);
  assert.deepEqual(seen, [1, 2]);
});

test("what is emitted while disconnected arrives after the reconnection, in order", { spec: ["TST-147", "TST-149"] }, async (t) => {
  const socket = await t.connect(again);
  const gone = disconnection(t, socket);
  socket.io.engine.close();
  await gone;
  const received = t.collect(socket, "echoed", 3);
  [1, 2, 3].forEach((n) => socket.emit("echo", n));
  assert.deepEqual((await received).flat(), [1, 2, 3]);
});

test("without reconnection a client stays away", { spec: ["T-67"] }, async (t) => {
  const socket = await t.connect();
  const gone = disconnection(t, socket);
  socket.emit("drop-engine");
  await gone;
  await t.pause(200);
  assert.equal(socket.connected, false);
});

test("a client that the server disconnected stays away until it connects itself", { spec: ["T-73", "SRV-075"] }, async (t) => {
  const socket = await t.connect(again);
  const gone = disconnection(t, socket);
  socket.emit("bye", false);
  await gone;
  await t.pause(200);
  assert.equal(socket.connected, false);
  socket.connect();
  await t.connected(socket);
  assert.deepEqual(await echo(t, socket, "back"), ["back"]);
});

test("the server stops in good order", { spec: ["SRV-011", "SRV-075", "TST-036", "TST-037"], seconds: 60 }, async (t) => {
  const server = await t.ownServer();
  const socket = await t.connect({ url: `http://127.0.0.1:${server.base}` });
  await echo(t, socket, "settled");
  const gone = disconnection(t, socket);
  const ended = server.terminate();
  assert.match((await gone)[0], /^transport (close|error)$|^io server disconnect$/);
  assert.deepEqual(await ended, { code: 0, signal: null });
});

test("a client returns to a restarted server", { spec: ["T-67", "TST-023", "TST-117"], seconds: 60 }, async (t) => {
  const first = await t.ownServer();
  const socket = await t.connect({ url: `http://127.0.0.1:${first.base}`, ...again });
  const { id } = socket;
  const gone = disconnection(t, socket);
  await first.kill();
  assert.match((await gone)[0], /^transport (close|error)$/);
  const received = t.collect(socket, "echoed", 1);
  socket.emit("echo", "while away");

  await t.ownServer(first.base);
  await t.ready(socket);
  assert.deepEqual(await received, [["while away"]]);
  assert.notEqual(socket.id, id);
});

test("a client keeps trying until there is a server", { spec: ["T-05", "T-09", "T-67", "TST-136"], seconds: 60 }, async (t) => {
  const base = await freePorts();
  const socket = t.open(`http://127.0.0.1:${base}`, again);
  let errors = 0;
  socket.on("connect_error", () => errors++);
  await t.until("three failures", async () => errors, (n) => n >= 3);
  assert.equal(socket.active, true);
  await t.ownServer(base);
  await t.until("connected", async () => socket.connected, Boolean);
  assert.deepEqual(await echo(t, socket, "at last"), ["at last"]);
});

test("a lost network is survived by reconnecting over another one", { spec: ["T-102"], serial: true }, async (t) => {
  const proxy = await tcpProxy(t, t.base);
  const socket = await t.connect({ url: proxy.url, ...again });
  await echo(t, socket, "settled");
  await t.pause(100);
  proxy.cut();
  await t.until("away or back", async () => socket.connected, (connected) => !connected);
  await t.until("back", async () => socket.connected, Boolean);
  assert.deepEqual(await echo(t, socket, "back"), ["back"]);
});
