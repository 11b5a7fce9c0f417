import assert from "node:assert/strict";
import { test } from "../harness/cases.mjs";
import { askOne, bytes, disconnection, echo, hex } from "../harness/helpers.mjs";
import { httpProxy } from "../harness/proxies.mjs";

const upgrading = { transports: ["upgrading"] };

test("the order of both directions across the upgrade", { ...upgrading, spec: ["SRV-110", "EIO-125", "TST-050"], seconds: 30 }, async (t) => {
  for (let round = 0; round < 5; round++) {
    const socket = await t.connect();
    const received = t.collect(socket, "echoed", 400);

    for (let i = 0; i < 400; i++) {
      socket.emit("echo", i, ...(i % 7 === 0 ? [bytes(3, i)] : []));

      if (i % 40 === 0) {
        await t.pause(1);
      }
    }

    (await received).forEach(([n, data], i) => assert.deepEqual([n, data && hex(data)], [i, i % 7 === 0 ? hex(bytes(3, i)) : undefined]));
    await t.upgraded(socket);
    socket.disconnect();
  }
});

test("what the server sends during the upgrade is neither lost nor reordered", { ...upgrading, spec: ["EIO-125", "SRV-110", "TST-050"] }, async (t) => {
  const sockets = await Promise.all(Array.from({ length: 6 }, () => t.connect()));

  await Promise.all(sockets.map(async (socket) => {
    const received = t.collect(socket, "num", 600);
    socket.emit("seq", 200);
    await t.pause(3);
    socket.emit("seq", 200);
    await t.upgraded(socket);
    socket.emit("seq", 200);
    const twoHundred = Array.from({ length: 200 }, (_, i) => i);
    assert.deepEqual((await received).flat(), [...twoHundred, ...twoHundred, ...twoHundred]);
  }));
});

test("acknowledgements and questions in flight survive the upgrade", { ...upgrading, spec: ["EIO-125", "T-93"] }, async (t) => {
  const socket = await t.connect();
  socket.on("question", (n, answer) => setTimeout(() => answer(n + 1), 30));
  const late = askOne(socket, "ack-late", 100);
  const question = askOne(socket, "ask", "question", 5000, 1);
  await t.upgraded(socket);
  assert.deepEqual([await late, await question], ["late", { ok: true, values: [2] }]);
});

test("the network sequence of a usual connection", { ...upgrading, spec: ["T-87", "T-88", "T-89", "T-90", "T-91", "T-63"] }, async (t) => {
  const proxy = await httpProxy(t, { route: () => t.base });
  const socket = await t.connect({ url: proxy.url, auth: { token: "secret" } });
  await t.upgraded(socket);
  await echo(t, socket, "on the WebSocket");
  const [handshake, post, get, webSocket, waiting] = proxy.log;

  assert.deepEqual([handshake.method, handshake.sid, handshake.transport, handshake.status], ["GET", null, "polling", 200]);
  assert.match(handshake.url, /^\/socket\.io\/\?EIO=4&transport=polling&t=[A-Za-z0-9._-]+$/);
  assert.equal(proxy.log.filter((e) => e.sid === socket.io.engine.id).length, proxy.log.length - 1);

  // The client sends the three next requests at once: they may arrive in any order.
  const kinds = [post, get, webSocket, waiting].filter(Boolean);
  const connect = kinds.find((e) => e.method === "POST");
  assert.deepEqual([connect.body, connect.status], ["40{\"token\":\"secret\"}", 200]);
  const upgrade = kinds.find((e) => e.kind === "upgrade");
  assert.deepEqual([upgrade.status, upgrade.transport], [101, "websocket"]);
  const gets = kinds.filter((e) => e.kind === "request" && e.method === "GET");
  assert.deepEqual(gets.map((e) => e.status), gets.map(() => 200));

  // The last poll was ended for the WebSocket, not left to its fate.
  const last = gets.at(-1);
  assert.ok(last.ended - upgrade.answered < 1000, `${last.ended - upgrade.answered} ms`);
});

