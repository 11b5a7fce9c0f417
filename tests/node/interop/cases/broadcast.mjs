import assert from "node:assert/strict";
import { test } from "../harness/cases.mjs";
import { ask, askOne, bytes, hex } from "../harness/helpers.mjs";

/** Three clients of a namespace of their own: a in "red", b in "red" and "blue", c in no room. */
async function three(t, profile = "main") {
  const nsp = t.freshNamespace();
  const [a, b, c] = await Promise.all([1, 2, 3].map(() => t.connect({ nsp, profile })));
  assert.deepEqual(await askOne(a, "join", "red"), ["red"]);
  assert.deepEqual(await askOne(b, "join", ["red", "blue"]), ["blue", "red"]);
  return { a, b, c, nsp };
}

/** Broadcasts through `sender` and tells who received it: each receiver's name once per copy. */
async function receivers(t, { a, b, c }, sender, opts, ...args) {
  const seen = [];

  for (const [name, socket] of Object.entries({ a, b, c })) {
    socket.off("news");
    socket.on("news", (...values) => seen.push([name, ...values]));
  }

  assert.equal(await askOne(sender, "cast", opts, "news", ...args), true);

  // One more round trip each: what was broadcast before has then arrived.
  await Promise.all([a, b, c].map((socket) => ask(socket, "ask-plain", "fence")));
  return seen.sort();
}

const names = (seen) => seen.map(([name]) => name);

async function fenced(t, profile) {
  const all = await three(t, profile);

  for (const socket of [all.a, all.b, all.c]) {
    socket.on("fence", (answer) => answer());
  }

  return all;
}

test("a broadcast to everyone in the namespace", { spec: ["SRV-081", "SRV-082", "TST-123"] }, async (t) => {
  const all = await fenced(t);
  assert.deepEqual(await receivers(t, all, all.a, { from: "server" }, 1, { x: [2] }), [["a", 1, { x: [2] }], ["b", 1, { x: [2] }], ["c", 1, { x: [2] }]]);
});

test("a broadcast to a room", { spec: ["SRV-081", "TST-123"] }, async (t) => {
  const all = await fenced(t);
  assert.deepEqual(names(await receivers(t, all, all.c, { from: "server", to: "red" })), ["a", "b"]);
  assert.deepEqual(names(await receivers(t, all, all.c, { from: "server", to: "nobody-here" })), []);
});

test("a member of two rooms gets one copy", { spec: ["SRV-081", "TST-123"] }, async (t) => {
  const all = await fenced(t);
  assert.deepEqual(names(await receivers(t, all, all.c, { from: "server", to: ["red", "blue"] })), ["a", "b"]);
});

test("except takes rooms and ids away", { spec: ["SRV-081", "TST-101", "TST-124"] }, async (t) => {
  const all = await fenced(t);
  assert.deepEqual(names(await receivers(t, all, all.a, { from: "server", except: "blue" })), ["a", "c"]);
  assert.deepEqual(names(await receivers(t, all, all.a, { from: "server", to: "red", except: "blue" })), ["a"]);
  assert.deepEqual(names(await receivers(t, all, all.a, { from: "server", except: [all.a.id, "blue"] })), ["c"]);
});

test("a broadcast of a socket leaves its sender out", { spec: ["SRV-062", "TST-123"] }, async (t) => {
  const all = await fenced(t);
  assert.deepEqual(names(await receivers(t, all, all.a, { from: "broadcast" })), ["b", "c"]);
  assert.deepEqual(names(await receivers(t, all, all.a, { from: "broadcast", to: "red" })), ["b"]);
  assert.deepEqual(names(await receivers(t, all, all.a, { from: "socket", to: "red" })), ["b"]);
  assert.deepEqual(names(await receivers(t, all, all.a, { from: "socket", except: "blue" })), ["c"]);
});

test("a plain emit of a socket reaches only itself", { spec: ["SRV-054"] }, async (t) => {
  const all = await fenced(t);
  assert.deepEqual(names(await receivers(t, all, all.a, { from: "socket" })), ["a"]);
});

test("a socket's own id as target", { spec: ["SRV-062", "SRV-126"] }, async (t) => {
  const all = await fenced(t);
  assert.deepEqual(names(await receivers(t, all, all.a, { from: "server", to: all.c.id })), ["c"]);
  assert.deepEqual(names(await receivers(t, all, all.a, { from: "socket", to: all.a.id })), []);
});

