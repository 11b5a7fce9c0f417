/** Adds the events about the socket itself: who it is, how it ends, what the server knows. */
export function addLifecycle(socket, contract, on) {
  const { io } = contract;
  const transportAtStart = socket.conn.transport.name;
  let upgradeSeen = null;

  socket.conn.on("upgrade", (transport) => {
    upgradeSeen = transport.name;
  });

  socket.on("disconnecting", (reason) => contract.died(socket, reason));

  on("handshake", (_, ack) => {
    const { headers, time, address, xdomain, secure, issued, url, query, auth } = socket.handshake;
    ack({ headers, time, address, xdomain, secure, issued, url, query, auth });
  });

  on("whoami", (_, ack) => {
    ack({
      id: socket.id,
      nsp: socket.nsp.name,
      connected: socket.connected,
      recovered: socket.recovered,
      rooms: [...socket.rooms].sort(),
      data: socket.data,
      transport: socket.conn.transport.name,
      transportAtStart,
      upgradeSeen,
      protocol: socket.conn.protocol,
      clientId: socket.conn.id,
    });
  });

  on("set-data", ([data], ack) => {
    socket.data = data;
    ack("ok");
  });

  on("bye", ([close]) => socket.disconnect(close === true));
  on("send-then-bye", ([close]) => {
    socket.emit("echoed", "last words");
    socket.disconnect(close === true);
  });
  on("drop-engine", () => socket.conn.close());
  on("death-of", ([id], ack) => ack(contract.deaths.get(id) ?? null));
  on("engine-errors", (_, ack) => ack(contract.errors));
  on("count", (_, ack) => ack({ clients: io.engine.clientsCount, sockets: socket.nsp.sockets.size }));
  on("has-nsp", ([name], ack) => ack(io._nsps.has(name)));
}
