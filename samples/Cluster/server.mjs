// A node of the cluster in JavaScript: node server.mjs --node c --port 3003 --redis redis://127.0.0.1:3004. Program.cs is the same for ASP.NET Core.
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { parseArgs } from "node:util";

// The packages are those of the tests: a program of its own would import them.
const require = createRequire(new URL("../../tests/node/package.json", import.meta.url));
const { createAdapter } = require("@socket.io/redis-streams-adapter");
const { createClient } = require("redis");
const { Server } = require("socket.io");

const text = { type: "string" };
const { node, port, redis: url } = parseArgs({ options: { node: text, port: text, redis: text } }).values;
const redis = createClient({ url });
redis.on("error", (error) => console.log(`${node} | Redis: ${error.message}`));
await redis.connect();

const http = createServer();
const io = new Server(http, {
  connectionStateRecovery: {},
  adapter: createAdapter(redis, { heartbeatInterval: 1000, heartbeatTimeout: 4000 }),
});

io.on("connection", (socket) => {
  // One that comes back from another node brings its rooms and data along, the other node's among them.
  [...socket.rooms].filter((room) => room.startsWith("node ")).forEach((room) => socket.leave(room));
  socket.join(`node ${node}`);
  takeSeat(socket);
  console.log(`${node} | ${socket.data.seat.name} ${socket.recovered ? "goes on here" : "is here"}`);

  socket.conn.on("upgrade", () => {
    takeSeat(socket);
    io.emit("changed");
  });

  socket.emit("welcome", socket.data.seat);
  io.emit("changed");

  socket.on("disconnect", (reason) => {
    console.log(`${node} | ${socket.data.seat.name} has gone: ${reason}`);
    io.emit("changed");
  });

  // To everybody, or to the clients of one node, whichever node this is.
  socket.on("say", (text, to) => {
    (to ? io.to(`node ${to}`) : io).emit("line", { from: socket.data.seat.name, node, to, text: String(text).slice(0, 500) });
  });

  // Of all nodes. Who gets no answer asks again: so it is, too, when another node has died and is still waited for.
  socket.on("sockets", async (answer) => {
    try {
      answer((await io.fetchSockets()).map(({ id, data }) => ({ id, seat: data.seat })));
    } catch (error) {
      console.log(`${node} | ${error.message}`);
    }
  });

  // Those that are asked do not include the one that asks.
  socket.on("ask", async (answer) => {
    try {
      answer([report(), ...await io.serverSideEmitWithAck("report")]);
    } catch (error) {
      console.log(`${node} | ${error.message}`);
    }
  });

  // Stopped, it hands its sessions over; killed, it says nothing to anybody.
  socket.on("stop", () => process.kill(process.pid, "SIGTERM"));
  socket.on("kill", () => process.kill(process.pid, "SIGKILL"));
});

io.on("report", (answer) => answer(report()));

process.once("SIGTERM", async () => {
  await io.close();
  await redis.quit();
  process.exit();
});

http.listen(Number(port), "127.0.0.1");

function takeSeat(socket) {
  const name = String(socket.handshake.auth.name ?? "Somebody");
  socket.data.seat = { name, node, kind: "Node.js", transport: socket.conn.transport.name, recovered: socket.recovered };
}

function report() {
  return { node, runtime: `Node.js ${process.versions.node}`, uptime: process.uptime(), sockets: io.of("/").sockets.size };
}
