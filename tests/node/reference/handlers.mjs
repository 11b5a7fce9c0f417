import { describe } from "./describe.mjs";
import { addBroadcasts } from "./broadcasts.mjs";
import { addLifecycle } from "./lifecycle.mjs";

/** Splits the arguments of an event into its values and its acknowledgement, which is a no-op when none was asked for. */
export const split = (args) => (typeof args.at(-1) === "function" ? [args.slice(0, -1), args.at(-1)] : [args, () => {}]);

/** Adds the common handlers of the contract to a socket. */
export function addHandlers(socket, contract) {
  const on = (event, handler) => socket.on(event, (...args) => handler(...split(args)));

  addCatchAll(socket);
  addMiddleware(socket);
  addLifecycle(socket, contract, on);
  addBroadcasts(socket, on);

  on("echo", (args) => socket.emit("echoed", ...args));
  on("rewritten", (args) => socket.emit("echoed", ...args));
  on(1, (args) => socket.emit("echoed", "numeric", ...args));
  socket.once("only-once", () => socket.emit("echoed", "once"));

  on("ack-echo", (args, ack) => ack(...args));
  on("ack-none", (_, ack) => ack());
  on("ack-many", (_, ack) => ack(1, "two", { three: 3 }, [4], null, true));
  on("ack-bin", (_, ack) => ack(Buffer.from([1, 2, 3, 4])));
  on("ack-late", ([ms], ack) => setTimeout(() => ack("late"), ms));
  on("ack-never", () => {});
  on("ack-twice", (_, ack) => {
    ack("first");
    ack("second");
  });

  on("describe", (args, ack) => ack(args.map(describe)));
  on("bin-send", ([n]) => {
    const a = Buffer.from(Array.from({ length: n }, (_, i) => i % 256));
    socket.emit("bin", { a, list: [Buffer.from([1, 2]), "x"], text: "t" });
  });
  on("big-send", ([n]) => socket.emit("big", "x".repeat(n)));
  on("utf8-send", () => socket.emit("utf8", "héllo € 😀 тест", "\u0000\u001e\u2028"));
  on("date-send", () => socket.emit("date", new Date(0)));

  for (const [event, volatile] of [["seq", false], ["volatile-seq", true]]) {
    on(event, ([n]) => {
      for (let i = 0; i < n; i++) {
        (volatile ? socket.volatile : socket).emit("num", i);
      }
    });
  }

  on("mixed-seq", () => {
    for (const value of [0, Buffer.from([1]), 2, { b: Buffer.from([3]) }, 4]) {
      socket.emit("m", value);
    }
  });
}

function addCatchAll(socket) {
  const listOf = (list) => (event, ...args) => {
    list.push([event, split(args)[0].length]);

    if (list.length > 100) {
      list.shift();
    }
  };

  const seen = [];
  const sent = [];
  socket.onAny(listOf(seen));
  socket.onAnyOutgoing(listOf(sent));
  socket.on("seen", (...args) => split(args)[1]([...seen]));
  socket.on("sent", (...args) => split(args)[1]([...sent]));
}

function addMiddleware(socket) {
  const blocked = new Error("event blocked");

  socket.use((packet, next) => {
    if (packet[0] === "blocked") {
      next(blocked);
      return;
    }

    if (packet[0] === "rewritten") {
      packet[1] = "by middleware";
    }

    next();
  });

  // Malformed packets and events of that name come here too.
  socket.on("error", (error) => {
    if (error === blocked) {
      socket.emit("mw-error", error.message);
    }
  });
}
