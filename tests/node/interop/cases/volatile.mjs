import assert from "node:assert/strict";
import { test } from "../harness/cases.mjs";
import { ask, echo } from "../harness/helpers.mjs";

test("a volatile event to a client that can be written arrives", { spec: ["SRV-072", "TST-111"] }, async (t) => {
  const socket = await t.connect();
  await echo(t, socket, "settled");
  const received = t.next(socket, "num");

  // Over polling a request must be pending at that instant: asked for again until one was.
  const retry = setInterval(() => socket.emit("volatile-seq", 1), 200);
  socket.emit("volatile-seq", 1);

  assert.deepEqual(await received, [0]);
  clearInterval(retry);
});

test("volatile events never overtake and leave the others alone", { spec: ["SRV-072", "TST-111"] }, async (t) => {
  const socket = await t.connect();
  const seen = [];
  socket.on("num", (n) => seen.push(n));
  socket.emit("volatile-seq", 50);
  socket.emit("echo", "regular");
  assert.deepEqual(await t.next(socket, "echoed"), ["regular"]);
  assert.deepEqual(seen, [...seen].sort((a, b) => a - b));
  assert.equal(new Set(seen).size, seen.length);
});

test("a volatile broadcast reaches a client that can be written", { spec: ["SRV-072", "TST-098"] }, async (t) => {
  const socket = await t.connect({ nsp: t.freshNamespace() });
  const received = t.next(socket, "news");
  const cast = () => ask(socket, "cast", { from: "server", volatile: true }, "news", 1);
  const retry = setInterval(cast, 200);
  await cast();
  assert.deepEqual(await received, [1]);
  clearInterval(retry);
});

test("a volatile event of the client arrives once connected", { spec: ["TST-147"] }, async (t) => {
  const socket = await t.connect();
  const received = t.next(socket, "echoed");
  const retry = setInterval(() => socket.volatile.emit("echo", "maybe"), 200);
  socket.volatile.emit("echo", "maybe");
  assert.deepEqual(await received, ["maybe"]);
  clearInterval(retry);
});
