import assert from "node:assert/strict";
import { test } from "../harness/cases.mjs";
import { askOne, echo } from "../harness/helpers.mjs";

const refused = (t, socket) => t.next(socket, "connect_error").then(([error]) => error);

test("a middleware's error reaches the client without data", { spec: ["SRV-044", "TST-107"] }, async (t) => {
  const socket = t.open(t.url("main", "/auth"), { auth: { token: "plain" } });
  const error = await refused(t, socket);
  assert.deepEqual([error instanceof Error, error.message, error.data], [true, "plain error", undefined]);
});

test("a middleware's error reaches the client with its data", { spec: ["SRV-044", "TST-107"] }, async (t) => {
  const socket = t.open(t.url("main", "/auth"), { auth: { token: "wrong" } });
  const error = await refused(t, socket);
  assert.deepEqual([error.message, JSON.stringify(error.data)], ["not authorized", "{\"code\":\"E_AUTH\",\"retry\":false}"]);
});

test("a refused socket does not try again by itself and may with other credentials", { spec: ["TST-146", "SRV-044"] }, async (t) => {
  const socket = t.open(t.url("main", "/auth"), { auth: { token: "wrong" }, reconnection: true, reconnectionDelay: 20 });
  await refused(t, socket);
  assert.equal(socket.active, false);

  socket.auth = { token: "secret" };
  socket.connect();
  await t.connected(socket);
  assert.deepEqual((await askOne(socket, "whoami")).data, { user: "secret" });
});

test("a middleware passes, the next one runs after it", { spec: ["SRV-042", "TST-107"] }, async (t) => {
  const socket = await t.connect({ nsp: "/auth", auth: { token: "secret" } });
  assert.deepEqual((await askOne(socket, "whoami")).data, { user: "secret" });
});

test("an asynchronous middleware", { spec: ["SRV-042", "TST-107"] }, async (t) => {
  const socket = await t.connect({ nsp: "/auth", auth: { token: "async" } });
  assert.deepEqual((await askOne(socket, "whoami")).data, { user: "async" });
});

test("the middlewares of one namespace do not run for another", { spec: ["SRV-043"] }, async (t) => {
  const main = await t.connect();
  const auth = main.io.socket("/auth", { auth: { token: "plain" } });
  assert.equal((await refused(t, auth)).message, "plain error");
  assert.deepEqual(await echo(t, main, "on"), ["on"]);
});

test("a client that goes while a middleware waits leaves nothing behind", { spec: ["SRV-040"] }, async (t) => {
  const witness = await t.connect({ nsp: "/auth", auth: { token: "secret" } });
  const leaving = t.open(t.url("main", "/auth"), { auth: { token: "async" } });
  await t.next(leaving.io, "open");
  await t.pause(20);
  const closed = t.next(leaving.io, "close");
  leaving.io.engine.close();
  await closed;
  await t.pause(100);
  assert.ok((await askOne(witness, "sockets", null)).some((s) => s.id === witness.id));
});
