import { isDeepStrictEqual } from "node:util";

/** The namespaces that every server has; the handlers are the same in all of them. */
const namespaces = ["/", "/admin", "/custom", "/refuse", "/refuse-plain", "/kick", "/kick-close", "/record"];

/** What is said on connecting, before the client can have asked for anything. */
const greetings = {
  "/kick": (socket) => {
    socket.emit("echoed", "before kick");
    socket.disconnect();
  },
  "/kick-close": (socket) => {
    socket.emit("echoed", "before kick");
    socket.disconnect(true);
  },
  "/record": (socket) => socket.emit("recorded", socket.handshake.auth, own(socket.handshake.query)),
};

export function handle(instance) {
  const { io } = instance;
  io.of("/refuse").use((socket, next) => (socket.handshake.auth?.token === "ok" ? next() : next(refusal())));
  io.of("/refuse-plain").use((socket, next) => next(new Error("not today")));
  const deliveries = [];

  for (const name of namespaces) {
    io.of(name).on("connection", (socket) => {
      const { auth, query, headers } = socket.handshake;
      instance.connections.push({ nsp: name, auth, query: own(query), recovered: Boolean(socket.recovered), cookie: headers.cookie, custom: headers["x-custom"] });
      socket.on("disconnect", (reason) => instance.ends.push({ nsp: name, reason }));
      // Version 2 has none; no client of this kit gets that far with it.
      socket.onAny?.((event, ...args) => instance.received.push([name, event, ...args.filter((arg) => typeof arg !== "function")]));
      listen(socket, deliveries);
      greetings[name]?.(socket);
    });
  }
}

function listen(socket, deliveries) {
  const handlers = {
    echo: (...args) => socket.emit("echoed", ...withoutAck(args)),
    ack: (...args) => args.pop()(...args),
    "ack-twice": (ack) => {
      ack("first");
      ack("second");
    },
    "ack-late": (ms, ack) => setTimeout(ack, ms, "late"),
    "ack-never": () => {},
    /** Acknowledges only what comes for the nth time. */
    "ack-nth": (n, key, ack) => {
      deliveries.push(key);
      const times = deliveries.filter((seen) => isDeepStrictEqual(seen, key)).length;

      if (times >= n) {
        ack(key, times);
      }
    },
    /** Emits any event. */
    say: (event, ...args) => socket.emit(event, ...withoutAck(args)),
    /** Asks the client, and says what it answered. */
    ask: (event, ...args) => socket.emit(event, ...withoutAck(args), (...answer) => socket.emit("answered", ...answer)),
    date: () => socket.emit("dated", new Date(0), { nested: [new Date(1)] }),
    sequence: (n) => {
      for (let i = 0; i < n; i++) {
        socket.emit("number", i % 3 === 2 ? Buffer.from([i]) : i);
      }
    },
    "volatile-sequence": (n) => {
      for (let i = 0; i < n; i++) {
        socket.volatile.emit("number", i);
      }
    },
    bye: (close) => socket.disconnect(close),
    "last-words": (close) => {
      socket.emit("echoed", "last words");
      socket.disconnect(close);
    },
    handshake: (ack) => {
      const { auth, query, headers } = socket.handshake;
      ack({ auth, query: own(query), cookie: headers.cookie ?? null, custom: headers["x-custom"] ?? null });
    },
    transport: (ack) => ack(socket.conn.transport.name),
  };

  for (const [event, handler] of Object.entries(handlers)) {
    socket.on(event, handler);
  }
}

function withoutAck(args) {
  return args.filter((arg) => typeof arg !== "function");
}

/** What the application has put into the query. */
function own({ EIO, transport, sid, t, b64, j, ...rest }) {
  return { ...rest };
}

function refusal() {
  return Object.assign(new Error("refused by a middleware"), { data: { code: "E_REFUSED", retry: false, list: [1, "two", null] } });
}
