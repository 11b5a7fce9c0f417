import assert from "node:assert/strict";
import { test } from "../harness/cases.mjs";
import { ask, askOne, disconnection } from "../harness/helpers.mjs";

const again = { profile: "recovery", reconnection: true, reconnectionDelay: 20, reconnectionDelayMax: 40 };

/** A client that may come back, and another that sees to it that something is said meanwhile: in a namespace of their own, where nobody else is heard. */
async function pair(t, nsp = t.freshNamespace()) {
  const socket = await t.connect({ ...again, nsp });
  const witness = await t.connect({ profile: "recovery", nsp });
  return { socket, witness };
}

/** Loses the connection, lets something happen, and resolves when the client is back. */
async function lose(t, socket, meanwhile = async () => {}) {
  socket.io.reconnection(false);
  const gone = disconnection(t, socket);
  socket.io.engine.close();
  assert.equal((await gone)[0], "forced close");
  await meanwhile();
  socket.io.reconnection(true);
  socket.connect();
  await t.ready(socket);
}

const cast = (witness, opts, ...args) => ask(witness, "cast", { from: "server", ...opts }, ...args);

test("a client that lost its connection goes on where it was", { spec: ["SRV-098", "SRV-101", "SRV-102", "SRV-103", "SRV-109", "TST-130", "T-111", "T-113"] }, async (t) => {
  const { socket, witness } = await pair(t);
  const { id } = socket;
  await ask(socket, "join", "room1");
  await ask(socket, "set-data", { who: "me" });
  const first = t.next(socket, "m");
  await cast(witness, { to: id }, "m", 0);
  await first;

  const seen = [];
  socket.on("m", (...args) => seen.push([...args.slice(0, -1), socket.connected]));
  await lose(t, socket, async () => {
    await cast(witness, {}, "m", 1);
    await cast(witness, { to: "room1" }, "m", 2);
    await cast(witness, { to: "room2" }, "m", 3);
    await cast(witness, { except: "room1" }, "m", 4);
    await cast(witness, { to: ["room1", id] }, "m", { five: Buffer.from([5]) });
    await cast(witness, { volatile: true }, "m", 6);
    await cast(witness, { to: id }, "m", 7);
  });

  assert.equal(socket.recovered, true);
  assert.equal(socket.id, id);
  assert.deepEqual(seen, [[1, true], [2, true], [{ five: Buffer.from([5]) }, true], [7, true]]);
  const me = await askOne(socket, "whoami");
  assert.equal(me.recovered, true);
  assert.deepEqual(me.rooms, ["room1", id].sort());
  assert.deepEqual(me.data, { who: "me" });
});

test("events of before the connect event are those that were missed", { spec: ["SRV-102", "SRV-109"] }, async (t) => {
  const { socket, witness } = await pair(t);
  const first = t.next(socket, "m");
  await cast(witness, {}, "m", 0);
  await first;
  const order = [];
  socket.on("m", (value) => order.push(value));
  socket.on("connect", () => order.push("connect"));

  await lose(t, socket, () => cast(witness, {}, "m", 1));
  const live = t.next(socket, "m");
  await cast(witness, {}, "m", 2);
  await live;

  assert.deepEqual(order, [1, "connect", 2]);
});

test("it goes on again and again", { spec: ["SRV-102", "SRV-106"] }, async (t) => {
  const { socket, witness } = await pair(t);
  const { id } = socket;
  const seen = [];
  socket.on("m", (value) => seen.push(value));
  const first = t.next(socket, "m");
  await cast(witness, {}, "m", 0);
  await first;

  for (let i = 1; i <= 5; i++) {
    await lose(t, socket, () => cast(witness, {}, "m", i));
    assert.equal(socket.recovered, true);
    assert.equal(socket.id, id);
  }

  assert.deepEqual(seen, [0, 1, 2, 3, 4, 5]);
});

test("every namespace of a connection goes on by itself", { spec: ["SRV-102"] }, async (t) => {
  const { socket, witness } = await pair(t);
  const another = t.freshNamespace();
  const custom = socket.io.socket(another);
  await t.connected(custom);
  const ids = [socket.id, custom.id];
  const both = [t.next(socket, "m"), t.next(custom, "m")];
  const other = witness.io.socket(another);
  await t.connected(other);
  await cast(witness, {}, "m", "main");
  await cast(other, {}, "m", "custom");
  await Promise.all(both);
  const seen = [];
  socket.on("m", (value) => seen.push(`main ${value}`));
  custom.on("m", (value) => seen.push(`custom ${value}`));

  const gone = [disconnection(t, socket), disconnection(t, custom)];
  socket.io.reconnection(false);
  socket.io.engine.close();
  await Promise.all(gone);
  await cast(witness, {}, "m", 1);
  await cast(other, {}, "m", 2);
  socket.io.reconnection(true);
  socket.connect();
  custom.connect();
  await t.ready(socket);
  await t.connected(custom);

  assert.deepEqual([socket.id, custom.id], ids);
  assert.deepEqual([socket.recovered, custom.recovered], [true, true]);
  assert.deepEqual(seen.sort(), ["custom 2", "main 1"]);
});

test("whoever was disconnected on purpose starts anew", { spec: ["SRV-100"] }, async (t) => {
  const { socket, witness } = await pair(t);

  for (const end of [() => socket.disconnect(), () => socket.emit("bye", false)]) {
    const first = t.next(socket, "m");
    await cast(witness, {}, "m", 0);
    await first;
    const { id } = socket;
    const gone = disconnection(t, socket);
    end();
    await gone;
    socket.connect();
    await t.connected(socket);
    assert.equal(socket.recovered, false);
    assert.notEqual(socket.id, id);
  }
});

test("whoever stays away too long starts anew", { spec: ["SRV-097", "SRV-106", "SRV-108"] }, async (t) => {
  const { socket, witness } = await pair(t);
  const first = t.next(socket, "m");
  await cast(witness, {}, "m", 0);
  await first;
  const { id } = socket;

  await lose(t, socket, () => t.pause(3300));

  assert.equal(socket.recovered, false);
  assert.notEqual(socket.id, id);
});

test("what a client emits while it is away arrives", { spec: ["SRV-102", "T-112"] }, async (t) => {
  const { socket, witness } = await pair(t);
  const first = t.next(socket, "m");
  await cast(witness, {}, "m", 0);
  await first;
  const echoed = t.collect(socket, "echoed", 2);

  await lose(t, socket, async () => {
    socket.emit("echo", 1);
    socket.emit("echo", 2);
  });

  assert.deepEqual((await echoed).map(([value]) => value), [1, 2]);
  assert.equal(socket.recovered, true);
});
