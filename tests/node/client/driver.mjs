// The program of the client contract on npm's socket.io-client: what this repository's client is compared with.
// Commands are JSON lines on stdin, events and replies JSON lines on stdout.
import { createRequire } from "node:module";
import { pack, read, unpack, write } from "./lines.mjs";

// The build for require loads in half the time, and this program is started for every script.
const require = createRequire(import.meta.url);
const { io } = require("socket.io-client");
const sockets = new Map();

const commands = {
  open({ s, url, opts = {} }) {
    const { parser, authCounter, ...rest } = opts;
    let connections = 0;

    const options = {
      ...rest,
      ...(rest.auth && { auth: unpack(rest.auth) }),
      ...(parser === "msgpack" && { parser: require("socket.io-msgpack-parser") }),
      ...(authCounter && { auth: (send) => send({ n: ++connections }) }),
    };

    // Whether acknowledgements are told of errors is decided by these, too: the callback gets one argument more.
    const errorFirst = Boolean(rest.retries) || rest.ackTimeout !== undefined;
    const socket = io(url, options);
    sockets.set(s, { socket, errorFirst, answers: new Map() });
    report(s, sockets.get(s));
  },
  connect: ({ s }) => void named(s).socket.connect(),
  disconnect: ({ s }) => void named(s).socket.disconnect(),
  auth({ s, auth }) {
    named(s).socket.auth = unpack(auth);
  },
  answer: ({ s, event, with: args }) => void named(s).answers.set(event, args),
  get: ({ s }) => ({ state: stateOf(named(s).socket) }),
  "engine-close": ({ s }) => void named(s).socket.io.engine.close(),
  quit: () => process.exit(0),
};

/** Emits. With an acknowledgement the reply comes with it; otherwise at once. */
function emit({ s, event, args = [], ack, timeout, volatile }, reply) {
  const { socket, errorFirst } = named(s);
  const emitter = volatile ? socket.volatile : socket;
  const values = unpack(args);

  if (!ack) {
    emitter.emit(event, ...values);
    reply({ sent: true });
    return;
  }

  const settled = (error, answer) => reply(error ? { error: error.message } : { ack: pack(answer) });

  if (timeout !== undefined && timeout !== null) {
    emitter.timeout(timeout).emit(event, ...values, (error, ...answer) => settled(error, answer));
  } else if (errorFirst) {
    emitter.emit(event, ...values, (error, ...answer) => settled(error, answer));
  } else {
    emitter.emit(event, ...values, (...answer) => settled(null, answer));
  }
}

function report(s, { socket, answers }) {
  const manager = socket.io;
  const tell = (on, more) => write({ on, s, ...more });

  socket.on("connect", () => tell("connect", { id: socket.id, recovered: Boolean(socket.recovered), transport: transportOf(socket) }));
  socket.on("disconnect", (reason, details) => tell("disconnect", { reason, details: details && described(details) }));
  socket.on("connect_error", (error) => tell("connect_error", { ...described(error), data: pack(error.data) }));
  socket.onAny((event, ...args) => {
    const answer = typeof args.at(-1) === "function" ? args.pop() : null;

    if (answer && answers.has(event)) {
      const wanted = answers.get(event);
      answer(...(wanted === "echo" ? args : unpack(wanted ?? [])));
    }

    tell("event", { event, args: pack(args), wantsAck: answer !== null });
  });

  manager.on("reconnect_attempt", (n) => tell("reconnect_attempt", { n }));
  manager.on("reconnect", (n) => tell("reconnect", { n }));
  manager.on("reconnect_error", () => tell("reconnect_error"));
  manager.on("reconnect_failed", () => tell("reconnect_failed"));
  manager.on("ping", () => tell("ping"));

  const watch = () => manager.engine.on("upgrade", (transport) => tell("upgrade", { transport: transport.name }));
  manager.on("open", watch);

  if (manager._readyState === "open") {
    watch();
  }
}

/** What an error or the details of a disconnection say, without the objects of the platform in them. */
function described(error) {
  // An error of the transport list is a bare text.
  const { message, description, context } = typeof error === "string" ? { message: error } : error;
  const isTold = typeof description === "string" || (typeof description === "number" && description > 0);
  return { message, description: isTold ? description : undefined, hasContext: context !== undefined && context !== null };
}

function stateOf(socket) {
  return { connected: socket.connected, active: socket.active, id: socket.id ?? null, recovered: Boolean(socket.recovered), transport: transportOf(socket) };
}

function transportOf({ io: manager }) {
  return manager._readyState === "open" ? manager.engine.transport.name : null;
}

function named(s) {
  return sockets.get(s) ?? fail(`no socket ${s}`);
}

function fail(message) {
  throw new Error(message);
}

function run(command) {
  const reply = (result) => command.r !== undefined && write({ reply: command.r, ...result });

  try {
    if (command.cmd === "emit") {
      emit(command, reply);
    } else {
      reply((commands[command.cmd] ?? fail(`no command ${command.cmd}`))(command));
    }
  } catch (error) {
    reply({ error: error.message });
  }
}

read((command) => (command === null ? commands.quit() : run(command)));
write({ on: "ready" });
