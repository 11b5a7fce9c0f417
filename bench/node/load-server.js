"use strict";

// The load contract on npm's socket.io: start with --expose-gc.
const { createServer } = require("node:http");
const { Server } = require("socket.io");

const httpServer = createServer();
const io = new Server(httpServer);

io.on("connection", (socket) => {
  socket.on("echo", (p, ack) => ack(p));
  socket.on("say", (p) => socket.emit("say", p));
  socket.on("bcast", (p) => io.to("room").emit("msg", p));

  socket.on("join", (ack) => {
    socket.join("room");
    ack();
  });

  socket.on("gc", (ack) => {
    global.gc();
    ack();
  });
});

httpServer.listen(Number(process.env.PORT), "127.0.0.1");
