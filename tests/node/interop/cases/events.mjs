import assert from "node:assert/strict";
import { test } from "../harness/cases.mjs";
import { ask, askOne, echo, hex, throughJson } from "../harness/helpers.mjs";

test("every JSON value comes back as it was sent", { spec: ["SRV-071", "PAR-001"], messagePack: false }, async (t) => {
  const socket = await t.connect();
  const values = [
    "text", "", "héllo € 😀 тест", "\u0000\u001e\u2028\"\\/\b\f\n\r\t", 0, -1, 1.5, 1e21, 1e-7, 2 ** 53 - 1, -(2 ** 53) + 1,
    true, false, null, [], [[]], [1, ["a", [null]]], {}, { a: { b: { c: [1, { d: "e" }] } } },
    { "": 1, "with space": 2, __proto: 3, "ключ": 4, "a\"b": 5, "a.b": 6 },
  ];

  assert.deepEqual(await echo(t, socket, ...values), values);
});

test("what JSON cannot hold arrives as JSON.stringify leaves it", { spec: ["SRV-071", "PAR-006", "TST-134", "TST-135"], messagePack: false }, async (t) => {
  const socket = await t.connect();
  const values = [undefined, NaN, Infinity, new Date(0), { at: new Date(1), gone: undefined }, [undefined], -0];

  assert.deepEqual(await echo(t, socket, ...values), throughJson(values));
});

test("an event without arguments", { spec: ["SRV-071"] }, async (t) => {
  assert.deepEqual(await echo(t, await t.connect()), []);
});

test("null alone is an argument", { spec: ["TST-109"] }, async (t) => {
  assert.deepEqual(await echo(t, await t.connect(), null), [null]);
});

test("a trailing acknowledgement is not an argument of the echo", {}, async (t) => {
  const socket = await t.connect();
  const echoed = t.next(socket, "echoed");
  socket.emit("echo", 1, () => {});
  assert.deepEqual(await echoed, [1]);
});

test("UTF-8 and control characters from the server", { spec: ["TST-044"] }, async (t) => {
  const socket = await t.connect();
  const received = t.next(socket, "utf8");
  socket.emit("utf8-send");
  assert.deepEqual(await received, ["héllo € 😀 тест", "\u0000\u001e\u2028"]);
});

test("a date from the server is ISO text in UTC", { spec: ["PAR-006"], messagePack: false }, async (t) => {
  const socket = await t.connect();
  const received = t.next(socket, "date");
  socket.emit("date-send");
  assert.deepEqual(await received, ["1970-01-01T00:00:00.000Z"]);
});

test("a number as event name", { spec: ["SRV-054", "PAR-016"] }, async (t) => {
  const socket = await t.connect();
  const received = t.next(socket, "echoed");
  socket.emit(1, "x", [2]);
  assert.deepEqual(await received, ["numeric", "x", [2]]);
});

test("event names that objects carry by nature are plain names", {}, async (t) => {
  const socket = await t.connect();

  for (const name of ["__proto__", "constructor", "toString", "hasOwnProperty", "connection", "", " "]) {
    socket.emit(name, 1);
  }

  assert.deepEqual(await echo(t, socket, "still here"), ["still here"]);
});

test("an event nobody listens to is ignored", { spec: ["T-105"] }, async (t) => {
  const socket = await t.connect();
  socket.emit("nobody-listens", 1, Buffer.from([1]));
  assert.deepEqual(await echo(t, socket, "next"), ["next"]);
});

test("a one-time listener hears once", { spec: ["SRV-069"] }, async (t) => {
  const socket = await t.connect();
  const received = t.collect(socket, "echoed", 2);
  socket.emit("only-once");
  socket.emit("only-once");
  socket.emit("echo", "end");
  assert.deepEqual(await received, [["once"], ["end"]]);
});

test("300 events from the server keep their order", { spec: ["SRV-110", "TST-039"] }, async (t) => {
  const socket = await t.connect();
  const received = t.collect(socket, "num", 300);
  socket.emit("seq", 300);
  assert.deepEqual((await received).flat(), Array.from({ length: 300 }, (_, i) => i));
});

