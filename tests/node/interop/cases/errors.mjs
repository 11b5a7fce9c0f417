import assert from "node:assert/strict";
import net from "node:net";
import { test } from "../harness/cases.mjs";
import { askOne, echo } from "../harness/helpers.mjs";
import { listen } from "../harness/proxies.mjs";
import { freePorts } from "../harness/servers.mjs";

/** The first connect_error; status and text of the request are read at once, as the client aborts it afterwards. */
const failure = (t, url, options) => {
  const socket = t.open(url, options);
  return t.wait("connect_error", new Promise((resolve) => {
    socket.once("connect_error", (error) => resolve({ socket, error, status: error.context?.status, text: error.context?.responseText }));
  }));
};

const message = (t) => (t.startsOnPolling ? "xhr poll error" : "websocket error");

test("nobody listens at the port", { spec: ["T-05", "T-06", "T-07", "T-08", "T-09", "TST-144"] }, async (t) => {
  const { error, socket } = await failure(t, `http://127.0.0.1:${await freePorts(1)}`, { reconnection: true });
  assert.equal(error instanceof Error, true);
  assert.equal(error.message, message(t));
  assert.equal(error.type, "TransportError");
  assert.notEqual(error.description, undefined);
  assert.equal(error.context !== undefined, t.startsOnPolling);
  assert.equal(socket.active, true);
});

test("the server answers 404 outside its path", { spec: ["T-09", "T-60", "T-64", "T-07", "T-08"] }, async (t) => {
  const { error, socket, status } = await failure(t, t.url(), { path: "/nowhere/", reconnection: true });
  assert.deepEqual([error.message, socket.active], [message(t), true]);

  if (t.startsOnPolling) {
    assert.deepEqual([error.description, status], [404, 404]);
  }
});

test("the default path at a server with another path", { spec: ["T-60", "T-64"] }, async (t) => {
  const { error } = await failure(t, t.url("strict"));
  assert.equal(error.message, message(t));

  if (t.startsOnPolling) {
    assert.equal(error.description, 404);
  }
});

test("the same path on both sides", { spec: ["T-61", "T-62"] }, async (t) => {
  const socket = await t.connect({ profile: "strict", path: "/my-custom-path/" });
  assert.deepEqual(await echo(t, socket, "here"), ["here"]);
  assert.ok((await askOne(socket, "handshake")).url.startsWith("/my-custom-path/?EIO=4&transport="));
});

test("user parameters come first in the query", { spec: ["T-63"] }, async (t) => {
  const socket = await t.connect({ query: { token: "x" } });
  assert.match((await askOne(socket, "handshake")).url, /^\/socket\.io\/\?token=x&EIO=4&transport=(polling|websocket)(&t=[^&]+)?$/);
});

test("the server refuses with 403", { spec: ["T-09", "T-19", "TST-004", "TST-005"] }, async (t) => {
  const { error, socket, status, text } = await failure(t, t.url("strict"), { path: "/my-custom-path/", query: { deny: "1" }, reconnection: true });
  assert.equal(error.message, message(t));
  assert.equal(socket.active, true);

  if (t.startsOnPolling) {
    assert.deepEqual([error.description, status, text], [403, 403, "{\"code\":4,\"message\":\"Forbidden\"}"]);
  } else {
    assert.match(error.description.message, /^Unexpected server response: 40[03]$/);
  }
});

test("the server refuses with words of its own, at once or later", { spec: ["T-08", "T-19", "TST-004"] }, async (t) => {
  const { error, text } = await failure(t, t.url("strict"), { path: "/my-custom-path/", query: { denymsg: "1" } });
  const late = await failure(t, t.url("strict"), { path: "/my-custom-path/", query: { denyslow: "1" } });

  if (t.startsOnPolling) {
    assert.equal(text, "{\"code\":4,\"message\":\"custom refusal\"}");
    assert.equal(late.error.description, 403);
  } else {
    assert.deepEqual([error.message, late.error.message], ["websocket error", "websocket error"]);
  }
});

test("a transport that the server does not offer", { spec: ["T-15", "TST-001"] }, async (t) => {
  const { error, text } = await failure(t, t.url(t.startsOnPolling ? "wsonly" : "pollonly"));
  assert.equal(error.message, message(t));

  if (t.startsOnPolling) {
    assert.deepEqual([error.description, text], [400, "{\"code\":0,\"message\":\"Transport unknown\"}"]);
  }
});

test("a server that offers one transport works with it", { spec: ["EIO-005", "TST-012"], transports: ["polling", "websocket"] }, async (t) => {
  const socket = await t.connect({ profile: t.startsOnPolling ? "pollonly" : "wsonly" });
  assert.deepEqual(await echo(t, socket, "here"), ["here"]);
});

test("all transports are tried when asked for", { spec: ["TST-076"], transports: ["polling"] }, async (t) => {
  const socket = await t.connect({ profile: "wsonly", transports: ["polling", "websocket"], tryAllTransports: true });
  assert.equal(socket.io.engine.transport.name, "websocket");
});

test("a server that never answers", { spec: ["T-06", "TST-144"] }, async (t) => {
  const silent = net.createServer(() => {});
  const port = await listen(t, silent);
  const { error } = await failure(t, `http://127.0.0.1:${port}`, { timeout: 200 });
  assert.equal(error.message, "timeout");
});

test("reconnection attempts end with reconnect_failed", { spec: ["TST-138", "T-67"] }, async (t) => {
  const socket = t.open(`http://127.0.0.1:${await freePorts(1)}`, { reconnection: true, reconnectionAttempts: 2, reconnectionDelay: 10 });
  let attempts = 0;
  socket.io.on("reconnect_attempt", () => attempts++);
  await t.next(socket.io, "reconnect_failed");
  assert.equal(attempts, 2);
});
