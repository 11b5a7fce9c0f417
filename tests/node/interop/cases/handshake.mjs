import assert from "node:assert/strict";
import { test } from "../harness/cases.mjs";
import { askOne } from "../harness/helpers.mjs";

test("the handshake holds headers, query, auth, address, time and url", { spec: ["SRV-049", "SRV-053", "T-112", "TST-014", "TST-052", "TST-145"], messagePack: false }, async (t) => {
  const before = Date.now();
  const socket = await t.connect({
    query: { "a b": "c&d", lang: "fr é" },
    auth: { token: "t0k", list: [1, null] },
    extraHeaders: { "X-Custom": "Value", "X-Forwarded-For": "203.0.113.7", cookie: "session=abc" },
  });
  const handshake = await askOne(socket, "handshake");

  assert.equal(handshake.headers["x-custom"], "Value");
  assert.equal(handshake.headers["x-forwarded-for"], "203.0.113.7");
  assert.equal(handshake.headers.cookie, "session=abc");
  assert.equal(handshake.headers.host, `127.0.0.1:${t.base}`);
  assert.deepEqual(
    { ...handshake.query, t: undefined },
    { EIO: "4", transport: t.startsOnPolling ? "polling" : "websocket", "a b": "c&d", lang: "fr é", t: undefined });
  assert.deepEqual(handshake.auth, { token: "t0k", list: [1, null] });
  assert.match(handshake.address, /127\.0\.0\.1$/);
  assert.equal(handshake.secure, false);
  assert.equal(handshake.xdomain, false);
  assert.ok(handshake.url.startsWith("/socket.io/?"), handshake.url);
  assert.ok(handshake.issued >= before - 1000 && handshake.issued <= Date.now() + 1000, String(handshake.issued));
  assert.equal(Math.floor(Date.parse(handshake.time) / 1000), Math.floor(handshake.issued / 1000), handshake.time);
});

test("the keys of the handshake", { spec: ["SRV-049"] }, async (t) => {
  const handshake = await askOne(await t.connect(), "handshake");
  assert.deepEqual(Object.keys(handshake).sort(), ["address", "auth", "headers", "issued", "query", "secure", "time", "url", "xdomain"]);
  assert.deepEqual(handshake.auth, {});
});

test("a request with an Origin header is cross-domain", { spec: ["SRV-049"] }, async (t) => {
  const socket = await t.connect({ extraHeaders: { origin: "http://elsewhere.test" } });
  const handshake = await askOne(socket, "handshake");
  assert.deepEqual([handshake.xdomain, handshake.headers.origin], [true, "http://elsewhere.test"]);
});

test("a second namespace shares the query and has its own auth", { spec: ["SRV-052", "TST-114"] }, async (t) => {
  const first = await t.connect({ query: { shared: "yes" }, auth: { of: "first" } });
  const second = first.io.socket("/custom", { auth: { of: "second" } });
  await t.connected(second);
  const [one, two] = [await askOne(first, "handshake"), await askOne(second, "handshake")];
  assert.deepEqual([one.query.shared, one.auth], ["yes", { of: "first" }]);
  assert.deepEqual([two.query, two.auth, two.url], [one.query, { of: "second" }, one.url]);
});

test("the auth payload may come from a function", { spec: ["TST-145"] }, async (t) => {
  const socket = await t.connect({ auth: (done) => setTimeout(() => done({ n: 1 }), 10) });
  assert.deepEqual((await askOne(socket, "handshake")).auth, { n: 1 });
});

test("the socket knows itself", { spec: ["SRV-048", "SRV-050", "T-94", "T-95", "T-96", "T-97", "TST-114", "EIO-128"] }, async (t) => {
  const socket = await t.connect();

  if (t.endsOnWebSocket) {
    await t.upgraded(socket);
  }

  assert.equal(socket.io.engine.transport.name, t.endsOnWebSocket ? "websocket" : "polling");

  const me = await t.until("upgrade seen", () => askOne(socket, "whoami"), (who) => !t.endsOnWebSocket || who.transport === "websocket");

  assert.deepEqual(me, {
    id: socket.id,
    nsp: "/",
    connected: true,
    recovered: false,
    rooms: [socket.id],
    data: {},
    transport: t.endsOnWebSocket ? "websocket" : "polling",
    transportAtStart: t.startsOnPolling ? "polling" : "websocket",
    upgradeSeen: t.startsOnPolling && t.endsOnWebSocket ? "websocket" : null,
    protocol: 4,
    clientId: socket.io.engine.id,
  });
  assert.match(socket.id, /^[A-Za-z0-9_-]{20}$/);
  assert.match(me.clientId, /^[A-Za-z0-9_-]{20}$/);
  assert.notEqual(socket.id, me.clientId);
  assert.ok(!socket.recovered);
});

test("data set on the socket stays with it", { spec: ["SRV-050"] }, async (t) => {
  const socket = await t.connect();
  assert.equal(await askOne(socket, "set-data", { user: "a", n: [1] }), "ok");
  assert.deepEqual((await askOne(socket, "whoami")).data, { user: "a", n: [1] });
});
