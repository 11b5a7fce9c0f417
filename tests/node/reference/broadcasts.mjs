/** Adds the events about rooms, broadcasts and questions to clients. */
export function addBroadcasts(socket, on) {
  const nsp = socket.nsp;
  const in_ = (room) => (room === null || room === undefined ? nsp : nsp.in(room));
  const ownRooms = () => [...socket.rooms].filter((r) => r !== socket.id).sort();

  on("join", ([rooms], ack) => {
    socket.join(rooms);
    ack(ownRooms());
  });

  on("leave", ([room], ack) => {
    socket.leave(room);
    ack(ownRooms());
  });

  on("cast", ([opts, event, ...args], ack) => {
    operatorOf(socket, opts).emit(event, ...args);
    ack(true);
  });

  on("ask", ([event, ms, ...args], ack) => {
    socket.timeout(ms).emit(event, ...args, (error, ...values) => {
      ack(error ? { ok: false, error: error.message } : { ok: true, values });
    });
  });

  on("ask-plain", ([event, ...args], ack) => {
    socket.emit(event, ...args, (...values) => ack(values));
  });

  on("ask-all", ([room, event, ms, ...args], ack) => {
    in_(room).timeout(ms).emit(event, ...args, (error, responses) => {
      ack(error ? { ok: false, error: error.message, responses } : { ok: true, responses });
    });
  });

  on("sockets", async ([room], ack) => {
    const sockets = await in_(room).fetchSockets();
    const list = sockets.map(({ id, rooms, data }) => ({ id, rooms: [...rooms].filter((r) => r !== id).sort(), data }));
    ack(list.sort((a, b) => (a.id < b.id ? -1 : 1)));
  });

  on("rooms-of", (_, ack) => {
    ack([...nsp.adapter.rooms.keys()].filter((room) => !nsp.adapter.sids.has(room)).sort());
  });

  on("sockets-join", ([room, target], ack) => {
    nsp.in(room).socketsJoin(target);
    ack("ok");
  });

  on("sockets-leave", ([room, target], ack) => {
    nsp.in(room).socketsLeave(target);
    ack("ok");
  });

  on("sockets-disconnect", ([room, close], ack) => {
    nsp.in(room).disconnectSockets(close);
    ack("ok");
  });
}

function operatorOf(socket, opts) {
  let operator = opts.from === "socket" ? socket : opts.from === "broadcast" ? socket.broadcast : socket.nsp;

  if (opts.to !== undefined) {
    operator = operator.to(opts.to);
  }

  if (opts.except !== undefined) {
    operator = operator.except(opts.except);
  }

  if (opts.volatile) {
    operator = operator.volatile;
  }

  if (opts.local) {
    operator = operator.local;
  }

  return opts.compress === undefined ? operator : operator.compress(opts.compress);
}
