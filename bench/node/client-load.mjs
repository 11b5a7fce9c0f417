// The scenarios of bench/SocketIO.ClientLoad with npm's client: node client-load.mjs URL SCENARIO SECONDS
import { io } from "socket.io-client";

const [url, scenario, seconds] = process.argv.slice(2);
const BATCH = 1000;
const TEXT = "x".repeat(32);

const socket = io(url, { transports: ["websocket"] });
await new Promise((resolve) => socket.on("connect", resolve));

let missing = 0;
let flooded = null;
socket.on("flood", (text) => {
  if (text.length !== TEXT.length) throw new Error("The text is another.");
  if (--missing === 0) flooded();
});

const ask = () => new Promise((resolve) => socket.emit("echo", TEXT, resolve));

async function emit() {
  for (let i = 1; i < BATCH; i++) socket.emit("note", TEXT);
  await ask();
  return BATCH;
}

async function receive() {
  missing = BATCH;
  const done = new Promise((resolve) => (flooded = resolve));
  socket.emit("flood", BATCH);
  await done;
  return BATCH;
}

async function askMany(atOnce) {
  const count = Math.floor(BATCH / 16);
  const one = async () => {
    for (let i = 0; i < count; i++) {
      if ((await ask()).length !== TEXT.length) throw new Error("The answer is another.");
    }
  };
  await Promise.all(Array.from({ length: atOnce }, one));
  return atOnce * count;
}

const plays = { emit, receive, ack1: () => askMany(1), ack16: () => askMany(16) };

async function run(ms) {
  const until = performance.now() + ms;
  let events = 0;
  while (performance.now() < until) events += await plays[scenario]();
  return events;
}

await run(seconds * 700);
const before = process.cpuUsage();
const start = performance.now();
const events = await run(seconds * 1000);
const elapsed = (performance.now() - start) * 1000;
const cpu = process.cpuUsage(before);
console.log(`npm ${scenario} ${events} ${((cpu.user + cpu.system) / events).toFixed(2)} - ${(elapsed / events).toFixed(2)}`);
socket.disconnect();
