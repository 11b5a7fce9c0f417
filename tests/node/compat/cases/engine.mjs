import assert from "node:assert/strict";
import { bytes } from "../../interop/harness/helpers.mjs";
import { test as declare } from "../cases.mjs";

const test = (name, options, body) => declare("engine.io", name, options, body);
const next = async (t, engine, send) => {
  const message = t.next(engine, "message");
  engine.send(send);
  return (await message)[0];
};

test("connect", { spec: ["V3-003"] }, async (t) => {
  const engine = await t.openEngine();
  assert.deepEqual(JSON.parse(await next(t, engine, "info")), {
    transport: t.endsOnWebSocket ? "websocket" : "polling", protocol: t.revision, upgraded: t.transport === "upgraded",
  });
});

test("text", {}, async (t) => {
  const engine = await t.openEngine();

  for (const text of ["hello", "", "héllo € 😀 тест", "a\nb\\n\u2028"]) {
    // An empty message has no data in these clients.
    assert.equal((await next(t, engine, text)) ?? "", text);
  }
});

test("binary", {}, async (t) => {
  const engine = await t.openEngine();

  for (const data of [bytes(5), bytes(0), bytes(300)]) {
    assert.deepEqual(Buffer.from(await next(t, engine, data)), data);
  }
});

test("a burst of text and binary", {}, async (t) => {
  const engine = await t.openEngine();
  const messages = t.collect(engine, "message", 60);

  for (let i = 0; i < 60; i++) {
    engine.send(i % 3 === 0 ? bytes(2, i) : `text €${i}`);
  }

  (await messages).forEach(([m], i) => assert.deepEqual(typeof m === "string" ? m : Buffer.from(m), i % 3 === 0 ? bytes(2, i) : `text €${i}`));
});

test("large payloads both ways", {}, async (t) => {
  const engine = await t.openEngine();
  const text = "ab€d".repeat(75_000);
  assert.equal((await next(t, engine, text)) === text, true);
  assert.equal(Buffer.from(await next(t, engine, bytes(400_000))).equals(bytes(400_000)), true);
});

test("messages during the upgrade", { only: ["upgrade"] }, async (t) => {
  const engine = t.io(t.url("engine", ""), { transports: ["polling", "websocket"] });
  t.onDispose(() => engine.close());
  const [upgraded, messages] = [t.next(engine, "upgrade"), t.collect(engine, "message", 60)];
  await t.next(engine, "open");

  for (let i = 0; i < 60; i++) {
    engine.send(String(i));
  }

  await upgraded;
  assert.deepEqual((await messages).flat(), Array.from({ length: 60 }, (_, i) => String(i)));
});

test("closed by the server", {}, async (t) => {
  const engine = await t.openEngine();
  const closed = t.next(engine, "close");
  engine.send("close me");
  assert.equal((await closed)[0], "transport close");
});

test("refused without AllowEIO3", { spec: ["T-35"], revision: 3 }, async (t) => {
  await assert.rejects(t.openEngine(t.url("main", ""), { path: "/socket.io/" }), /xhr poll error|websocket error/);
});
