"use strict";

// What bench/SocketIO.RecoveryServer does, on npm's socket.io.
const { createServer } = require("node:http");
const { Server } = require("socket.io");

const httpServer = createServer();
const io = new Server(httpServer, { connectionStateRecovery: { maxDisconnectionDuration: 120_000 } });
let timer;
let number = 0;

const emit = (clients) => {
  const round = Math.floor(number / 4);
  const room = round % 2 === 0 ? "even" : "odd";
  const operator = [() => io, () => io.to(room), () => io.except(room), () => io.to(`client ${round % clients}`)][number % 4]();
  operator.emit("news", number);
};

io.on("connection", (socket) => {
  socket.on("enter", (client, ack) => {
    socket.join([`client ${client}`, client % 2 === 0 ? "even" : "odd"]);
    ack();
  });

  socket.on("start", (rate, clients, ack) => {
    const started = performance.now();
    timer = setInterval(() => {
      for (const due = ((performance.now() - started) / 1000) * rate; number < due; number++) {
        emit(clients);
      }
    }, 5);
    ack();
  });

  socket.on("stop", (ack) => {
    clearInterval(timer);
    ack(number - 1);
  });
});

httpServer.listen(Number(process.env.PORT), "127.0.0.1");
