import assert from "node:assert/strict";
import parser from "socket.io-msgpack-parser";
import { msgpack, test } from "../harness/cases.mjs";
import { ask, bytes, disconnection, echo, hex } from "../harness/helpers.mjs";

// What the other cases cannot ask because it is different with JSON.
const transports = ["polling", "websocket", "upgraded"].map((t) => msgpack + t);
const packets = new parser.Encoder();

test("what JSON cannot hold comes back as it was sent", { spec: ["PAR-021", "PAR-022"], transports }, async (t) => {
  const socket = await t.connect();
  const values = [
    undefined, NaN, Infinity, -Infinity, new Date(0), new Date(1700000000123), new Date(-1), { at: new Date(1), gone: undefined }, [undefined, null],
    1e15, 2 ** 53 - 1, -(2 ** 53) + 1, 0.1, 1.5, "1970-01-01T00:00:00.000Z",
  ];

  assert.deepEqual(await echo(t, socket, ...values), values);
  assert.deepEqual(await ask(socket, "ack-echo", ...values), values);
});

test("a buffer comes back as a buffer, an ArrayBuffer as an ArrayBuffer", { spec: ["PAR-019", "PAR-021"], transports }, async (t) => {
  const [buffer, array, nested, empty] = await echo(t, await t.connect(), bytes(300), new Uint8Array([1, 2]).buffer, { a: [bytes(2)] }, Buffer.alloc(0));

  assert.equal(hex(buffer), hex(bytes(300)));
  assert.ok(Buffer.isBuffer(buffer) && array instanceof ArrayBuffer);
  assert.equal(hex(array), "0102");
  assert.equal(hex(nested.a[0]), "0001");
  assert.equal(empty.length, 0);
});

test("a packet with many buffers is one message", { spec: ["PAR-019"], transports }, async (t) => {
  const socket = await t.connect();
  const messages = [];
  socket.io.engine.on("data", (data) => messages.push(data));

  const echoed = await echo(t, socket, ...Array.from({ length: 50 }, (_, i) => bytes(i)));

  assert.deepEqual(echoed.map(hex), Array.from({ length: 50 }, (_, i) => hex(bytes(i))));
  assert.equal(messages.length, 1);
  assert.ok(Buffer.isBuffer(messages[0]));
});

test("a date from the server is a Date", { spec: ["PAR-021"], transports }, async (t) => {
  const socket = await t.connect();
  const date = t.next(socket, "date");
  socket.emit("date-send");
  assert.deepEqual(await date, [new Date(0)]);
});

test("a packet that is none ends the connection", { spec: ["PAR-023", "PAR-029"], transports }, async (t) => {
  const bad = [
    { type: 5, nsp: "/", data: ["x"] }, { type: "2", nsp: "/", data: ["x"] }, { type: 2, data: ["x"] }, { type: 2, nsp: "/", data: {} }, { type: 2, nsp: "/" },
    { type: 2, nsp: "/", data: ["x"], id: "1" }, { type: 0, nsp: "/custom", data: null }, { type: 1, nsp: "/", data: 1 }, null, 1, [2, "/"],
  ].map((packet) => packets.encode(packet)[0]);

  for (const message of [...bad, Buffer.from([0xc1]), Buffer.from([0x81]), Buffer.concat([packets.encode({ type: 2, nsp: "/", data: ["x"] })[0], Buffer.from([0])]), '2["echo"]']) {
    const socket = await t.connect();
    const ended = disconnection(t, socket);
    socket.io.engine.write(message);
    assert.match((await ended)[0], /^transport close$/);
  }
});

test("unknown keys and any order of keys do not matter", { spec: ["PAR-020", "PAR-022"], transports }, async (t) => {
  const socket = await t.connect();
  const echoed = t.next(socket, "echoed");
  socket.io.engine.write(packets.encode({ nsp: "/", more: [{ a: undefined }], data: ["echo", 1], options: { compress: true }, type: 2 })[0]);
  assert.deepEqual(await echoed, [1]);
});

test("a client without the parser is turned away", { spec: ["PAR-019"], transports }, async (t) => {
  const socket = t.open(t.url("msgpack"), { parser: undefined });
  await t.next(socket.io, "close");
  assert.equal(socket.connected, false);
});
