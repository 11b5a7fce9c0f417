// The JavaScript server, for proving that the raw clients see on it what is known of it.
// Prints {"port":N} first, then one JSON line per happening.
"use strict";
const http = require("http");
const { Server } = require("socket.io");

const options = JSON.parse(process.argv[2] || "{}");
const say = (o) => process.stdout.write(JSON.stringify(o) + "\n");
const server = http.createServer((_, res) => res.writeHead(404).end());
const io = new Server(server, { ...options, pingInterval: options.pingInterval || 25000 });

io.engine.on("connection_error", (e) => say({ error: e.code, message: e.message }));
io.engine.on("connection", (s) => s.on("close", (reason, d) => say({ closed: reason, description: d && (d.message || String(d)) })));
io.of(/^\/dyn-\d+$/).on("connection", () => {});
io.on("connection", (socket) => {
  socket.on("alive", (ack) => ack("yes"));
  socket.on("error", (e) => say({ socketError: e && e.message }));
  socket.on("disconnect", (reason) => say({ disconnect: reason }));
  socket.on("echo", (...args) => {
    const ack = args.pop();
    ack(...args);
  });
  socket.onAny((event) => say({ event: event === undefined ? null : event }));
});
server.listen(0, "127.0.0.1", () => say({ port: server.address().port }));
process.stdin.on("end", () => process.exit(0)).resume();