test("300 events from the client keep their order", { spec: ["SRV-110", "TST-112"] }, async (t) => {
  const socket = await t.connect();
  const received = t.collect(socket, "echoed", 300);

  for (let i = 0; i < 300; i++) {
    socket.emit("echo", i);
  }

  assert.deepEqual((await received).flat(), Array.from({ length: 300 }, (_, i) => i));
});

test("text and binary events of one burst keep their order", { spec: ["SRV-110", "TST-110"] }, async (t) => {
  const socket = await t.connect();
  const received = t.collect(socket, "m", 5);
  socket.emit("mixed-seq");
  const [[zero], [one], [two], [three], [four]] = await received;
  assert.deepEqual([zero, hex(one), two, hex(three.b), four], [0, "01", 2, "03", 4]);
});

test("events emitted before the connection are buffered and arrive in order", { spec: ["TST-147"] }, async (t) => {
  const socket = t.open(t.url());
  const received = t.collect(socket, "echoed", 3);
  socket.emit("echo", 1);
  socket.emit("echo", Buffer.from([2]));
  socket.emit("echo", 3);
  const [[first], [second], [third]] = await received;
  assert.deepEqual([first, hex(second), third], [1, "02", 3]);
});

test("900 KB of text in both directions", { spec: ["TST-116"], messagePack: false }, async (t) => {
  const socket = await t.connect();
  const text = "0123456789".repeat(90_000);
  assert.equal((await echo(t, socket, text))[0] === text, true);

  const big = t.next(socket, "big");
  socket.emit("big-send", 900_000);
  assert.equal((await big)[0] === "x".repeat(900_000), true);
});

test("large non-ASCII text", { spec: ["TST-044"] }, async (t) => {
  const socket = await t.connect();
  const text = "€😀é".repeat(60_000);
  assert.equal((await echo(t, socket, text))[0] === text, true);
});

test("a large object graph", { spec: ["TST-116"] }, async (t) => {
  const socket = await t.connect();
  const graph = Array.from({ length: 8000 }, (_, i) => ({ id: i, name: `item ${i}`, tags: ["a", i % 2 === 0, null], at: { x: i / 3 } }));
  assert.deepEqual((await echo(t, socket, graph))[0], graph);
});

test("the incoming catch-all listener sees every event with its arguments", { spec: ["SRV-067", "TST-120"] }, async (t) => {
  const socket = await t.connect({ nsp: t.freshNamespace() });
  socket.emit("echo", 1, Buffer.from([2]));
  socket.emit("nobody-listens");
  socket.emit("blocked", 1, 2, 3);
  await ask(socket, "ack-none");
  assert.deepEqual(await askOne(socket, "seen"), [["echo", 2], ["nobody-listens", 0], ["blocked", 3], ["ack-none", 0], ["seen", 0]]);
});

test("the outgoing catch-all listener sees emits and broadcasts but no acknowledgement", { spec: ["SRV-068", "TST-120"] }, async (t) => {
  const socket = await t.connect({ nsp: t.freshNamespace() });
  await echo(t, socket, 1, Buffer.from([2]));
  await ask(socket, "ack-echo", 1);
  await ask(socket, "cast", { from: "server" }, "news", 1, 2, 3);
  assert.deepEqual(await askOne(socket, "sent"), [["echoed", 2], ["news", 3]]);
});

test("a socket middleware refuses an event", { spec: ["SRV-066", "TST-128"] }, async (t) => {
  const socket = await t.connect();
  const refused = t.next(socket, "mw-error");
  socket.emit("blocked", "anything");
  assert.deepEqual(await refused, ["event blocked"]);
  assert.deepEqual(await echo(t, socket, "on"), ["on"]);
});

test("a socket middleware rewrites an argument", { spec: ["SRV-066", "TST-128"] }, async (t) => {
  const socket = await t.connect();
  const received = t.next(socket, "echoed");
  socket.emit("rewritten", "original");
  assert.deepEqual(await received, ["by middleware"]);
});

test("an event named error is a plain event", { spec: ["SRV-066"] }, async (t) => {
  const socket = await t.connect();
  socket.emit("error", { message: "x" });
  assert.deepEqual(await echo(t, socket, "on"), ["on"]);
});