test("the flags local and compress change nothing else", { spec: ["SRV-080", "SRV-083", "TST-098"] }, async (t) => {
  const all = await fenced(t);
  assert.deepEqual(names(await receivers(t, all, all.a, { from: "server", local: true })), ["a", "b", "c"]);
  assert.deepEqual(names(await receivers(t, all, all.a, { from: "server", compress: false, to: "red" })), ["a", "b"]);
  assert.deepEqual(names(await receivers(t, all, all.a, { from: "broadcast", compress: true, local: true })), ["b", "c"]);
  assert.deepEqual(names(await receivers(t, all, all.a, { from: "socket", compress: false })), ["a"]);
});

test("a broadcast with binary", { spec: ["SRV-089", "TST-123", "TST-159"] }, async (t) => {
  const all = await fenced(t);
  const seen = await receivers(t, all, all.a, { from: "server", to: "red" }, bytes(300), { deep: [bytes(2)] });
  assert.deepEqual(seen.map(([name, data, { deep }]) => [name, hex(data), hex(deep[0])]), [["a", hex(bytes(300)), "0001"], ["b", hex(bytes(300)), "0001"]]);
});

test("a large broadcast", { spec: ["SRV-089"] }, async (t) => {
  const all = await fenced(t);
  const text = "€".repeat(100_000);
  assert.deepEqual((await receivers(t, all, all.a, { from: "server" }, text)).map(([name, value]) => [name, value === text]), [["a", true], ["b", true], ["c", true]]);
});

test("rooms and events stay inside their namespace", { spec: ["SRV-021", "SRV-079"] }, async (t) => {
  const [first, second] = [await fenced(t), await fenced(t)];
  let leaked = 0;
  [second.a, second.b, second.c].forEach((socket) => socket.on("news", () => leaked++));
  await receivers(t, first, first.a, { from: "server" });
  await receivers(t, first, first.a, { from: "server", to: "red" });
  await ask(second.a, "ask-plain", "fence");
  assert.equal(leaked, 0);
});

test("broadcasts keep the order of their calls", { spec: ["SRV-110"] }, async (t) => {
  const { a, c } = await three(t);
  const received = t.collect(c, "news", 40);

  for (let i = 0; i < 40; i++) {
    a.emit("cast", { from: i % 2 === 0 ? "server" : "broadcast", to: i % 2 === 0 ? c.id : undefined }, "news", i % 5 === 0 ? [bytes(i)] : [i], i);
  }

  assert.deepEqual((await received).map((args) => args.at(-1)), Array.from({ length: 40 }, (_, i) => i));
});

test("join and leave tell the rooms, empty rooms vanish", { spec: ["SRV-061", "SRV-079", "TST-123"] }, async (t) => {
  const { a, b } = await three(t);
  assert.deepEqual(await askOne(a, "rooms-of"), ["blue", "red"]);
  assert.deepEqual(await askOne(a, "join", "red"), ["red"]);
  assert.deepEqual(await askOne(a, "leave", "red"), []);
  assert.deepEqual(await askOne(a, "leave", "never-joined"), []);
  assert.deepEqual(await askOne(b, "leave", "blue"), ["red"]);
  assert.deepEqual(await askOne(a, "rooms-of"), ["red"]);
  assert.deepEqual((await askOne(b, "whoami")).rooms, ["red", b.id].sort());
});

test("a socket that goes leaves its rooms", { spec: ["SRV-074", "SRV-079", "TST-123"] }, async (t) => {
  const { a, b } = await three(t);
  const { id } = b;
  b.disconnect();
  await t.until("death", () => askOne(a, "death-of", id));
  assert.deepEqual(await askOne(a, "rooms-of"), ["red"]);
  assert.equal((await askOne(a, "sockets", null)).length, 2);
});

test("a broadcast to a socket that has gone reaches nobody", { spec: ["T-110"] }, async (t) => {
  const { a, b } = await three(t);
  const { id } = b;
  b.disconnect();
  await t.until("death", () => askOne(a, "death-of", id));
  assert.equal(await askOne(a, "cast", { from: "server", to: id }, "news", 1), true);
});

test("the sockets of a room or of the namespace, with rooms and data", { spec: ["SRV-090", "SRV-096", "TST-129"] }, async (t) => {
  const { a, b, c } = await three(t);
  await ask(b, "set-data", { user: "b" });
  const expected = [{ id: a.id, rooms: ["red"], data: {} }, { id: b.id, rooms: ["blue", "red"], data: { user: "b" } }, { id: c.id, rooms: [], data: {} }]
    .sort((x, y) => (x.id < y.id ? -1 : 1));
  assert.deepEqual(await askOne(a, "sockets", null), expected);
  assert.deepEqual(await askOne(a, "sockets", "red"), expected.filter((s) => s.rooms.includes("red")));
  assert.deepEqual(await askOne(a, "sockets", b.id), expected.filter((s) => s.id === b.id));
  assert.deepEqual(await askOne(a, "sockets", "nobody-here"), []);
});

