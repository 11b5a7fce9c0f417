// npm's client behind a proxy. Its first argument is a JSON object { url, localAddress, options }; commands are JSON lines on stdin, what happens
// and replies are JSON lines on stdout.
import http from "node:http";
import { createRequire } from "node:module";
import { pack, read, unpack, write } from "../client/lines.mjs";

const require = createRequire(import.meta.url);
const { io } = require("socket.io-client");
const { url, localAddress, options } = JSON.parse(process.argv[2]);

const socket = io(url, {
  forceNew: true,
  // Cookies are kept, as browsers do.
  withCredentials: true,
  ...(localAddress && { agent: new http.Agent({ localAddress, keepAlive: true }) }),
  ...options,
});

const bodyOf = (context) => context?.responseText ?? null;
const described = (error) => ({
  message: error?.message,
  description: typeof error?.description === "string" ? error.description : null,
  status: typeof error?.description === "number" ? error.description : null,
  body: bodyOf(error?.context),
});

socket.on("connect", () => write({ on: "connect", transport: socket.io.engine.transport.name }));
socket.on("disconnect", (reason, details) => write({ on: "disconnect", reason, ...described(details) }));
socket.on("connect_error", (error) => write({ on: "connect_error", ...described(error) }));
socket.onAny((event, ...args) => {
  const answer = typeof args.at(-1) === "function" ? args.pop() : null;
  answer?.(...args);
  write({ on: "event", event, args: pack(args) });
});
socket.io.on("reconnect_attempt", () => write({ on: "reconnect_attempt" }));
socket.io.on("ping", () => write({ on: "ping" }));
socket.io.on("open", () => {
  const { engine } = socket.io;
  write({ on: "open", session: engine.id });
  engine.on("upgrade", ({ name }) => write({ on: "upgrade", transport: name }));
  engine.on("upgradeError", (error) => write({ on: "upgradeError", message: error.message }));
  engine.on("close", (reason, details) => write({ on: "close", reason, ...described(details) }));
});

read(async (command) => {
  if (command === null) {
    process.exit(0);
  }

  try {
    const answer = await socket.timeout(10_000).emitWithAck(command.event, ...unpack(command.args));
    write({ on: "reply", answer: pack(answer), transport: socket.io.engine.transport.name, session: socket.io.engine.id });
  } catch (error) {
    write({ on: "reply", message: error.message });
  }
});
