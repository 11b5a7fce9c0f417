// Feeds transcripts, one a line, to the reference's decoder and prints what came out, one a line. A transcript is an array of
// frames: a string, or { b: base64 }. Printed: the packets, and at which frame the decoder threw, if it did.
"use strict";

const { Decoder } = require("socket.io-parser");
const lines = require("node:fs").readFileSync(0, "utf8").split("\n");

// What JSON cannot say is said in objects with one "$" name. Lone surrogates become U+FFFD.
function plain(value) {
  if (typeof value === "string") {
    return value.toWellFormed();
  }

  if (typeof value === "number" && !Number.isFinite(value)) {
    return { $: String(value) };
  }

  if (Buffer.isBuffer(value)) {
    return { $: value.toString("base64") };
  }

  if (Array.isArray(value)) {
    return value.map(plain);
  }

  if (value !== null && typeof value === "object") {
    // Not an object literal: "__proto__" would not become a property of it.
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key.toWellFormed(), plain(item)]));
  }

  return value;
}

function run(frames) {
  const decoder = new Decoder();
  const packets = [];
  decoder.on("decoded", ({ type, nsp, id, data }) => packets.push({ type, nsp, id, data: plain(data) }));

  for (let i = 0; i < frames.length; i++) {
    try {
      decoder.add(typeof frames[i] === "string" ? frames[i] : Buffer.from(frames[i].b, "base64"));
    } catch (e) {
      return { packets, failedAt: i, error: e.message };
    }
  }

  return { packets, failedAt: -1 };
}

process.stdout.write(lines.map((line) => JSON.stringify(run(JSON.parse(line)))).join("\n"));
