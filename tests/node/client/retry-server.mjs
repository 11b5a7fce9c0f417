// npm's server, which is killed at any moment: what it has received it writes down before it acknowledges.
// node retry-server.mjs PORT
import { writeSync } from "node:fs";
import { Server } from "socket.io";

const io = new Server(Number(process.argv[2]), { pingInterval: 1000, pingTimeout: 1000 });

io.on("connection", (socket) => {
  socket.on("n", (n, done) => {
    writeSync(1, `${n}\n`);
    done(n);
  });
});

writeSync(1, "ready\n");