for (const [how, upgrade] of [["destroys WebSocket requests", () => "refuse"], ["loses the upgrade headers", () => "strip"]]) {
  test(`a proxy that ${how} leaves the client on polling`, { ...upgrading, spec: ["T-92", "T-93", "T-98", "TST-013"] }, async (t) => {
    const proxy = await httpProxy(t, { route: () => t.base, upgrade });
    const socket = await t.connect({ url: proxy.url });
    await t.until("upgrade tried", async () => proxy.log.some((e) => e.kind === "upgrade"), Boolean);
    await t.pause(100);
    const [data] = await echo(t, socket, bytes(4));
    assert.deepEqual([hex(data), await askOne(socket, "ack-echo", "ack"), socket.io.engine.transport.name], ["00010203", "ack", "polling"]);
    assert.equal((await askOne(socket, "whoami")).transport, "polling");
  });
}

test("lost upgrade headers are reported as a transport mismatch", { ...upgrading, spec: ["T-10", "T-11", "T-18", "T-99", "T-100", "EIO-045"], seconds: 60 }, async (t) => {
  const { base } = await t.ownServer();
  const proxy = await httpProxy(t, { route: () => base, upgrade: () => "strip" });
  const socket = await t.connect({ url: proxy.url });
  const entry = await t.until("upgrade answered", async () => proxy.log.find((e) => e.kind === "upgrade" && e.status), Boolean);
  assert.equal(entry.status, 400);
  assert.deepEqual(await askOne(socket, "engine-errors"), [{
    code: 3,
    message: "Bad request",
    context: { name: "TRANSPORT_MISMATCH", transport: "websocket", previousTransport: "polling" },
    hasReq: true,
  }]);
});

test("a poll at the wrong node ends the session and a new one is opened", { spec: ["T-16", "T-57", "T-58", "T-59", "TST-080"], transports: ["polling"] }, async (t) => {
  let node = 0;
  const proxy = await httpProxy(t, { route: () => t.base + node });
  const socket = await t.connect({ url: proxy.url, reconnection: true, reconnectionDelay: 50 });
  await echo(t, socket, "settled");

  const gone = t.wait("disconnect", new Promise((resolve) => {
    socket.once("disconnect", (reason, details) => resolve([reason, details.message, details.description, details.context.responseText]));
  }));

  // The profile cors is another server: it knows nothing of the session.
  node = 4;
  socket.emit("echo", "to the wrong node");
  const [reason, message, description, text] = await gone;
  assert.deepEqual([reason, description, text], ["transport error", 400, "{\"code\":1,\"message\":\"Session ID unknown\"}"]);
  assert.match(message, /^xhr (poll|post) error$/);

  await t.until("back", async () => socket.connected, Boolean);
  assert.deepEqual(await echo(t, socket, "new session"), ["new session"]);
});

test("without stickiness polling fails for good", { spec: ["T-57", "T-58"], transports: ["polling"] }, async (t) => {
  let turn = 0;
  const proxy = await httpProxy(t, { route: () => t.base + (turn++ % 2 === 0 ? 0 : 4) });
  const socket = t.open(proxy.url, { reconnection: true, reconnectionDelay: 20, reconnectionDelayMax: 20 });
  await t.until("several sessions", async () => proxy.log.filter((e) => e.sid === null).length, (n) => n >= 3);
  assert.equal(proxy.log.some((e) => e.status === 400), true);
  assert.equal(socket.connected, false);
});

test("an upgrade at the wrong node fails alone", { ...upgrading, spec: ["T-59", "T-93"] }, async (t) => {
  const proxy = await httpProxy(t, { route: () => t.base, upgrade: () => t.base + 4 });
  const socket = await t.connect({ url: proxy.url });
  const entry = await t.until("upgrade answered", async () => proxy.log.find((e) => e.kind === "upgrade" && e.status), Boolean);
  assert.equal(entry.status, 400);
  await t.pause(100);
  assert.deepEqual([await echo(t, socket, "polling goes on"), socket.io.engine.transport.name], [["polling goes on"], "polling"]);
});

test("a client that may not upgrade stays on polling", { spec: ["EIO-006", "EIO-058"], transports: ["upgrading"] }, async (t) => {
  const socket = await t.connect({ profile: "compress" });
  await t.pause(100);
  assert.deepEqual([socket.io.engine.transport.name, (await askOne(socket, "whoami")).transport], ["polling", "polling"]);
});

test("leaving while the upgrade is under way", { ...upgrading, spec: ["TST-026", "TST-034", "EIO-126"] }, async (t) => {
  for (const leave of ["bye", "drop-engine"]) {
    const socket = await t.connect();
    const gone = disconnection(t, socket);
    socket.emit(leave, true);
    assert.match((await gone)[0], /^(io server disconnect|transport close|transport error)$/);
  }
});
