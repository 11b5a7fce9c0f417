import assert from "node:assert/strict";
import { ask, askOne, deathOf, disconnection } from "../../interop/harness/helpers.mjs";
import { tcpProxy } from "../../interop/harness/proxies.mjs";
import { test as declare } from "../cases.mjs";

const test = (name, options, body) => declare("socket.io", name, options, body);
const comingBack = { reconnection: true, reconnectionDelay: 20, reconnectionDelayMax: 50 };

test("reconnection after the connection was lost", {}, async (t) => {
  const proxy = await tcpProxy(t, Number(new URL(t.url(t.client.profile)).port));
  const socket = await t.connect({ url: proxy.url, ...comingBack });
  const before = (await askOne(socket, "whoami")).clientId;
  let buffered;

  await proxy.downWhile(async () => {
    assert.match((await disconnection(t, socket))[0], /^transport (close|error)$/);
    buffered = ask(socket, "ack-echo", "buffered");
  });

  assert.deepEqual(await t.wait("the buffered event", buffered), ["buffered"]);
  assert.notEqual((await askOne(socket, "whoami")).clientId, before);
});

test("reconnection after the server closed the connection", {}, async (t) => {
  const socket = await t.connect(comingBack);
  const before = (await askOne(socket, "whoami")).clientId;
  const lost = disconnection(t, socket);
  socket.emit("drop-engine");
  assert.match((await lost)[0], /^transport (close|error)$/);
  await t.connected(socket);
  assert.notEqual((await askOne(socket, "whoami")).clientId, before);
});

test("disconnection by the server", {}, async (t) => {
  for (const close of [false, true]) {
    const socket = await t.connect({ nsp: "/custom", ...comingBack });
    const last = t.next(socket, "echoed");
    const gone = disconnection(t, socket);
    socket.emit("send-then-bye", close);
    assert.deepEqual(await last, ["last words"]);
    assert.equal((await gone)[0], "io server disconnect");
    assert.equal(socket.connected, false);
  }
});

test("disconnection by the client", {}, async (t) => {
  const [witness, socket] = [await t.connect(), await t.connect()];
  const { id } = socket;
  // The client must be done with its old connection: its late end would take the next one with it.
  const closed = t.next(socket.io.engine, "close");
  socket.disconnect();
  assert.match((await deathOf(t, witness, id)).reason, /^(client namespace disconnect|transport close)$/);
  await closed;
  socket.connect();
  await t.connected(socket);
  assert.equal(await askOne(socket, "ack-echo", "again"), "again");
});

test("heartbeats", { spec: ["V3-019"] }, async (t) => {
  const socket = await t.connect({ profile: "large" });
  let beats = 0;

  await t.wait(() => `heartbeat ${beats} of 3`, new Promise((resolve, reject) => {
    socket.on("disconnect", reject);
    socket.io.engine.on("packet", ({ type }) => type === (t.revision === 3 ? "pong" : "ping") && ++beats === 3 && resolve());
  }));

  assert.equal(await askOne(socket, "ack-echo", "alive"), "alive");
});

test("refused without AllowEIO3", { spec: ["T-35", "T-54"], revision: 3 }, async (t) => {
  const socket = t.open(t.url("main"));
  const [error] = await t.next(socket, "connect_error", "the refusal");
  assert.match(String(error), /xhr poll error|websocket error/);
  assert.equal(socket.connected, false);
});
