import assert from "node:assert/strict";
import { writeFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import vm from "node:vm";
import WebSocket from "ws";
import { msgpack, test } from "../harness/cases.mjs";
import { askOne, hex, bytes } from "../harness/helpers.mjs";

const require = createRequire(import.meta.url);
const { XMLHttpRequest } = createRequire(require.resolve("engine.io-client"))("xmlhttprequest-ssl");

/** What a page has to turn bytes into base64. */
class FileReader {
  async readAsDataURL(blob) {
    this.result = `data:;base64,${Buffer.from(await blob.arrayBuffer()).toString("base64")}`;
    this.onload();
  }
}

/** The globals of a page, as far as the client touches them. */
const page = () => ({
  FileReader,
  XMLHttpRequest, WebSocket, setTimeout, clearTimeout, setInterval, clearInterval, console, URL, ArrayBuffer, Uint8Array, Blob,
  TextEncoder, TextDecoder, atob, btoa, queueMicrotask, addEventListener() {}, removeEventListener() {},
});

async function bundle(t, name) {
  const response = await fetch(t.url("main", `/socket.io/${name}`));
  assert.equal(response.status, 200);
  return response.text();
}

async function converse(t, io) {
  const socket = io(t.url(), t.options());
  t.onDispose(() => socket.disconnect());
  await t.ready(socket);
  assert.equal(await askOne(socket, "ack-echo", "from the bundle"), "from the bundle");
  // The MessagePack parser for browsers takes no views.
  const data = new Uint8Array(bytes(3));
  assert.equal(hex(await askOne(socket, "ack-echo", t.usesMessagePack ? data.buffer : data)), "000102");
}

const scripts = {
  "socket.io.js": { spec: ["SRV-015", "TST-091"] },
  "socket.io.min.js": { spec: ["SRV-015", "TST-091"] },
  "socket.io.msgpack.min.js": { spec: ["PAR-024"], transports: ["polling", "websocket", "upgraded"].map((t) => msgpack + t) },
};

for (const [name, options] of Object.entries(scripts)) {
  test(`the client of ${name} connects`, options, async (t) => {
    const context = vm.createContext(page());
    context.self = context;
    context.window = context;
    vm.runInContext(await bundle(t, name), context);
    await converse(t, context.io);
  });
}

test("the client of socket.io.esm.min.js connects", { spec: ["SRV-015", "TST-091"] }, async (t) => {
  const file = join(tmpdir(), `socket.io.${process.pid}.${t.transport}.mjs`);
  await writeFile(file, await bundle(t, "socket.io.esm.min.js"));
  t.onDispose(() => rm(file));
  Object.assign(globalThis, { FileReader, XMLHttpRequest, WebSocket });

  try {
    const { io } = await import(pathToFileURL(file));
    await converse(t, io);
  } finally {
    delete globalThis.FileReader;
    delete globalThis.XMLHttpRequest;
    delete globalThis.WebSocket;
  }
});
