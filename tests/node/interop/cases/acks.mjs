import assert from "node:assert/strict";
import { test } from "../harness/cases.mjs";
import { ask, askOne, bytes, echo, hex, throughJson } from "../harness/helpers.mjs";

test("an acknowledgement returns all arguments", { spec: ["SRV-060", "TST-113"], messagePack: false }, async (t) => {
  const socket = await t.connect();
  const values = [1, "two", { three: [3] }, null, false, "é😀", new Date(5)];
  assert.deepEqual(await ask(socket, "ack-echo", ...values), throughJson(values));
});

test("an acknowledgement without arguments", { spec: ["SRV-060"] }, async (t) => {
  assert.deepEqual(await ask(await t.connect(), "ack-none"), []);
});

test("an acknowledgement with several arguments of the server", { spec: ["SRV-060"] }, async (t) => {
  assert.deepEqual(await ask(await t.connect(), "ack-many"), [1, "two", { three: 3 }, [4], null, true]);
});

test("a binary acknowledgement of the server", { spec: ["SRV-060", "TST-113"] }, async (t) => {
  assert.equal(hex(await askOne(await t.connect(), "ack-bin")), "01020304");
});

test("binary there and back through an acknowledgement", { spec: ["TST-113"] }, async (t) => {
  const socket = await t.connect();
  const [first, nested] = await ask(socket, "ack-echo", bytes(300), { list: [bytes(3, 7), "x", { deep: bytes(0) }] });
  assert.deepEqual([hex(first), hex(nested.list[0]), nested.list[1], hex(nested.list[2].deep)], [hex(bytes(300)), "070809", "x", ""]);
});

test("the second call of an acknowledgement is ignored", { spec: ["SRV-060"] }, async (t) => {
  const socket = await t.connect();
  const answers = [];
  socket.emit("ack-twice", (value) => answers.push(value));
  await ask(socket, "ack-none");
  assert.deepEqual(answers, ["first"]);
});

test("a late acknowledgement arrives and holds nothing up", { spec: ["SRV-060"] }, async (t) => {
  const socket = await t.connect();
  const order = [];
  const late = askOne(socket, "ack-late", 1000).then((value) => order.push(value));
  await ask(socket, "ack-none");
  order.push("prompt");
  await late;
  assert.deepEqual(order, ["prompt", "late"]);
});

test("the client's timeout of an acknowledgement that never comes", { spec: ["TST-127", "TST-148"] }, async (t) => {
  const socket = await t.connect();
  await assert.rejects(socket.timeout(100).emitWithAck("ack-never"), { message: "operation has timed out" });
  assert.deepEqual(await echo(t, socket, "on"), ["on"]);
});

test("an answer after the client's timeout is ignored", { spec: ["TST-127"] }, async (t) => {
  const socket = await t.connect();
  await assert.rejects(socket.timeout(50).emitWithAck("ack-late", 150), { message: "operation has timed out" });
  await t.pause(200);
  assert.deepEqual(await echo(t, socket, "on"), ["on"]);
});

test("100 questions at once each get their own answer", { spec: ["TST-113"] }, async (t) => {
  const socket = await t.connect();
  const answers = await Promise.all(Array.from({ length: 100 }, (_, i) => askOne(socket, "ack-echo", i)));
  assert.deepEqual(answers, Array.from({ length: 100 }, (_, i) => i));
});

test("the server asks and gets the values of the client", { spec: ["SRV-057", "TST-127"] }, async (t) => {
  const socket = await t.connect();
  socket.on("question", (...args) => args.pop()("answer", args, { n: 1.5 }, null));
  assert.deepEqual(await askOne(socket, "ask", "question", 5000, "q", 1), { ok: true, values: ["answer", ["q", 1], { n: 1.5 }, null] });
});

test("the server asks without a timeout", { spec: ["SRV-058"] }, async (t) => {
  const socket = await t.connect();
  socket.on("question", (answer) => answer(1, "two"));
  assert.deepEqual(await askOne(socket, "ask-plain", "question"), [1, "two"]);
});

test("the server asks with binary and gets binary", { spec: ["TST-113"] }, async (t) => {
  const socket = await t.connect();
  socket.on("question", (data, answer) => answer(Buffer.concat([data, data]), { n: Buffer.from([9]) }));
  const { ok, values } = await askOne(socket, "ask", "question", 5000, bytes(3));
  assert.deepEqual([ok, hex(values[0]), hex(values[1].n)], [true, "000102000102", "09"]);
});

test("a client that does not answer times out on the server", { spec: ["SRV-057", "TST-127"] }, async (t) => {
  const socket = await t.connect();
  assert.deepEqual(await askOne(socket, "ask", "question", 100), { ok: false, error: "operation has timed out" });
});

test("a client's answer after the server's timeout is ignored", { spec: ["SRV-057", "TST-127"] }, async (t) => {
  const socket = await t.connect();
  socket.on("question", (answer) => setTimeout(() => answer("too late"), 200));
  assert.deepEqual(await askOne(socket, "ask", "question", 60), { ok: false, error: "operation has timed out" });
  await t.pause(250);
  assert.deepEqual(await echo(t, socket, "on"), ["on"]);
});

test("an empty answer of the client", { spec: ["SRV-060"] }, async (t) => {
  const socket = await t.connect();
  socket.on("question", (answer) => answer());
  assert.deepEqual(await askOne(socket, "ask-plain", "question"), []);
});

test("a question in a namespace", { spec: ["SRV-056"] }, async (t) => {
  const socket = await t.connect({ nsp: "/custom" });
  socket.on("question", (value, answer) => answer(value + 1));
  assert.deepEqual(await askOne(socket, "ask-plain", "question", 41), [42]);
});

test("an acknowledgement inside a batch of events", { spec: ["SRV-110"] }, async (t) => {
  const socket = await t.connect();
  const order = [];
  socket.on("echoed", (n) => order.push(n));
  socket.emit("echo", 1);
  socket.emit("ack-none", () => order.push("ack"));
  socket.emit("echo", 2);
  await t.until("all three", async () => order.length, (n) => n === 3);
  assert.deepEqual(order, [1, "ack", 2]);
});

test("retries of the client end with the first answer", { spec: ["TST-150"] }, async (t) => {
  const socket = await t.connect({ retries: 3, ackTimeout: 2000 });
  assert.deepEqual(await socket.emitWithAck("ack-echo", "once"), "once");
});
