import { addHandlers } from "./handlers.mjs";

/** Adds the namespaces of the contract to a server. */
export function addNamespaces(io, contract) {
  const common = (socket) => addHandlers(socket, contract);

  io.on("connection", common);

  io.of("/custom").on("connection", (socket) => {
    common(socket);
    socket.emit("auth", socket.handshake.auth);
  });

  io.of("/hello").on("connection", (socket) => {
    common(socket);
    socket.emit("greeting", "welcome", { n: 1 });
    socket.emit("greeting-bin", Buffer.from([9, 8, 7]));
  });

  addAuth(io.of("/auth")).on("connection", common);
  io.of(/^\/dyn-\d+$/).on("connection", common);
  io.of((name, auth, next) => next(null, name.startsWith("/fn-") && auth.allow === true)).on("connection", common);

  for (const [name, close] of [["/kick", false], ["/kick-close", true]]) {
    io.of(name).on("connection", (socket) => {
      common(socket);
      socket.emit("echoed", "before kick");
      socket.disconnect(close);
    });
  }

  io.of("/late").on("connection", (socket) => {
    setTimeout(() => {
      socket.on("hello", (ack) => ack?.("heard"));
      socket.emit("armed");
    }, 200);
  });
}

function addAuth(nsp) {
  nsp.use((socket, next) => {
    const token = socket.handshake.auth.token;

    if (token === "plain") {
      next(new Error("plain error"));
    } else if (token === "secret") {
      next();
    } else if (token === "async") {
      setTimeout(next, 60);
    } else {
      const error = new Error("not authorized");
      error.data = { code: "E_AUTH", retry: false };
      next(error);
    }
  });

  nsp.use((socket, next) => {
    socket.data = { user: socket.handshake.auth.token };
    next();
  });

  return nsp;
}
