import assert from "node:assert/strict";
import { Socket } from "engine.io-client";
import { test } from "../harness/cases.mjs";
import { bytes, hex } from "../harness/helpers.mjs";

/** An engine.io-client of the case's transport, open and upgraded when it is to be. */
async function open(t) {
  const socket = new Socket(t.url("engine"), { transports: t.options().transports });
  t.onDispose(() => socket.close());
  const upgraded = t.transport === "upgraded" ? t.next(socket, "upgrade") : undefined;
  await t.next(socket, "open");
  await upgraded;
  return socket;
}

const data = async (t, socket) => (await t.next(socket, "data"))[0];

test("the bare engine echoes text", { spec: ["TST-172", "TST-067"] }, async (t) => {
  const socket = await open(t);

  for (const text of ["hello", "héllo € 😀", "x".repeat(100_000), "\u0000\u2028"]) {
    const received = data(t, socket);
    socket.send(text);
    assert.equal(await received === text, true);
  }
});

test("the bare engine echoes bytes", { spec: ["TST-040", "TST-172"] }, async (t) => {
  const socket = await open(t);

  for (const sent of [bytes(4), bytes(100_000), new Uint8Array(bytes(8)).subarray(2, 5)]) {
    const received = data(t, socket);
    socket.send(sent);
    assert.equal(hex(await received), hex(sent));
  }
});

test("the bare engine tells its transport", { spec: ["EIO-128", "EIO-129"] }, async (t) => {
  const socket = await open(t);

  if (t.transport === "upgrading") {
    await t.next(socket, "upgrade");
  }

  await t.until("info", async () => {
    const received = data(t, socket);
    socket.send("info");
    return JSON.parse(await received);
  }, (info) => info.protocol === 4 && info.transport === (t.endsOnWebSocket ? "websocket" : "polling")
    && info.upgraded === (t.startsOnPolling && t.endsOnWebSocket));
});

test("the bare engine closes on request", { spec: ["TST-022", "EIO-132"] }, async (t) => {
  const socket = await open(t);
  const closed = t.next(socket, "close");
  socket.send("close me");
  assert.equal((await closed)[0], "transport close");
});

test("1000 messages of the bare engine keep their order", { spec: ["TST-039", "TST-043", "EIO-125"] }, async (t) => {
  const socket = await open(t);
  const received = t.collect(socket, "data", 1000);

  for (let i = 0; i < 1000; i++) {
    socket.send(i % 10 === 0 ? bytes(2, i) : String(i));
  }

  (await received).forEach(([value], i) => assert.equal(typeof value === "string" ? value : hex(value), i % 10 === 0 ? hex(bytes(2, i)) : String(i)));
});
