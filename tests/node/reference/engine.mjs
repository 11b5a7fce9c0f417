import { createServer } from "node:http";
import { Server } from "engine.io";

/** Serves the bare Engine.IO profile: an echo with two commands. */
export function listenEngine(port, profile) {
  const http = createServer((req, res) => {
    res.statusCode = 404;
    res.end();
  });

  const engine = new Server(profile.options);
  engine.attach(http, { path: "/engine.io/" });

  engine.on("connection", (socket) => {
    socket.on("message", (data) => {
      if (data === "close me") {
        socket.close();
      } else if (data === "info") {
        socket.send(JSON.stringify({ transport: socket.transport.name, protocol: socket.protocol, upgraded: socket.upgraded }));
      } else {
        socket.send(data);
      }
    });
  });

  return new Promise((resolve) => http.listen(port, "127.0.0.1", resolve));
}
