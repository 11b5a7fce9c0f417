import assert from "node:assert/strict";
import { test } from "../harness/cases.mjs";
import { ask, askOne, bytes, deathOf, disconnection, echo, hex } from "../harness/helpers.mjs";

test("every kind of byte array of the client arrives as bytes", { spec: ["TST-040", "TST-067"], messagePack: false }, async (t) => {
  const socket = await t.connect();
  const backing = bytes(10).buffer;
  const values = [Buffer.from([1, 2]), new Uint8Array([3, 4]), new Uint8Array([5, 6]).buffer, new Int16Array([1]), new DataView(new ArrayBuffer(2))];
  const answer = await askOne(socket, "describe", ...values);
  assert.deepEqual(answer, [
    { t: "bin", len: 2, sum: 3 }, { t: "bin", len: 2, sum: 7 }, { t: "bin", len: 2, sum: 11 }, { t: "bin", len: 2, sum: 1 }, { t: "bin", len: 2, sum: 0 },
  ]);
  assert.ok(backing);
});

test("a view on a part of a buffer sends that part", { spec: ["TST-067"], messagePack: false }, async (t) => {
  const socket = await t.connect();
  const view = new Uint8Array(bytes(16)).subarray(4, 7);
  assert.equal(hex((await echo(t, socket, view))[0]), "040506");
});

test("the description of every kind of value", {}, async (t) => {
  const socket = await t.connect();
  assert.deepEqual(await askOne(socket, "describe", [1, null], { a: "x", b: { c: bytes(3, 1) } }, true, 1.5, "s", null, bytes(0)), [
    { t: "array", items: [{ t: "number", v: 1 }, { t: "null" }] },
    { t: "object", fields: { a: { t: "string", v: "x" }, b: { t: "object", fields: { c: { t: "bin", len: 3, sum: 6 } } } } },
    { t: "boolean", v: true }, { t: "number", v: 1.5 }, { t: "string", v: "s" }, { t: "null" }, { t: "bin", len: 0, sum: 0 },
  ]);
});

test("binary nested anywhere comes back in place", { spec: ["PAR-004", "TST-110", "TST-154"] }, async (t) => {
  const socket = await t.connect();
  const [a, list, object, text] = await echo(t, socket, bytes(4), [null, bytes(2, 9), [bytes(1)]], { x: { y: bytes(5) }, z: "z" }, "end");
  assert.deepEqual(
    [hex(a), list[0], hex(list[1]), hex(list[2][0]), hex(object.x.y), object.z, text],
    ["00010203", null, "090a", "00", "0001020304", "z", "end"]);
});

test("the same buffer twice in one event", { spec: ["PAR-004"] }, async (t) => {
  const socket = await t.connect();
  const shared = bytes(3);
  assert.deepEqual((await echo(t, socket, shared, { again: shared })).map((v) => hex(v.again ?? v)), ["000102", "000102"]);
});

test("an empty buffer", { spec: ["TST-069"] }, async (t) => {
  const [empty, after] = await echo(t, await t.connect(), Buffer.alloc(0), "after");
  assert.deepEqual([empty.length, after], [0, "after"]);
});

test("binary of the server, nested", { spec: ["PAR-004"] }, async (t) => {
  const socket = await t.connect();

  for (const n of [0, 1, 300]) {
    const received = t.next(socket, "bin");
    socket.emit("bin-send", n);
    const [{ a, list, text }] = await received;
    assert.deepEqual([hex(a), hex(list[0]), list[1], text], [hex(bytes(n)), "0102", "x", "t"]);
  }
});

test("ten attachments in one packet", { spec: ["PAR-008"] }, async (t) => {
  const sent = Array.from({ length: 10 }, (_, i) => bytes(i + 1, i));
  assert.deepEqual((await echo(t, await t.connect(), ...sent)).map(hex), sent.map(hex));
});

test("eleven attachments end the connection", { spec: ["PAR-008", "SRV-036"], messagePack: false }, async (t) => {
  const witness = await t.connect({ nsp: "/custom" });
  const socket = await t.connect({ nsp: "/custom" });
  const { id } = socket;
  const ended = disconnection(t, socket);
  socket.emit("echo", ...Array.from({ length: 11 }, () => bytes(1)));
  await ended;
  assert.match((await deathOf(t, witness, id)).reason, /^(forced close|parse error|transport error)$/);
});

test("large binary of the client", { spec: ["TST-116"] }, async (t) => {
  const socket = await t.connect();
  // Base64 makes it a third larger over polling, where the limit counts the body.
  const data = bytes(t.transport === "websocket" || t.transport === "upgraded" ? 900_000 : 700_000);
  assert.equal((await echo(t, socket, data))[0].equals(data), true);
});

test("large binary of the server", { spec: ["TST-116"] }, async (t) => {
  const socket = await t.connect();
  const received = t.next(socket, "bin");
  socket.emit("bin-send", 900_000);
  assert.equal((await received)[0].a.equals(bytes(900_000)), true);
});

test("100 binary events keep their attachments apart", { spec: ["PAR-004", "SRV-110"] }, async (t) => {
  const socket = await t.connect();
  const received = t.collect(socket, "echoed", 100);

  for (let i = 0; i < 100; i++) {
    socket.emit("echo", i, bytes(i, i), [bytes(1, i)]);
  }

  for (const [i, data, [one]] of await received) {
    assert.deepEqual([hex(data), hex(one)], [hex(bytes(i, i)), hex(bytes(1, i))]);
  }
});

test("binary in a namespace, with an acknowledgement", { spec: ["PAR-003"] }, async (t) => {
  const socket = await t.connect({ nsp: "/custom" });
  assert.deepEqual((await ask(socket, "ack-echo", bytes(2), "x")).map((v) => (typeof v === "string" ? v : hex(v))), ["0001", "x"]);
});

test("an object that looks like a placeholder is data when nothing is attached", { spec: ["PAR-004"] }, async (t) => {
  const lookalike = { _placeholder: true, num: 0 };
  assert.deepEqual(await echo(t, await t.connect(), lookalike, "x"), [lookalike, "x"]);
});
