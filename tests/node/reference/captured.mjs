/** Adds the handlers of the server with which real clients were recorded (tests/Interop/Captures). */
export function addCaptured(io) {
  io.of("/").on("connection", addHandlers);
  io.of("/admin").on("connection", addHandlers);
  io.of("/denied").use((_, next) => next(Object.assign(new Error("not allowed"), { data: { code: 7 } })));
}

function addHandlers(socket) {
  socket.on("echo", (...args) => socket.emit("echo", ...args));
  socket.on("echo-ack", (...args) => args.pop()(...args));
  socket.on("ask-me", () => socket.emit("question", "q", 1, (...answer) => socket.emit("thanks", ...answer)));
  socket.on("ask-me-bin", () => {
    socket.emit("question-bin", Buffer.from([1, 2, 3]), (...answer) => socket.emit("thanks", ...answer));
  });
  socket.on("send-bin", () => socket.emit("bin", Buffer.from([0, 255, 128]), { a: Buffer.from("abc"), t: "déjà 😀" }));
  socket.on("burst", () => {
    for (const value of [0, 1, 2, Buffer.from([9]), "€ end"]) {
      socket.emit("burst", value);
    }
  });
  socket.on("big", (text) => socket.emit("big", text));
  socket.on("kick", () => socket.disconnect());
}