test("all sockets of a room join and leave another", { spec: ["SRV-092", "TST-129"] }, async (t) => {
  const { a, b, c } = await three(t);
  assert.equal(await askOne(c, "sockets-join", "red", ["green", "gold"]), "ok");
  assert.deepEqual((await askOne(a, "whoami")).rooms, ["gold", "green", "red", a.id].sort());
  assert.equal(await askOne(c, "sockets-leave", "green", "gold"), "ok");
  assert.deepEqual((await askOne(b, "sockets", "green")).length, 2);
  assert.equal(await askOne(c, "sockets-join", c.id, "green"), "ok");
  assert.deepEqual((await askOne(b, "sockets", "green")).length, 3);
  assert.deepEqual(await askOne(b, "rooms-of"), ["blue", "green", "red"]);
});

test("all sockets of a room are disconnected", { spec: ["SRV-092", "TST-129"] }, async (t) => {
  const { a, b, c } = await three(t);
  const ids = [a.id, b.id];
  const gone = Promise.all([t.next(a, "disconnect"), t.next(b, "disconnect")]);
  assert.equal(await askOne(c, "sockets-disconnect", "red", false), "ok");
  assert.deepEqual((await gone).map(([reason]) => reason), ["io server disconnect", "io server disconnect"]);
  assert.deepEqual(await Promise.all(ids.map(async (id) => (await askOne(c, "death-of", id)).reason)), ["server namespace disconnect", "server namespace disconnect"]);
});

test("a question to everyone gathers every answer", { spec: ["SRV-084", "SRV-085", "TST-125"] }, async (t) => {
  const { a, b, c } = await three(t);
  [a, b, c].forEach((socket, i) => socket.on("vote", (subject, answer) => answer(`${subject}${i}`)));
  const { ok, responses } = await askOne(a, "ask-all", null, "vote", 5000, "s");
  assert.deepEqual([ok, responses.sort()], [true, ["s0", "s1", "s2"]]);
  const room = await askOne(a, "ask-all", "red", "vote", 5000, "r");
  assert.deepEqual([room.ok, room.responses.sort()], [true, ["r0", "r1"]]);
});

test("a question to everyone with binary answers", { spec: ["SRV-084", "TST-125"] }, async (t) => {
  const { a, b, c } = await three(t);
  [a, b, c].forEach((socket, i) => socket.on("vote", (data, answer) => answer(Buffer.concat([data, Buffer.from([i])]))));
  const { ok, responses } = await askOne(a, "ask-all", null, "vote", 5000, bytes(1, 7));
  assert.deepEqual([ok, responses.map(hex).sort()], [true, ["0700", "0701", "0702"]]);
});

test("a question to everyone times out with the answers so far", { spec: ["SRV-084", "TST-125"], attempts: 3 }, async (t) => {
  const { a, b, c } = await three(t);
  a.on("vote", (answer) => answer("a"));
  c.on("vote", (answer) => answer("c"));
  const { ok, error, responses } = await askOne(b, "ask-all", null, "vote", 1500);
  assert.deepEqual([ok, error, responses.sort()], [false, "operation has timed out", ["a", "c"]]);
});

test("an answer after the timeout of a question to everyone is ignored", { spec: ["SRV-088", "TST-125"] }, async (t) => {
  const { a, c } = await three(t);
  a.on("vote", (answer) => setTimeout(() => answer("too late"), 400));
  assert.deepEqual(await askOne(c, "ask-all", a.id, "vote", 100), { ok: false, error: "operation has timed out", responses: [] });
  await t.pause(450);
  a.off("vote");
  a.on("vote", (answer) => answer("in time"));
  assert.deepEqual(await askOne(c, "ask-all", a.id, "vote", 5000), { ok: true, responses: ["in time"] });
});

test("a question to nobody is answered at once", { spec: ["SRV-085", "TST-125"] }, async (t) => {
  const { a } = await three(t);
  assert.deepEqual(await askOne(a, "ask-all", "nobody-here", "vote", 10_000), { ok: true, responses: [] });
});

test("the counts of clients and sockets", { spec: ["SRV-014", "TST-009"], seconds: 60 }, async (t) => {
  const { base } = await t.ownServer();
  const url = `http://127.0.0.1:${base}/dyn-1`;
  const [a, b] = await Promise.all([t.connect({ url }), t.connect({ url })]);
  await ask(b, "ack-none");
  assert.deepEqual(await askOne(a, "count"), { clients: 2, sockets: 2 });
  b.disconnect();
  await t.until("one less", () => askOne(a, "count"), (count) => count.clients === 1 && count.sockets === 1);
});
