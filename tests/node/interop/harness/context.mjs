import { io } from "socket.io-client";
import messagePackParser from "socket.io-msgpack-parser";
import { msgpack } from "./cases.mjs";
import { ownServer } from "./servers.mjs";

const offsets = { main: 0, recovery: 1, fast: 2, eio3: 3, cors: 4, strict: 5, wsonly: 6, pollonly: 7, msgpack: 8, engine: 9, compress: 10, large: 13, captured: 14 };
let namespaces = process.pid * 1000;

/** What a case works with: sockets of its transport, waits with names, and the disposal of everything it opened. */
export class Context {
  #cleanup = [];
  lastStep = "start";

  constructor(base, transport, client = io) {
    this.base = base;
    this.io = client;
    this.usesMessagePack = transport.startsWith(msgpack);
    this.transport = this.usesMessagePack ? transport.slice(msgpack.length) : transport;
  }

  /** Whether the transport in use ends up as a WebSocket. */
  get endsOnWebSocket() {
    return this.transport !== "polling";
  }

  /** Whether requests of this transport begin as long-polling. */
  get startsOnPolling() {
    return this.transport !== "websocket";
  }

  /** The address of a profile; the main one is that of the parser in use. */
  url(profile = "main", path = "/") {
    if (profile === "main" && this.usesMessagePack) {
      profile = "msgpack";
    }

    return `http://127.0.0.1:${this.base + offsets[profile]}${path}`;
  }

  /** A namespace of this case alone, from the dynamic ones. */
  freshNamespace() {
    return `/dyn-${++namespaces}`;
  }

  onDispose(action) {
    this.#cleanup.push(action);
  }

  options(more = {}) {
    const transports = { polling: ["polling"], websocket: ["websocket"] }[this.transport] ?? ["polling", "websocket"];
    return { transports, forceNew: true, reconnection: false, ...more };
  }

  /** A client of the given URL, not awaited. */
  open(url, options) {
    const parser = this.usesMessagePack && url.startsWith(this.url("msgpack", "")) ? { parser: messagePackParser } : {};
    const socket = this.io(url, this.options({ ...parser, ...options }));
    this.onDispose(() => {
      socket.io.opts.reconnection = false;
      socket.disconnect();
      socket.io.engine?.close();
    });
    return socket;
  }

  /** A connected client; upgraded as well when the transport says so. */
  async connect({ profile = "main", nsp = "/", url, ...options } = {}) {
    const socket = this.open(url ?? this.url(profile, nsp), options);
    const connected = this.ready(socket);

    if (options.autoConnect === false) {
      socket.connect();
    }

    await connected;
    return socket;
  }

  /** Waits until a socket is connected and, for the transport "upgraded", on its WebSocket. */
  async ready(socket) {
    const upgraded = this.transport === "upgraded" ? this.upgraded(socket) : undefined;
    await this.connected(socket);
    await upgraded;
  }

  connected(socket) {
    if (socket.connected) {
      return Promise.resolve();
    }

    return this.wait("connect", new Promise((resolve, reject) => {
      socket.once("connect", resolve);
      socket.once("connect_error", reject);
    }));
  }

  async upgraded(socket) {
    await this.connected(socket);
    const { engine } = socket.io;

    // The name changes before the upgrade is over: the event tells.
    if (engine.transport.name !== "websocket" || engine.upgrading) {
      await this.wait("upgrade", new Promise((resolve) => engine.once("upgrade", resolve)));
    }
  }

  /** The arguments of the next event of that name. */
  next(emitter, event, what = event) {
    return this.wait(what, new Promise((resolve) => emitter.once(event, (...args) => resolve(args))));
  }

  /** Collects the arguments of `count` events of that name. */
  collect(emitter, event, count) {
    const seen = [];
    return this.wait(() => `${event}: ${seen.length} of ${count}`, new Promise((resolve) => {
      const listener = (...args) => {
        seen.push(args);

        if (seen.length === count) {
          emitter.off(event, listener);
          resolve(seen);
        }
      };

      if (count === 0) {
        resolve(seen);
      } else {
        emitter.on(event, listener);
      }
    }));
  }

  /** Asks until the answer satisfies; the timeout of the case bounds it. */
  async until(what, ask, satisfies = (answer) => answer !== null) {
    for (;;) {
      const answer = await ask();

      if (satisfies(answer)) {
        return answer;
      }

      this.lastStep = `${what}: ${JSON.stringify(answer)}`;
      await this.pause(20);
    }
  }

  pause(ms) {
    return new Promise((resolve) => setTimeout(resolve, ms));
  }

  async wait(what, promise) {
    const timer = setTimeout(() => {
      this.lastStep = `waiting for ${typeof what === "function" ? what() : what}`;
    }, 500);

    try {
      return await promise;
    } finally {
      clearTimeout(timer);
    }
  }

  /** A contract server of this case alone. */
  async ownServer(port) {
    const server = await ownServer(port);
    this.onDispose(() => server.kill());
    return server;
  }

  async dispose() {
    for (const action of this.#cleanup.reverse()) {
      await Promise.race([action(), this.pause(3000)]);
    }
  }
}
